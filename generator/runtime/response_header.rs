//! Header fields of answers as values of their types.

use std::fmt;
use std::marker::PhantomData;

use http::HeaderMap;

use super::reader::{FromJson, Misfit, Reader};
use super::writer::Writer;
use super::{ApiError, Response};

/// A documented header field: its name and how its value is read.
///
/// ```text
/// let left = response.header(&headers::X_RATELIMIT_REMAINING)?;
/// ```
pub struct ResponseHeader<T> {
    name: &'static str,
    form: HeaderForm,
    ty: PhantomData<fn() -> T>,
}

/// How the value of a header field is spelled (OpenAPI 3.1 section 4.8.21: the style `simple`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderForm {
    /// As a text.
    Text,
    /// As a number, a boolean, or any other JSON text.
    Json,
    /// As texts with commas between them, in one field line or several.
    Texts,
    /// As numbers or booleans with commas between them, in one field line or several.
    Scalars,
}

impl<T> ResponseHeader<T> {
    /// A header field of this name.
    pub const fn new(name: &'static str, form: HeaderForm) -> Self {
        Self {
            name,
            form,
            ty: PhantomData,
        }
    }

    /// The name of the field.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<T: FromJson> ResponseHeader<T> {
    /// The value; `None` if there is no such field. Of several that are no list the first counts.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if what was received is not of the documented type.
    pub fn read(&self, headers: &HeaderMap) -> Result<Option<T>, Misfit> {
        let lines = headers.get_all(self.name).iter();
        let lines = lines.map(|line| {
            std::str::from_utf8(line.as_bytes())
                .map_err(|_| Misfit::new(format!("the field `{}` is not UTF-8", self.name)))
        });
        let lines = lines.collect::<Result<Vec<&str>, Misfit>>()?;
        let Some(first) = lines.first() else {
            return Ok(None);
        };
        let json = match self.form {
            HeaderForm::Text => quoted(first),
            HeaderForm::Json => (*first).to_owned(),
            HeaderForm::Texts => list(&lines, quoted),
            HeaderForm::Scalars => list(&lines, str::to_owned),
        };
        Reader::document(json.as_bytes()).map(Some)
    }
}

/// The elements of a list; empty ones are none (RFC 9110 section 5.6.1.2).
fn list(lines: &[&str], element: fn(&str) -> String) -> String {
    let elements = lines.iter().flat_map(|line| line.split(','));
    let elements = elements.map(str::trim).filter(|text| !text.is_empty());
    format!("[{}]", elements.map(element).collect::<Vec<_>>().join(","))
}

fn quoted(text: &str) -> String {
    // A text is always writable as JSON.
    Writer::text_of(&text.to_owned()).unwrap_or_default()
}

impl<T> fmt::Debug for ResponseHeader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResponseHeader").field(&self.name).finish()
    }
}

impl<V> Response<V> {
    /// A documented header field of the answer.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if what was received is not of the documented type.
    pub fn header<T: FromJson>(&self, header: &ResponseHeader<T>) -> Result<Option<T>, Misfit> {
        header.read(self.headers())
    }
}

impl<K> ApiError<K> {
    /// A documented header field of the answer.
    ///
    /// # Errors
    ///
    /// [`Misfit`] if what was received is not of the documented type.
    pub fn header<T: FromJson>(&self, header: &ResponseHeader<T>) -> Result<Option<T>, Misfit> {
        header.read(self.headers())
    }
}
