//! An overlay's tree as what it asks for (OpenAPI Overlay 1.0 section 4.4).

use std::path::Path;

use super::action::{Action, Change};
use super::target::Target;
use super::{Extends, Overlay};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{Node, Object};

/// `None` with a diagnostic if it is no overlay.
pub(super) fn read(root: &Node, path: &Path, diagnostics: &mut Diagnostics) -> Option<Overlay> {
    let mut reader = Reader { diagnostics };
    let object = reader.object(root, "an overlay")?;
    reader.version(object, root);
    reader.unknown(object, &["overlay", "info", "extends", "actions"]);
    let extends = object
        .get("extends")
        .and_then(|node| reader.text(node, "extends"))
        .map(|(text, node)| Extends::of(text, node.place, path));
    let Some(actions) = object.get("actions") else {
        reader.wrong(root, "the overlay has no `actions`");
        return None;
    };
    let Some(actions) = actions.as_array() else {
        reader.wrong(
            actions,
            &format!("`actions` is {}, not an array", actions.a_type()),
        );
        return None;
    };
    let actions = actions.iter().filter_map(|action| reader.action(action));
    Some(Overlay {
        extends,
        actions: actions.collect(),
    })
}

struct Reader<'a> {
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn version(&mut self, overlay: &Object, root: &Node) {
        let Some(version) = overlay.get("overlay") else {
            self.wrong(root, "the overlay does not say `overlay: 1.0.0`");
            return;
        };
        // YAML takes `1.0` for a number.
        let said = match &version.value {
            crate::source::Value::String(text) | crate::source::Value::Number(text) => text,
            _ => "",
        };
        if !["1.0", "1.1"]
            .iter()
            .any(|known| said == *known || said.starts_with(&format!("{known}.")))
        {
            let message = format!("overlays are known of the versions 1.0 and 1.1, not `{said}`");
            self.wrong(version, &message);
        }
    }

    /// An Action Object (section 4.4.3).
    fn action(&mut self, node: &Node) -> Option<Action> {
        let object = self.object(node, "an action")?;
        self.unknown(
            object,
            &["target", "description", "update", "remove", "copy"],
        );
        let Some(target) = object.get("target") else {
            self.wrong(node, "the action has no `target`");
            return None;
        };
        let target = self.target(target, "target")?;
        let remove = object.get("remove");
        if let Some(remove) = remove.filter(|remove| remove.as_bool().is_none()) {
            let message = format!("`remove` is {}, not a boolean", remove.a_type());
            self.wrong(remove, &message);
            return None;
        }
        let change = if remove.and_then(Node::as_bool) == Some(true) {
            Change::Remove
        } else if let Some(update) = object.get("update") {
            Change::Update(update.clone())
        } else if let Some(copy) = object.get("copy") {
            Change::Copy(self.target(copy, "copy")?)
        } else {
            self.wrong(
                node,
                "the action says none of `update`, `remove` and `copy`",
            );
            return None;
        };
        Some(Action {
            target,
            change,
            matched: false,
        })
    }

    fn target(&mut self, node: &Node, key: &str) -> Option<Target> {
        let (text, node) = self.text(node, key)?;
        match Target::parse(text, node.place) {
            Ok(target) => Some(target),
            Err(message) => {
                self.wrong(node, &message);
                None
            }
        }
    }

    fn text<'n>(&mut self, node: &'n Node, key: &str) -> Option<(&'n str, &'n Node)> {
        let text = node.as_str().map(|text| (text, node));
        if text.is_none() {
            self.wrong(node, &format!("`{key}` is {}, not a string", node.a_type()));
        }
        text
    }

    fn object<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n Object> {
        let object = node.as_object();
        if object.is_none() {
            self.wrong(node, &format!("{what} is {}, not an object", node.a_type()));
        }
        object
    }

    fn wrong(&mut self, node: &Node, message: &str) {
        let wrong = Diagnostic::new(Severity::Fatal, Code::BadOverlay, message);
        self.diagnostics.push(wrong.at(node.place));
    }

    fn unknown(&mut self, object: &Object, known: &[&str]) {
        for entry in &object.entries {
            if !known.contains(&&*entry.key) && !entry.key.starts_with("x-") {
                let message = format!("overlays know no `{}`; it has no effect", entry.key);
                self.diagnostics.push(
                    Diagnostic::new(Severity::Warning, Code::UnknownKeyword, message)
                        .at(entry.place),
                );
            }
        }
    }
}
