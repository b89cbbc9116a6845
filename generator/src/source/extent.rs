//! How much a node holds: what copying it costs, and how deep it makes what holds it.

use super::{Node, Value};

/// How much a node holds.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    /// How many values, itself included.
    pub(crate) nodes: usize,
    /// How many levels below itself.
    pub(crate) height: usize,
}

/// The depth of the recursion is that of a tree that was read, at most `DEPTH` of the readers.
pub(crate) fn extent(node: &Node) -> Extent {
    let add = |sum: Extent, child: &Node| {
        let child = extent(child);
        Extent {
            nodes: sum.nodes + child.nodes,
            height: sum.height.max(child.height + 1),
        }
    };
    let own = Extent {
        nodes: 1,
        height: 0,
    };
    match &node.value {
        Value::Array(list) => list.iter().fold(own, add),
        Value::Object(object) => object
            .entries
            .iter()
            .map(|entry| &entry.node)
            .fold(own, add),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => own,
    }
}
