//! How values are made of what they must have.

use super::item::Table;
use super::operation::argument_type;
use super::types::{has_defaults, is_complex, may_be_empty};
use super::uses::Uses;
use crate::naming::{FieldPlan, RustIdent, RustType, TypePlan};

/// More arguments than these clippy finds too many.
const ARGUMENTS: usize = 7;

fn is_absent(field: &&FieldPlan) -> bool {
    may_be_empty(field) && !field.nullable
}

/// The fields that a value is made of, where it is sent, must have something and may have more than that.
pub(crate) fn constructed<'p>(
    plan: &TypePlan,
    fields: &'p [FieldPlan],
    has_rest: bool,
) -> Option<Vec<&'p FieldPlan>> {
    let required = fields.iter().filter(|field| !is_absent(field));
    let required: Vec<&FieldPlan> = required.collect();
    let has_more = required.len() < fields.len() || has_rest;
    let fits = required.len() <= ARGUMENTS && !required.iter().any(|one| is_complex(&one.ty));
    let is_made = plan.direction.write && !has_defaults(plan, fields);
    (is_made && has_more && fits).then_some(required)
}

/// How a value is made of what it must have.
pub(super) fn emit_constructor(
    plan: &TypePlan,
    fields: &[FieldPlan],
    rest: Option<&(RustIdent, RustType)>,
    uses: &mut Uses,
) -> Option<Table> {
    let required = constructed(plan, fields, rest.is_some())?;
    let others = fields.iter().filter(is_absent);
    uses.runtime("constructor");
    let mut table = Table::new("constructor", &plan.ident);
    let arguments = required.iter();
    table.rows = arguments
        .map(|field| format!("{}: {}", field.ident, argument_type(&field.ty, uses)))
        .collect();
    let others = others.map(|field| &field.ident);
    table.after = others
        .chain(rest.map(|(ident, _)| ident))
        .map(ToString::to_string)
        .collect();
    Some(table)
}
