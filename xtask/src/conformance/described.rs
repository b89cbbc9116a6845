//! A description as the judge of requests and of answers: by the specification's rules, and by none of the generator's.
//!
//! Values are judged by an independent validator of JSON Schema. What a style cannot tell apart (a number from a text
//! that looks like one) is taken as whatever fits.

use clientwright::pointer::Pointer;
use clientwright::source::{Node, Value};
use percent_encoding::percent_decode_str;
use serde_json::json;

use super::message::Message;
use crate::corpus::find::Document;
use crate::roundtrip::description::canonical;
use crate::roundtrip::judge::Judge;
use crate::roundtrip::position::find;
use crate::roundtrip::synthesis::{Synthesis, examples};

/// A description in the words of OpenAPI 3.1.
pub(super) struct Described {
    root: Node,
    judge: Judge,
}

/// What a server says.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) media_type: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Described {
    pub(super) fn read(document: &Document) -> Result<Self, String> {
        let root = canonical(document)?;
        let judge = Judge::new(&root.value.to_json())?;
        Ok(Self { root, judge })
    }

    /// What a reference leads to, or the node itself, and where that is.
    fn resolved<'a>(&'a self, mut node: &'a Node, mut at: Pointer) -> (&'a Node, Pointer) {
        for _ in 0..16 {
            let Some(reference) = node.get("$ref").and_then(Node::as_str) else {
                break;
            };
            let target = Pointer::from_reference(reference);
            let Some(found) = find(&self.root, &target) else {
                break;
            };
            (node, at) = (found, target);
        }
        (node, at)
    }

    /// An operation by its request line, and where it stands.
    fn operation(&self, line: &str) -> Option<(&Node, Pointer)> {
        let (method, path) = line.split_once(' ')?;
        let at = Pointer::root().child("paths").child(path);
        let item = find(&self.root, &at)?;
        let method = method.to_ascii_lowercase();
        Some((item.get(&method)?, at.child(&method)))
    }

    /// The request line, as the description spells it, of what a request asks for: of several that fit, the one with the
    /// longest literal text.
    ///
    /// # Errors
    ///
    /// In words, if nothing fits.
    pub(super) fn line_of(&self, request: &Message) -> Result<String, String> {
        let (method, target) = request.request();
        let path = target.split('?').next().unwrap_or_default();
        let paths = self.root.get("paths").and_then(Node::as_object);
        let entries = paths.iter().flat_map(|paths| &paths.entries);
        let fits = entries.filter(|entry| {
            let item = entry.node.get(&method.to_ascii_lowercase());
            item.is_some() && variables(&entry.key, path).is_some()
        });
        let literal = |template: &str| {
            let parts = template.split(['{', '}']).step_by(2);
            parts.map(str::len).sum::<usize>()
        };
        let found = fits.max_by_key(|entry| literal(&entry.key));
        found
            .map(|entry| format!("{method} {}", entry.key))
            .ok_or_else(|| format!("nothing is described for {method} {path}"))
    }

    /// Whether a request may be one of an operation.
    pub(super) fn fits(line: &str, request: &Message) -> bool {
        let (method, target) = request.request();
        let path = target.split('?').next().unwrap_or_default();
        let template = line
            .strip_prefix(method)
            .and_then(|rest| rest.strip_prefix(' '));
        template.is_some_and(|template| variables(template, path).is_some())
    }

    /// What is wrong with a request of an operation.
    ///
    /// # Errors
    ///
    /// The first fault, in words.
    pub(super) fn judge_request(&self, line: &str, request: &Message) -> Result<(), String> {
        let (operation, at) = self.operation(line).ok_or("there is no such operation")?;
        let (_, path) = line.split_once(' ').unwrap_or_default();
        let item = Pointer::root().child("paths").child(path);
        let own = self.parameters(Some(operation), &at);
        let mut parameters = own.clone();
        for inherited in self.parameters(find(&self.root, &item), &item) {
            let same = |other: &(&Node, Pointer)| {
                ["name", "in"]
                    .iter()
                    .all(|key| other.0.get(key) == inherited.0.get(key))
            };
            if !own.iter().any(same) {
                parameters.push(inherited);
            }
        }
        let (sent_path, query) = request
            .request()
            .1
            .split_once('?')
            .unwrap_or((request.request().1, ""));
        let variables = variables(path, sent_path)
            .ok_or_else(|| format!("`{sent_path}` is not of `{path}`"))?;
        for (parameter, at) in &parameters {
            let name = parameter
                .get("name")
                .and_then(Node::as_str)
                .unwrap_or_default();
            let texts = match parameter.get("in").and_then(Node::as_str) {
                Some("path") => variables
                    .iter()
                    .filter(|(one, _)| one == name)
                    .map(|(_, value)| value.clone())
                    .collect(),
                Some("query") => values(query, '&', name),
                Some("cookie") => {
                    let cookies = request.header("cookie").unwrap_or_default();
                    values(&cookies.replace("; ", ";"), ';', name)
                }
                Some("header") => request
                    .header(&name.to_ascii_lowercase())
                    .map(str::to_owned)
                    .into_iter()
                    .collect(),
                _ => Vec::new(),
            };
            self.judge_parameter(parameter, at, name, &texts)?;
        }
        self.judge_body(operation, &at, request)
    }

    fn parameters(&self, holder: Option<&'_ Node>, at: &Pointer) -> Vec<(&Node, Pointer)> {
        // The holder is part of this document: it is looked up again for its lifetime.
        let list = holder.and_then(|_| find(&self.root, &at.child("parameters")));
        let Some(Value::Array(list)) = list.map(|list| &list.value) else {
            return Vec::new();
        };
        let places = list.iter().enumerate();
        places
            .map(|(index, one)| self.resolved(one, at.child("parameters").index(index)))
            .collect()
    }

    fn judge_parameter(
        &self,
        parameter: &Node,
        at: &Pointer,
        name: &str,
        texts: &[String],
    ) -> Result<(), String> {
        let required = parameter.get("required").and_then(Node::as_bool) == Some(true);
        let Some(schema) = parameter.get("schema") else {
            return Ok(());
        };
        let (schema, _) = self.resolved(schema, at.child("schema"));
        let is = |ty: &str| match schema.get("type").map(|ty| &ty.value) {
            Some(Value::String(one)) => &**one == ty,
            Some(Value::Array(all)) => all.iter().any(|one| one.as_str() == Some(ty)),
            _ => false,
        };
        // The names of its properties may be those of the parameters that are sent.
        if is("object") {
            return Ok(());
        }
        // A header field of this name is another matter (OpenAPI 3.1 section 4.8.12.2.1).
        let in_header = parameter.get("in").and_then(Node::as_str) == Some("header");
        let own = ["accept", "content-type", "authorization"];
        if in_header && own.contains(&name.to_ascii_lowercase().as_str()) {
            return Ok(());
        }
        if texts.is_empty() {
            return if required {
                Err(format!("`{name}` is missing"))
            } else {
                Ok(())
            };
        }
        let texts: Vec<&str> = if is("array") && texts.len() == 1 {
            texts
                .iter()
                .flat_map(|text| text.split([',', '|', ' ']))
                .collect()
        } else {
            texts.iter().map(String::as_str).collect()
        };
        let scalars = |texts: &[&str]| -> [Vec<serde_json::Value>; 2] {
            let plain = texts.iter().map(|text| json!(text)).collect();
            let read = texts
                .iter()
                .map(|text| serde_json::from_str(text).unwrap_or_else(|_| json!(text)));
            [plain, read.collect()]
        };
        let judged = self.judge.schema(&at.child("schema"))?;
        let fits = scalars(&texts).into_iter().any(|values| {
            let list = judged.allows(&json!(values).to_string());
            list || values
                .first()
                .is_some_and(|value| values.len() == 1 && judged.allows(&value.to_string()))
        });
        if fits {
            Ok(())
        } else {
            Err(format!("`{name}` may not be {texts:?}"))
        }
    }

    fn judge_body(&self, operation: &Node, at: &Pointer, request: &Message) -> Result<(), String> {
        let Some(body) = operation.get("requestBody") else {
            return Ok(());
        };
        let (body, at) = self.resolved(body, at.child("requestBody"));
        let required = body.get("required").and_then(Node::as_bool) == Some(true);
        let Some(sent) = request.header("content-type") else {
            return if required {
                Err("the body is missing".to_owned())
            } else {
                Ok(())
            };
        };
        let content = body.get("content").and_then(Node::as_object);
        let entries = content.iter().flat_map(|content| &content.entries);
        let known = entries
            .into_iter()
            .find(|entry| essence(&entry.key) == essence(sent) || entry.key.contains('*'));
        let known = known.ok_or_else(|| format!("`{sent}` is not documented"))?;
        if !is_json(sent) || known.node.get("schema").is_none() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&request.body);
        let place = at.child("content").child(&known.key).child("schema");
        if self.judge.schema(&place)?.allows(&text) {
            Ok(())
        } else {
            Err(format!("the body may not be {text}"))
        }
    }

    /// Where the response of a status is described.
    fn response(&self, line: &str, status: u16) -> Option<(&Node, Pointer)> {
        let (operation, at) = self.operation(line)?;
        let at = at.child("responses");
        let responses = operation.get("responses")?;
        let range = format!("{}XX", status / 100);
        let keys = [
            status.to_string(),
            range.clone(),
            range.to_ascii_lowercase(),
            "default".to_owned(),
        ];
        let key = keys.iter().find(|key| responses.get(key).is_some())?;
        Some(self.resolved(responses.get(key)?, at.child(key)))
    }

    /// Whether the answer is one that is described.
    ///
    /// # Errors
    ///
    /// What is not as described, in words.
    pub(super) fn judge_answer(&self, line: &str, answer: &Message) -> Result<(), String> {
        let status = answer.status().ok_or("there is no answer")?;
        let (response, at) = self
            .response(line, status)
            .ok_or_else(|| format!("{status} is not documented"))?;
        let Some(content) = response
            .get("content")
            .and_then(Node::as_object)
            .filter(|one| !one.entries.is_empty())
        else {
            return Ok(());
        };
        let sent = answer.header("content-type").unwrap_or_default();
        let known = content
            .entries
            .iter()
            .find(|entry| essence(&entry.key) == essence(sent) || entry.key.contains('*'));
        let known = known.ok_or_else(|| format!("`{sent}` is not documented for {status}"))?;
        if !is_json(sent) || known.node.get("schema").is_none() {
            return Ok(());
        }
        let place = at.child("content").child(&known.key).child("schema");
        let text = String::from_utf8_lossy(&answer.body);
        if self.judge.schema(&place)?.allows(&text) {
            Ok(())
        } else {
            Err("the answer's body is not what its own schema allows".to_owned())
        }
    }

    /// An answer as it is described; JSON where there is JSON.
    pub(super) fn answer(&self, line: &str, status: u16) -> Option<Answer> {
        let (response, at) = self.response(line, status)?;
        let mut answer = Answer {
            status,
            media_type: None,
            headers: Vec::new(),
            body: Vec::new(),
        };
        if (300..400).contains(&status) {
            answer
                .headers
                .push(("Location".to_owned(), "/elsewhere".to_owned()));
        }
        let content = response.get("content").and_then(Node::as_object);
        let entries: Vec<_> = content
            .iter()
            .flat_map(|content| &content.entries)
            .collect();
        let chosen = entries
            .iter()
            .find(|entry| is_json(&entry.key))
            .or(entries.first());
        let Some(entry) = chosen else {
            return Some(answer);
        };
        let media_type = entry
            .key
            .replace("*/*", "application/json")
            .replace('*', "plain");
        answer.media_type = Some(media_type.clone());
        let schema = at.child("content").child(&entry.key).child("schema");
        answer.body = if is_json(&media_type) {
            self.value(&entry.node, &schema).into_bytes()
        } else if media_type.contains("event-stream") {
            format!("data: {}\n\n", self.value(&entry.node, &schema)).into_bytes()
        } else {
            b"sample".to_vec()
        };
        Some(answer)
    }

    /// A value that a schema allows, as JSON text; one that it may not allow if no better could be made.
    fn value(&self, media: &Node, schema: &Pointer) -> String {
        let Some(described) = media.get("schema") else {
            return "{}".to_owned();
        };
        let Ok(judged) = self.judge.schema(schema) else {
            return "null".to_owned();
        };
        let mut synthesis = Synthesis::new(&self.root);
        let candidates = synthesis
            .values(schema)
            .into_iter()
            .chain(examples(described));
        let candidates: Vec<String> = candidates.collect();
        let mut allowed = candidates.iter().filter(|text| judged.allows(text));
        // The smallest first, then the fullest.
        let first = allowed.next();
        let chosen = allowed.next().or(first).or(candidates.first());
        chosen.cloned().unwrap_or_else(|| "null".to_owned())
    }
}

