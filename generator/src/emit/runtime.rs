//! The hand-written runtime, embedded as text, and what a crate that holds it depends on.

use crate::naming::Plan;
use crate::output::{Dependency, Feature, Manifest};

/// The files of the runtime: path in the crate and text.
pub(super) fn files() -> Vec<(String, String)> {
    Vec::new()
}

/// Dependencies and features.
pub(super) fn manifest(plan: &Plan) -> Manifest {
    let _ = (Dependency { name: String::new(), version: String::new(), default_features: false, features: vec![], optional: false }, Feature { name: String::new(), enables: vec![] });
    Manifest { name: plan.name.clone(), description: format!("A client of the {}", plan.title), dependencies: Vec::new(), features: Vec::new() }
}
