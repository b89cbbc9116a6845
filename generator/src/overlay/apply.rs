//! Carries out an action on a tree.

use super::action::{Action, Change};
use super::target::{Location, Shadow, Step, Target};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{DEPTH, Entry, NODES, Node, Value, extent};

/// A tree that is being changed.
pub(super) struct Patched<'a> {
    root: &'a mut Node,
    shadow: Shadow,
    /// How many values were added.
    grown: usize,
}

impl<'a> Patched<'a> {
    pub(super) fn new(root: &'a mut Node) -> Self {
        let shadow = Shadow::of(root);
        Self {
            root,
            shadow,
            grown: 0,
        }
    }

    /// Changes what the action's target selects.
    ///
    /// # Errors
    /// Why the action cannot be followed.
    pub(super) fn apply(&mut self, action: &mut Action) -> Result<(), Diagnostic> {
        let locations = action.target.locations(&self.shadow);
        action.matched |= !locations.is_empty();
        match &action.change {
            // Another file may be the one that is meant, and hold what is copied.
            _ if locations.is_empty() => Ok(()),
            Change::Remove => self.remove(&action.target, &locations),
            Change::Update(update) => self.merge(&action.target, &locations, update),
            Change::Copy(from) => {
                let copied = self.copied(from)?;
                self.merge(&action.target, &locations, &copied)
            }
        }
    }

    /// The one node that a `copy` selects (1.1).
    fn copied(&self, from: &Target) -> Result<Node, Diagnostic> {
        let locations = from.locations(&self.shadow);
        let found = match &locations[..] {
            [location] => look(self.root, location).cloned(),
            _ => None,
        };
        found.ok_or_else(|| {
            let count = locations.len();
            let message = format!("`{}` selects {count} places, and one is copied", from.text);
            wrong(from, message)
        })
    }

    fn remove(&mut self, target: &Target, locations: &[Location]) -> Result<(), Diagnostic> {
        // From the last, so that the indices of those before it stay what they are.
        for location in locations.iter().rev() {
            let Some((last, holder)) = location.split_last() else {
                let message = "the whole description cannot be removed".to_owned();
                return Err(wrong(target, message));
            };
            match (at(self.root, holder).map(|node| &mut node.value), last) {
                (Some(Value::Object(object)), Step::Member(key)) => {
                    object.remove(key);
                }
                (Some(Value::Array(list)), Step::Element(index)) if *index < list.len() => {
                    list.remove(*index);
                }
                (Some(_) | None, _) => {}
            }
        }
        // What holds all of them: the indices of what is below it may have changed.
        let mut holder = locations.first().map_or(&[][..], |first| first);
        holder = holder.split_last().map_or(holder, |(_, holder)| holder);
        for location in locations {
            let same = holder.iter().zip(location).take_while(|(a, b)| a == b);
            holder = &holder[..same.count()];
        }
        self.shadow.renew(self.root, holder);
        Ok(())
    }

    fn merge(
        &mut self,
        target: &Target,
        locations: &[Location],
        update: &Node,
    ) -> Result<(), Diagnostic> {
        let extent = extent(update);
        let too_much =
            |code, message| Diagnostic::new(Severity::Fatal, code, message).at(target.place);
        let growth = extent.nodes.saturating_mul(locations.len());
        self.grown = self.grown.saturating_add(growth);
        if self.grown > NODES {
            let message = format!("the overlay grows the description by more than {NODES} values");
            return Err(too_much(Code::TooLarge, message));
        }
        for location in locations {
            if location.len() + 1 + extent.height > DEPTH {
                let message = format!("the description gets nested more than {DEPTH} deep");
                return Err(too_much(Code::TooDeep, message));
            }
            // What was merged into one place may have replaced another.
            let Some(node) = at(self.root, location) else {
                continue;
            };
            into(node, update).map_err(|message| wrong(target, message))?;
            self.shadow.renew(self.root, location);
        }
        Ok(())
    }
}

fn wrong(target: &Target, message: String) -> Diagnostic {
    Diagnostic::new(Severity::Fatal, Code::BadOverlay, message).at(target.place)
}

/// Merges an update into the place that a target selects (section 4.4.3).
fn into(node: &mut Node, update: &Node) -> Result<(), String> {
    let is = node.a_type();
    match (&mut node.value, &update.value) {
        (Value::Object(_), Value::Object(_)) => combine(node, update),
        (Value::Object(_), _) => {
            let message = format!(
                "`update` is {}, but the target is an object",
                update.a_type()
            );
            return Err(message);
        }
        (Value::Array(list), _) => list.push(update.clone()),
        (_, Value::Object(_) | Value::Array(_)) => {
            let message = format!("`update` is {}, but the target is {is}", update.a_type());
            return Err(message);
        }
        (_, _) => node.clone_from(update),
    }
    Ok(())
}

/// Objects are merged member by member, the elements of arrays are appended, anything else replaces what was there; the
/// recursion is as deep as the update.
fn combine(node: &mut Node, update: &Node) {
    match (&mut node.value, &update.value) {
        (Value::Object(object), Value::Object(more)) => {
            for entry in &more.entries {
                match object.get_mut(&entry.key) {
                    Some(node) => combine(node, &entry.node),
                    None => object.entries.push(Entry::clone(entry)),
                }
            }
        }
        (Value::Array(list), Value::Array(more)) => list.extend(more.iter().cloned()),
        (_, _) => node.clone_from(update),
    }
}

fn look<'n>(root: &'n Node, location: &[Step]) -> Option<&'n Node> {
    location.iter().try_fold(root, |node, step| match step {
        Step::Member(key) => node.get(key),
        Step::Element(index) => node.as_array()?.get(*index),
    })
}

fn at<'n>(root: &'n mut Node, location: &[Step]) -> Option<&'n mut Node> {
    location
        .iter()
        .try_fold(root, |node, step| match (&mut node.value, step) {
            (Value::Object(object), Step::Member(key)) => object.get_mut(key),
            (Value::Array(list), Step::Element(index)) => list.get_mut(*index),
            (_, _) => None,
        })
}