/// The values of the variables of a path template in a path.
fn variables(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    // Some documents tell operations apart by what no server sees.
    let template = template.split(['#', '?']).next().unwrap_or_default();
    let (mut template, mut path) = (template, path);
    while let Some((literal, rest)) = template.split_once('{') {
        path = path.strip_prefix(literal)?;
        let (name, after) = rest.split_once('}')?;
        let until = after
            .split('{')
            .next()
            .filter(|literal| !literal.is_empty());
        let end = match until {
            Some(literal) => path.find(literal)?,
            None => path.find('/').unwrap_or(path.len()),
        };
        let (value, rest) = path.split_at_checked(end)?;
        found.push((name.to_owned(), decoded(value)));
        (template, path) = (after, rest);
    }
    (template == path).then_some(found)
}

/// The values of a name in a query or a list of cookies.
fn values(text: &str, separator: char, name: &str) -> Vec<String> {
    let pairs = text.split(separator).filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .filter(|(one, _)| decoded(one) == name)
        .map(|(_, value)| decoded(value))
        .collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json"
        || essence == "text/json"
        || essence == "*/*"
        || essence.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::{values, variables};

    #[test]
    fn variables_are_found_in_paths() {
        let found = |template, path| variables(template, path);
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            found("/a/{b}/c", "/a/x%20y/c"),
            Some(vec![pair("b", "x y")])
        );
        assert_eq!(
            found("/{a}.{b}", "/x.y"),
            Some(vec![pair("a", "x"), pair("b", "y")])
        );
        assert_eq!(found("/a/{b}", "/a/x/y"), None);
        assert_eq!(found("/a", "/b"), None);
    }

    #[test]
    fn values_are_found_by_name() {
        assert_eq!(values("a%5Bb%5D=1&c=2&a[b]=3", '&', "a[b]"), ["1", "3"]);
        assert_eq!(values("a=1;b", ';', "b"), [""]);
    }
}
