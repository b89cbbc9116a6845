//! Where a parameter is sent that does not say so.

use super::Repair;
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;
use crate::source::{Node, Object, Place};

impl Repair<'_> {
    /// A parameter says where it is sent (OpenAPI 3.1 section 4.8.12.1); one of a path that has a variable of its name is
    /// taken for that.
    pub(super) fn location(&mut self, object: &mut Object, pointer: &Pointer, place: Place) {
        let name = object.get("name").and_then(Node::as_str);
        let (None, Some(name)) = (object.get("in"), name) else {
            return;
        };
        let mut tokens = pointer.tokens();
        let within_paths = tokens.next().is_some_and(|token| token == "paths");
        let path = tokens.next().filter(|_| within_paths).unwrap_or_default();
        if !path.contains(&format!("{{{name}}}")) {
            return;
        }
        let message = format!(
            "the parameter says no `in`; it is taken for the variable `{{{name}}}` of its path"
        );
        let missing = Diagnostic::warning(Code::MissingField, message).at(place);
        let missing = missing.about(pointer).help("say `in: path`");
        self.diagnostics.push(missing);
        object.insert("in", Node::string("path", place));
    }
}
