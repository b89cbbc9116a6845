//! The properties of an object, each written by itself, as forms and parts need them.

use super::reader::{FromJson, Misfit, Reader};
use super::writer::{ToJson, Writer};
use super::{Body, Json, Rest};

/// A property of an object, written by itself.
#[derive(Debug)]
pub struct Apart {
    /// Its name.
    pub name: String,
    /// Its value as JSON text; of no meaning if it is files.
    pub json: String,
    /// The files that it is.
    pub files: Vec<Attachment>,
}

impl Apart {
    /// The value, or each element if it is a list, as text: a string as it is, `null` as nothing, anything else as JSON.
    /// Beside it, whether it is an object or a list within the list.
    pub fn texts(&self) -> Vec<(String, bool)> {
        match Reader::text::<Vec<Json>>(&self.json) {
            Ok(list) => list.iter().map(|one| plain(one.as_str())).collect(),
            Err(_) => vec![plain(&self.json)],
        }
    }
}

fn plain(json: &str) -> (String, bool) {
    match Reader::text::<Option<String>>(json) {
        Ok(text) => (text.unwrap_or_default(), false),
        Err(_) => (json.to_owned(), json.starts_with(['{', '['])),
    }
}

/// A file among the properties of an object.
#[derive(Debug)]
pub struct Attachment {
    /// What is in it.
    pub body: Body,
    /// What it is called.
    pub file_name: Option<String>,
    /// What it is.
    pub media_type: Option<String>,
    /// Further header fields of its part.
    pub headers: Vec<(String, String)>,
}

/// All properties of an object as JSON text.
struct Properties(Vec<Apart>);

impl FromJson for Properties {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Misfit> {
        let mut properties = Self(Vec::new());
        reader.object(&[], &mut [], Some(&mut properties))?;
        Ok(properties)
    }
}

impl Rest for Properties {
    fn add(&mut self, name: String, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        let json = reader.raw()?.to_owned();
        self.0.push(Apart {
            name,
            json,
            files: Vec::new(),
        });
        Ok(())
    }
}

impl Writer {
    /// The properties of an object, each by itself; only here may a property be a file.
    ///
    /// # Errors
    ///
    /// Why it cannot be said; among the reasons is that it is no object.
    pub fn properties_of(value: &dyn ToJson) -> Result<Vec<Apart>, &'static str> {
        let mut writer = Self {
            apart: Some(Vec::new()),
            ..Self::default()
        };
        value.write(&mut writer);
        match (writer.refused, writer.text) {
            (Some(why), _) => Err(why),
            (None, text) if text.is_empty() => Ok(writer.apart.unwrap_or_default()),
            (None, text) => Reader::text::<Properties>(&text)
                .map(|properties| properties.0)
                .map_err(|_| "is no object, so it has no fields"),
        }
    }

    /// Writes a file, if the place may have one.
    pub fn attach(&mut self, file: Result<Attachment, &'static str>) {
        match (&mut self.files, file) {
            (Some(files), Ok(file)) => files.push(file),
            (None, Ok(_)) => self.refuse("holds a file where only JSON can be"),
            (_, Err(why)) => self.refuse(why),
        }
    }
}
