//! A JSON text in which one member has another value, and the rest is spelled as it was.

use super::reader::{Misfit, Reader};
use super::slot::Rest;
use super::writer::Writer;

/// The members of an object, as they are spelled.
#[derive(Default)]
struct Members(Vec<(String, String)>);

impl Rest for Members {
    fn add(&mut self, name: String, reader: &mut Reader<'_>) -> Result<(), Misfit> {
        self.0.push((name, reader.raw()?.to_owned()));
        Ok(())
    }
}

/// The object that this text is, with this JSON where the names lead to; objects on the way that are not there, or
/// `null`, are made.
///
/// # Errors
///
/// [`Misfit`] if something on the way is no object.
pub(super) fn put(text: &str, names: &[&str], json: &str) -> Result<String, Misfit> {
    let Some((name, deeper)) = names.split_first() else {
        return Ok(json.to_owned());
    };
    let mut members = Members::default();
    if !matches!(text, "" | "null") {
        Reader::of(text.as_bytes())?.object(&[], &mut [], Some(&mut members))?;
    }
    let known = members.0.iter_mut().rev().find(|(known, _)| known == name);
    let within = known.as_ref().map_or("", |(_, value)| value.as_str());
    let value = put(within, deeper, json).map_err(|misfit| misfit.within(name))?;
    match known {
        Some((_, known)) => *known = value,
        None => members.0.push(((*name).to_owned(), value)),
    }
    let mut writer = Writer::default();
    writer.raw("{");
    for (index, (name, value)) in members.0.iter().enumerate() {
        writer.raw(if index == 0 { "" } else { "," });
        writer.string(name);
        writer.raw(":");
        writer.raw(value);
    }
    writer.raw("}");
    Ok(writer.text)
}
