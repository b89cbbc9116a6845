//! The features of the crate that its modules are compiled with.

use super::Comparing;
use super::function::function;
use super::pair::Pair;
use super::rule::Rule;
use crate::hash::HashMap;
use crate::naming::{OperationPlan, Plan, RustIdent};
use crate::pointer::Pointer;

/// The features of the modules.
fn features(plan: &Plan) -> Vec<&str> {
    let modules = plan.modules.iter();
    modules.filter_map(|one| one.feature.as_deref()).collect()
}

/// The feature that each function needs.
fn needed(plan: &Plan) -> HashMap<&RustIdent, Option<&str>> {
    let modules = plan.modules.iter();
    let functions = modules.flat_map(|module| {
        let operations = module.operations.iter();
        operations.map(|one| (&one.function, module.feature.as_deref()))
    });
    functions.collect()
}

impl Comparing<'_> {
    pub(super) fn compare_features(&mut self, functions: &[Pair<'_, OperationPlan>]) {
        let (old, new) = (self.old.plan, self.new.plan);
        let root = Pointer::root();
        let (before, now) = (features(old), features(new));
        for feature in before.iter().filter(|one| !now.contains(one)) {
            let path = format!("feature `{feature}`");
            self.add(Rule::FeatureRemoved, path, &root, "is gone");
        }
        for feature in now.iter().filter(|one| !before.contains(one)) {
            let path = format!("feature `{feature}`");
            self.add(Rule::FeatureAdded, path, &root, "is new");
        }
        let (before, now) = (needed(old), needed(new));
        for pair in functions {
            let (Pair::Kept(old, new) | Pair::Renamed(old, new)) = pair else {
                continue;
            };
            let before = before.get(&old.function).copied().flatten();
            let Some(feature) = now.get(&new.function).copied().flatten() else {
                continue;
            };
            if before != Some(feature) {
                let message = match before {
                    Some(before) => format!("needs the feature `{feature}` (it was `{before}`)"),
                    None => format!("needs the feature `{feature}` where default features are off"),
                };
                let path = function(&new.function);
                self.add(Rule::FeatureNeeded, path, &new.pointer, message);
            }
        }
    }
}
