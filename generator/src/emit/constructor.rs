//! How values are made of what they must have.

use super::item::Table;
use super::operation::argument_type;
use super::types::{is_complex, may_be_empty};
use super::uses::Uses;
use crate::naming::{FieldPlan, RustIdent, RustType};

/// More arguments than these clippy finds too many.
const ARGUMENTS: usize = 7;

/// How a value is made of what it must have, where it may have more than that.
pub(super) fn emit_constructor(
    ident: &RustIdent,
    fields: &[FieldPlan],
    rest: Option<&(RustIdent, RustType)>,
    uses: &mut Uses,
) -> Option<Table> {
    let is_absent = |field: &&FieldPlan| may_be_empty(field) && !field.nullable;
    let (others, required): (Vec<_>, Vec<_>) = fields.iter().partition(is_absent);
    let has_more = !others.is_empty() || rest.is_some();
    let fits = required.len() <= ARGUMENTS && !required.iter().any(|one| is_complex(&one.ty));
    if !has_more || !fits {
        return None;
    }
    uses.runtime("constructor");
    let mut table = Table::new("constructor", ident);
    let arguments = required.iter();
    table.rows = arguments
        .map(|field| format!("{}: {}", field.ident, argument_type(&field.ty, uses)))
        .collect();
    let others = others.iter().map(|field| &field.ident);
    table.after = others
        .chain(rest.map(|(ident, _)| ident))
        .map(ToString::to_string)
        .collect();
    Some(table)
}
