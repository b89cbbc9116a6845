//! Operations whose answers are pages: how these follow each other, and where their items are.

use super::item::{Declaration, Member, literal};
use super::uses::Uses;
use crate::model::{Moving, PageSize, Pagination, Step};
use crate::naming::{ItemsPlan, OperationPlan, PaginationPlan, RustType};

/// What says how an operation's pages follow each other.
pub(super) fn emit_pages(operation: &OperationPlan, uses: &mut Uses) -> Option<Declaration> {
    let plan = operation.pagination.as_ref()?;
    uses.runtime("pages");
    for name in ["Items", "Pages", "Paginated"] {
        uses.module(name);
    }
    let member = |text: String| Member::new(Vec::new(), text);
    Some(Declaration {
        name: "pages",
        about: Vec::new(),
        head: operation.request.to_string(),
        members: vec![
            member(uses.ty_text(&plan.item)),
            member(format!("|page| {}", items(plan))),
            member(paging(&plan.pagination)),
        ],
    })
}

/// The ways to call an operation page after page.
pub(super) fn said(operation: &OperationPlan) -> Option<String> {
    operation.pagination.as_ref()?;
    let ways = "With [`Call::into_items`] it gives the items of all pages, with [`Call::into_pages`] the pages.";
    Some(ways.to_owned())
}

/// The items of a page.
fn items(plan: &PaginationPlan) -> String {
    let arms = plan.items.iter().map(|one| match &one.variant {
        None => expression(one),
        Some((ident, variant)) => format!("{ident}::{variant}(page) => {}", expression(one)),
    });
    let mut arms: Vec<String> = arms.collect();
    let several = plan.items.iter().any(|one| one.variant.is_some());
    if several && plan.others {
        arms.push("_ => None".to_owned());
    }
    let arms = arms.join(", ");
    if several {
        format!("match page {{ {arms} }}")
    } else {
        arms
    }
}

/// The items of a body, or `None` where something on the way to them is not there.
fn expression(plan: &ItemsPlan) -> String {
    let mut text = "page".to_owned();
    let mut ty = &plan.body;
    for (ident, of_field) in &plan.fields {
        text.push_str(match ty {
            RustType::Option(_) => "?.",
            RustType::Maybe(_) => ".into_value()?.",
            _ => ".",
        });
        text.push_str(&ident.to_string());
        ty = of_field;
    }
    match ty {
        RustType::Option(_) => text,
        RustType::Maybe(_) => format!("{text}.into_value()"),
        RustType::Boxed(_) => format!("Some(*{text})"),
        _ => format!("Some({text})"),
    }
}

/// How pages follow each other, as the runtime's table says it.
fn paging(pagination: &Pagination) -> String {
    let items = path(&pagination.items);
    let mut text = match &pagination.step {
        Step::Token { parameter, next } => format!("token({}, {})", named(parameter), path(next)),
        Step::Cursor { parameter, key } => {
            format!("cursor({}, {items}, {})", named(parameter), path(key))
        }
        Step::Offset { parameter, .. } => format!("offset({}, {items})", named(parameter)),
        Step::Page {
            parameter, first, ..
        } => format!("page({}, {items}, {first})", named(parameter)),
        Step::Link => "link()".to_owned(),
        Step::Address { next } => format!("address({})", path(next)),
    };
    let (size, total) = match &pagination.step {
        Step::Offset { size, total, .. } => (size.as_ref(), total.as_ref()),
        Step::Page { size, pages, .. } => (size.as_ref(), pages.as_ref()),
        Step::Token { .. } | Step::Cursor { .. } | Step::Link | Step::Address { .. } => {
            (None, None)
        }
    };
    if let Some(Moving::Member { at, is_number }) = pagination.step.parameter() {
        let builder = if *is_number {
            "in_body_as_number"
        } else {
            "in_body"
        };
        text.push_str(&format!(".{builder}({})", path(at)));
    }
    if let Some(PageSize {
        parameter,
        usual,
        most,
    }) = size
    {
        text.push_str(&format!(
            ".size({}, {usual:?}, {most:?})",
            literal(parameter)
        ));
    }
    for (name, at) in [("total", total), ("more", pagination.more.as_ref())] {
        if let Some(at) = at {
            text.push_str(&format!(".{name}({})", path(at)));
        }
    }
    text
}

/// The name of what moves.
fn named(parameter: &Moving) -> String {
    match parameter {
        Moving::Query(name) => literal(name),
        Moving::Member { at, .. } => literal(at.last().map_or("", String::as_str)),
    }
}

/// The names of members that lead to a place.
fn path(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| literal(name)).collect();
    format!("&[{}]", names.join(", "))
}
