//! Pages and documents as the text of one description.

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{merge, united};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{Node, Source, Value};

/// The YAML text of the one description that all files of a source make; `None` if they make none.
pub fn import(source: &Source, diagnostics: &mut Diagnostics) -> Option<String> {
    if diagnostics.stop() {
        return None;
    }
    let documents = united(source, diagnostics)?;
    let root = merge::merge(documents, diagnostics)?;
    if diagnostics.stop() {
        return None;
    }
    match text(&root) {
        Ok(text) => Some(text),
        Err(error) => {
            let message = format!("the description cannot be written as YAML: {error}");
            diagnostics.push(Diagnostic::new(Severity::Fatal, Code::BadYaml, message));
            None
        }
    }
}

/// The document as YAML 1.2.
///
/// The writer takes the line separators of Unicode for line breaks, as YAML 1.1 did; a document that holds one is
/// written in the part of YAML that is JSON.
fn text(root: &Node) -> Result<String, String> {
    let yaml = serde_yaml::to_string(&Text(root)).map_err(|error| error.to_string())?;
    if yaml.contains(['\u{85}', '\u{2028}', '\u{2029}']) {
        return serde_json::to_string_pretty(&Text(root)).map_err(|error| error.to_string());
    }
    Ok(yaml)
}

/// A node as serde sees it.
struct Text<'a>(&'a Node);

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(spelling) => number(spelling, serializer),
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(list) => {
                let mut sequence = serializer.serialize_seq(Some(list.len()))?;
                list.iter()
                    .try_for_each(|node| sequence.serialize_element(&Text(node)))?;
                sequence.end()
            }
            Value::Object(object) => {
                let mut map = serializer.serialize_map(Some(object.entries.len()))?;
                object
                    .entries
                    .iter()
                    .try_for_each(|entry| map.serialize_entry(&*entry.key, &Text(&entry.node)))?;
                map.end()
            }
        }
    }
}

fn number<S: Serializer>(spelling: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if let Ok(value) = spelling.parse::<i128>() {
        serializer.serialize_i128(value)
    } else if let Some(value) = spelling
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
    {
        serializer.serialize_f64(value)
    } else {
        let message = format!("the number {spelling} is beyond what can be written");
        Err(S::Error::custom(message))
    }
}

#[cfg(test)]
mod tests {
    use super::import;
    use crate::diagnostic::Diagnostics;
    use crate::source::read_text;

    #[test]
    fn what_is_written_reads_back_equal() {
        let many = r#"[1, -2.5, 18446744073709551615, true, null, "1", "1e3", "0x1F", "0o7", ".5", "+1", "~", "null", "true", "no", "", " a", "a: b", "- a", "<<", "two\nlines\n", "{", "é"]"#;
        for more in ["", "\u{2028}", "\u{85}"] {
            reads_back(&format!(
                "openapi: 3.1.0\ninfo: {{title: t, version: v}}\npaths:\n  /a:\n    get:\n      summary: 'yes: no{more}'\n      x-code: '0800404'\n      200: ok\n      x-many: {many}\n"
            ));
        }
    }

    fn reads_back(text: &str) {
        let mut diagnostics = Diagnostics::default();
        let source = read_text("a.yaml", text, &mut diagnostics);
        let written = import(&source, &mut diagnostics).unwrap();
        let again = read_text("b.yaml", &written, &mut diagnostics);
        assert_eq!(source.files[0].root, again.files[0].root, "{written}");
        assert!(diagnostics.is_empty());
    }
}
