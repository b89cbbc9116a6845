//! The plan as Rust syntax.
//!
//! **Invariant:** nothing here can fail and nothing is decided: every name and type is in the plan.

mod choice;
mod client;
mod constructor;
mod content;
mod crate_docs;
mod docs;
mod error;
mod example;
mod header;
mod html;
mod item;
mod operation;
mod pagination;
mod parameter;
mod root;
mod runtime;
mod scheme;
mod server;
mod signature;
mod stream;
mod types;
mod uses;
mod wire;

pub(crate) use client::constructor;
pub(crate) use constructor::constructed;
pub use item::{Declaration, Definition, Function, Item, Member, SourceText, Table, literal};
pub(crate) use types::has_defaults;
pub(crate) use uses::spelled;

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::naming::{Module, OutputPlan, Plan, Role, RustIdent, SharedPlan, TakesPlan, TypePlan};
use crate::output::{Manifest, Summary};
use uses::Uses;

/// A crate, before it is text.
#[derive(Clone, Debug)]
pub struct Crate {
    /// Files that are made from the document.
    pub files: Vec<SourceText>,
    /// Files that are the same for every document: path and text.
    pub runtime: Vec<(String, String)>,
    /// What the crate's manifest must say.
    pub manifest: Manifest,
    /// What was found and made.
    pub summary: Summary,
}

/// Emits a whole crate.
#[must_use]
pub fn emit(plan: &Plan) -> Crate {
    let mut used = BTreeSet::new();
    let modules = plan.modules.iter();
    let modules: Vec<SourceText> = modules
        .map(|module| emit_module(plan, module, &mut used))
        .collect();
    let types = emit_types(plan, &mut used);
    let shared = plan.shared.iter();
    let shared: Vec<SourceText> = shared
        .map(|shared| emit_shared(plan, shared, &mut used))
        .collect();
    used.extend(client::used(plan));
    let headers = header::emit_headers(plan, &mut used);
    let signatures = signature::emit_signatures(plan, &mut used);
    let mut files = vec![root::emit_root(plan, &used), client::emit_client(plan)];
    files.extend(modules);
    files.extend(server::emit_servers(plan));
    files.push(types);
    files.extend(shared);
    files.extend(headers);
    files.extend(signatures);
    if plan.tests {
        files.push(wire::emit_wire(plan));
    }
    Crate {
        files,
        runtime: runtime::files(&used),
        manifest: runtime::manifest(plan, &used),
        summary: plan.summary,
    }
}

fn emit_module(plan: &Plan, module: &Module, used: &mut BTreeSet<&'static str>) -> SourceText {
    let mut uses = Uses::default();
    let operations = module.operations.iter();
    let (functions, beside): (Vec<Function>, Vec<Vec<Item>>) = operations
        .map(|operation| operation::emit_operation(plan, operation, &mut uses))
        .unzip();
    let mut items = Vec::new();
    if !functions.is_empty() {
        items.push(Item::Functions(functions));
    }
    items.extend(beside.into_iter().flatten());
    let types = module.types.iter();
    items.extend(types.flat_map(|ty| types::emit_type(ty, &mut uses)));
    used.extend(uses.of_runtime());
    let mut defined = names(&module.types);
    for operation in &module.operations {
        defined.insert(operation.request.clone());
        if let TakesPlan::Struct(ident) = &operation.takes {
            defined.insert(ident.clone());
        }
        if let OutputPlan::Several { ident, .. } = &operation.output {
            defined.insert(ident.clone());
        }
        for field in &operation.fields {
            if let Role::Choice(ident, _) = &field.role {
                defined.insert(ident.clone());
            }
        }
    }
    let about = match module.tag.as_deref().map(docs::phrase) {
        Some(tag) => format!("Operations tagged {tag}: requests, answers, failures."),
        None if module.operations.is_empty() => {
            "What the API sends by itself: the bodies of webhooks and callbacks.".to_owned()
        }
        None => "Operations: requests, answers, failures.".to_owned(),
    };
    file(
        format!("src/{}.rs", module.ident.text()),
        about,
        uses.items(&defined),
        items,
    )
}

fn emit_types(plan: &Plan, used: &mut BTreeSet<&'static str>) -> SourceText {
    let mut uses = Uses::default();
    let mut items: Vec<Item> = plan.shared.iter().map(|one| declared(plan, one)).collect();
    if !items.is_empty() {
        uses.runtime("shared");
    }
    let types = plan.everywhere.iter();
    items.extend(types.flat_map(|ty| types::emit_type(ty, &mut uses)));
    used.extend(uses.of_runtime());
    let mut imports: Vec<Item> = plan
        .modules
        .iter()
        .map(|module| {
            let (ident, gate) = (&module.ident, root::gate(module));
            Item::Use(quote!(#gate pub use crate::#ident::*;))
        })
        .collect();
    imports.extend(uses.items(&names(&plan.everywhere)));
    file(
        "src/types.rs".to_owned(),
        "Every type of the API: requests, answers, failures and what they hold.".to_owned(),
        imports,
        items,
    )
}

/// The module of types that some modules share.
fn declared(plan: &Plan, shared: &SharedPlan) -> Item {
    let mut table = Table::new("shared", &shared.ident);
    let features = users(plan, shared).filter_map(|module| module.feature.as_deref());
    table.rows = features.map(literal).collect();
    table.flat = true;
    Item::Table(table)
}

fn users<'p>(plan: &'p Plan, shared: &'p SharedPlan) -> impl Iterator<Item = &'p Module> {
    let modules = shared.modules.iter();
    modules.filter_map(|module| plan.modules.get(*module))
}

fn emit_shared(plan: &Plan, shared: &SharedPlan, used: &mut BTreeSet<&'static str>) -> SourceText {
    let mut uses = Uses::default();
    let types = shared.types.iter();
    let items: Vec<Item> = types
        .flat_map(|ty| types::emit_type(ty, &mut uses))
        .collect();
    used.extend(uses.of_runtime());
    let users: Vec<String> = users(plan, shared)
        .map(|module| format!("`{}`", module.ident))
        .collect();
    file(
        format!("src/types/{}.rs", shared.ident.text()),
        format!("Types that are shared by {}.", users.join(", ")),
        uses.items(&names(&shared.types)),
        items,
    )
}

fn file(path: String, about: String, mut imports: Vec<Item>, items: Vec<Item>) -> SourceText {
    imports.extend(items);
    SourceText {
        path,
        about: vec![about],
        items: imports,
    }
}

fn names(types: &[TypePlan]) -> BTreeSet<RustIdent> {
    types.iter().map(|ty| ty.ident.clone()).collect()
}

/// A doc comment of these lines.
fn comment(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        let line = Literal::string(&if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        });
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// The doc comment of what it stands in.
fn comment_within(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        let blank = if line.is_empty() { "" } else { " " };
        let line = Literal::string(&format!("{blank}{line}"));
        quote!(#![doc = #line])
    });
    quote!(#(#lines)*)
}

/// A string literal.
fn text(text: &str) -> Literal {
    Literal::string(text)
}
