//! Says what a whole document must say of itself and does not.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::pointer::Pointer;
use crate::source::Node;

/// Says what a whole document must say of itself (OpenAPI 3.1 section 4.8.1) and does not; what of `info` is missing
/// costs nothing.
pub(super) fn check(root: &Node, diagnostics: &mut Diagnostics) {
    let mut missing = |severity: Severity, what: &str, node: &Node, pointer: &Pointer| {
        let message = format!("the document has no {what}");
        diagnostics.push(
            Diagnostic::new(severity, Code::MissingField, message)
                .at(node.place)
                .about(pointer),
        );
    };
    let there = |node: &Node, key: &str| node.get(key).is_some_and(|node| !node.is_null());
    if !["paths", "components", "webhooks"]
        .iter()
        .any(|key| there(root, key))
    {
        missing(Severity::Warning, "`paths`", root, &Pointer::root());
    }
    let Some(info) = root.get("info").filter(|info| info.as_object().is_some()) else {
        missing(Severity::Note, "`info`", root, &Pointer::root());
        return;
    };
    for key in ["title", "version"] {
        if !there(info, key) {
            missing(
                Severity::Note,
                &format!("`info.{key}`"),
                info,
                &Pointer::root().child("info"),
            );
        }
    }
}
