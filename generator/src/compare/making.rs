//! How structs are made: of defaults, or by `new` of what they must have.

use super::Comparing;
use super::record::Parts;
use super::rule::Rule;
use crate::emit::{constructed, has_defaults};
use crate::naming::TypePlan;

/// What `new` takes, if there is one.
fn taken(plan: &TypePlan, parts: &Parts<'_>) -> Option<Vec<String>> {
    let fields = constructed(plan, parts.fields, parts.rest.is_some())?;
    let idents = fields.iter().map(|field| format!("`{}`", field.ident));
    Some(idents.collect())
}

impl Comparing<'_> {
    pub(super) fn compare_making(
        &mut self,
        (old, before): (&TypePlan, &Parts<'_>),
        (new, now): (&TypePlan, &Parts<'_>),
    ) {
        let mut found: Vec<(Rule, String)> = Vec::new();
        match (
            has_defaults(old, before.fields),
            has_defaults(new, now.fields),
        ) {
            (true, false) => found.push((
                Rule::DefaultRemoved,
                "cannot be made by `default()` any more".to_owned(),
            )),
            (false, true) => {
                found.push((Rule::DefaultAdded, "can be made by `default()`".to_owned()))
            }
            (true, true) | (false, false) => {}
        }
        match (taken(old, before), taken(new, now)) {
            (Some(_), None) => found.push((
                Rule::NewRemoved,
                "cannot be made by `new` any more".to_owned(),
            )),
            (None, Some(now)) => {
                let message = format!("can be made by `new` of {}", now.join(", "));
                found.push((Rule::NewAdded, message));
            }
            (Some(before), Some(now)) if before != now => {
                let (before, now) = (before.join(", "), now.join(", "));
                let message = format!("is made by `new` of {now} (it was of {before})");
                found.push((Rule::NewTakes, message));
            }
            (Some(_), Some(_)) | (None, None) => {}
        }
        let path = format!("types::{}", new.ident);
        for (rule, message) in found {
            self.add(rule, &path, &new.pointer, message);
        }
    }
}
