//! Brings single members of objects of the skeleton into the shape that belongs there.

use super::Repair;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::grammar::Kind;
use crate::pointer::Pointer;
use crate::source::{Entry, Node, Object, Value};

impl Repair<'_> {
    /// Whether an object stands where one belongs; what can be empty becomes an empty one.
    pub(super) fn is_object(&mut self, kind: Kind, node: &mut Node, pointer: &Pointer) -> bool {
        let read_elsewhere = matches!(
            kind,
            Kind::Schema | Kind::Link | Kind::Example | Kind::SecurityScheme
        );
        if read_elsewhere || node.as_object().is_some() {
            return true;
        }
        let may_be_empty = matches!(kind, Kind::MediaType | Kind::Response);
        let (found, place) = (node.type_name(), node.place);
        let cost = if may_be_empty {
            "it is taken for an empty one"
        } else {
            "it is left out"
        };
        let message = format!("an object belongs here, not a value of type {found}; {cost}");
        self.warn(Code::WrongType, place, pointer, message);
        *node = Node::new(Value::Object(Object::default()), place);
        may_be_empty
    }

    /// Whether a key of `responses` is a status, a range of them, or `default` (OpenAPI 3.1 section 4.8.16).
    pub(super) fn is_status(
        &mut self,
        (kind, held): (Kind, Kind),
        entry: &mut Entry,
        at: &Pointer,
    ) -> bool {
        if kind != Kind::Operation || held != Kind::Response {
            return true;
        }
        let key = entry.key.to_ascii_uppercase();
        let known = key == "DEFAULT"
            || matches!(key.as_bytes(), [b'1'..=b'9', rest @ ..] if rest == b"XX" || rest.len() == 2 && rest.iter().all(u8::is_ascii_digit));
        if !known {
            let message = format!(
                "`{}` is neither a status, nor a range as `4XX`, nor `default`; it is left out",
                entry.key
            );
            self.warn(Code::WrongType, entry.place, at, message);
        } else if key == "DEFAULT" {
            entry.key = "default".into();
        } else {
            entry.key = key.into();
        }
        known
    }

    /// Tags are names; where the object that describes one is repeated, its name counts.
    pub(super) fn tags(&mut self, object: &mut Object, pointer: &Pointer) {
        let Some(Value::Array(list)) = object.get_mut("tags").map(|tags| &mut tags.value) else {
            return;
        };
        for (index, tag) in list.iter_mut().enumerate() {
            if tag.as_str().is_some() {
                continue;
            }
            let name = tag.get("name").and_then(Node::as_str).unwrap_or_default();
            *tag = Node::string(name, tag.place);
            let message = "a tag is the name of one; of an object its `name` counts".to_owned();
            let at = pointer.child("tags").index(index);
            self.warn(Code::WrongType, tag.place, &at, message);
        }
        list.retain(|tag| tag.as_str() != Some(""));
    }

    /// What variables of servers may be is text (OpenAPI 3.1 section 4.8.6). One without a default is for the user to
    /// say, as if it were not described.
    pub(super) fn servers(&mut self, object: &mut Object, pointer: &Pointer) {
        let Some(Value::Array(servers)) = object.get_mut("servers").map(|list| &mut list.value)
        else {
            return;
        };
        for (index, server) in servers.iter_mut().enumerate() {
            let at = pointer.child("servers").index(index).child("variables");
            let variables = server.as_object_mut();
            let variables = variables.and_then(|server| server.get_mut("variables"));
            let Some(variables) = variables.and_then(Node::as_object_mut) else {
                continue;
            };
            variables.entries.retain_mut(|variable| {
                let at = at.child(&variable.key);
                let Some(object) = variable.node.as_object_mut() else {
                    return false;
                };
                if let Some(Value::Array(values)) = object.get_mut("enum").map(|one| &mut one.value)
                {
                    values.iter_mut().for_each(|value| self.text(value, &at));
                    values.retain(|value| value.as_str().is_some());
                }
                let default = object.get_mut("default");
                default.is_some_and(|default| {
                    self.text(default, &at);
                    default.as_str().is_some()
                })
            });
        }
    }

    /// A number or truth value that stands where a text belongs is the text it is spelled with.
    fn text(&mut self, node: &mut Node, at: &Pointer) {
        let spelled = match &node.value {
            Value::Number(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => return,
        };
        let message = format!("the value of a server's variable is text: `{spelled}`");
        let wrong = Diagnostic::warning(Code::WrongType, message).at(node.place);
        let help = format!("put quotes around it: `\"{spelled}\"`");
        self.diagnostics.push(wrong.about(at).help(help));
        *node = Node::string(spelled, node.place);
    }
}
