//! Makes an input smaller as long as the same is found in it.

use std::time::{Duration, Instant};

use clientwright::diagnostic::Diagnostics;
use clientwright::source::{Node, Value, read_text};

use crate::input::{Finding, Input, Pains, Target};
use crate::panics::caught;
use crate::tree::{count, json, nth_mut};
use crate::yaml::yaml;

/// How long it may take.
const LIMIT: Duration = Duration::from_secs(20);

/// Tries an input; a panic is a finding.
///
/// # Errors
///
/// What was found.
pub fn judge(
    target: Target,
    input: &Input,
    pains: Pains,
) -> Result<crate::input::Outcome, Finding> {
    match caught(|| target.judge(input, pains)) {
        Ok(outcome) => outcome,
        Err(said) => Err(Finding::new(said)),
    }
}

/// The smallest input that was found to show the same.
#[must_use]
pub fn shrink(target: Target, input: Input, kind: &str) -> Input {
    let started = Instant::now();
    let same = |input: &Input| {
        started.elapsed() < LIMIT
            && judge(target, input, Pains::All).is_err_and(|finding| finding.kind == kind)
    };
    let mut input = input;
    if matches!(target, Target::Documents | Target::Whole) {
        input = by_tree(input, &same);
    }
    by_bytes(input, &same)
}

fn text_of(tree: &Node, name: &str) -> Vec<u8> {
    if name.ends_with(".json") {
        json(tree)
    } else {
        yaml(tree)
    }
    .into_bytes()
}

/// Takes nodes out, large ones first.
fn by_tree(input: Input, same: &dyn Fn(&Input) -> bool) -> Input {
    let Ok(text) = std::str::from_utf8(&input.bytes) else {
        return input;
    };
    let source = read_text(&input.name, text, &mut Diagnostics::default());
    let Some(mut tree) = source.files.into_iter().next().map(|file| file.root) else {
        return input;
    };
    let made = |tree: &Node| Input {
        name: input.name.clone(),
        bytes: text_of(tree, &input.name),
    };
    if !same(&made(&tree)) {
        return input;
    }
    loop {
        let before = count(&tree);
        let mut at = 0;
        while at < count(&tree) {
            let mut member = 0;
            while let Some(smaller) = without(&tree, at, member) {
                if same(&made(&smaller)) {
                    tree = smaller;
                } else {
                    member += 1;
                }
            }
            at += 1;
        }
        if count(&tree) == before {
            return made(&tree);
        }
    }
}

/// The tree without a member of a node.
fn without(tree: &Node, at: usize, member: usize) -> Option<Node> {
    let mut tree = tree.clone();
    match &mut nth_mut(&mut tree, &mut { at })?.value {
        Value::Array(list) if member < list.len() => drop(list.remove(member)),
        Value::Object(object) if member < object.entries.len() => {
            drop(object.entries.remove(member))
        }
        _ => return None,
    }
    Some(tree)
}

/// Takes pieces out, long ones first.
fn by_bytes(mut input: Input, same: &dyn Fn(&Input) -> bool) -> Input {
    let mut length = input.bytes.len() / 2;
    while length > 0 {
        let mut at = 0;
        while at + length <= input.bytes.len() {
            let mut smaller = input.clone();
            smaller.bytes.drain(at..at + length);
            if same(&smaller) {
                input = smaller;
            } else {
                at += length;
            }
        }
        length /= 2;
    }
    input
}
