//! Unions and tuples, and the tables that say how they meet JSON.

use proc_macro2::TokenStream;
use quote::quote;

use super::comment;
use super::item::{Definition, Item, Member, Table, literal};
use super::types::{DERIVES, all_said_of, directions, json_literal};
use super::uses::Uses;
use crate::model::{Kind, Test};
use crate::naming::{RustType, TypePlan, VariantPlan};
use crate::source::{Node, Value};

pub(super) fn emit_union(
    plan: &TypePlan,
    by: Option<&str>,
    variants: &[VariantPlan],
    (failure, event): (bool, bool),
    uses: &mut Uses,
) -> Vec<Item> {
    let ident = &plan.ident;
    let alternatives = variants.iter().map(|variant| {
        let (ident, ty) = (&variant.ident, uses.ty_text(&variant.ty));
        Member::new(Vec::new(), format!("{ident}({ty})"))
    });
    let mut members: Vec<Member> = alternatives.collect();
    let other = "A value that is not documented, as it came.".to_owned();
    members.push(Member::new(vec![other], "Other(Json)".to_owned()));
    uses.runtime("Json");
    uses.runtime("union");
    let definition = Definition {
        about: all_said_of(&plan.docs),
        attributes: vec![DERIVES, "#[non_exhaustive]"],
        head: format!("pub enum {ident}"),
        members: Some(members),
    };
    let mut table = Table::new("union", ident);
    table.head.push_str(directions(plan.direction));
    if let Some(by) = by {
        table.head.push_str(&format!(" by {}", literal(by)));
    }
    table.rows = variants.iter().map(|variant| row(variant, by)).collect();
    let mut items = vec![Item::Definition(definition), Item::Table(table)];
    if failure {
        uses.runtime("problem");
        let mut table = Table::new("problem", ident);
        table.rows = variants
            .iter()
            .map(|variant| variant.ident.to_string())
            .collect();
        table.flat = true;
        items.push(Item::Table(table));
    }
    if event {
        items.push(Item::Tokens(plan.pointer.clone(), reader(plan)));
    }
    items
}

/// How the body of a request that the API sent is read.
fn reader(plan: &TypePlan) -> TokenStream {
    let ident = &plan.ident;
    quote! {
        impl #ident {
            /// Reads the body of a request that the API sent; whether it did is another question.
            ///
            /// # Errors
            ///
            /// [`Misfit`](crate::runtime::Misfit) if it is not JSON, or not what is documented of its event.
            pub fn read(body: &[u8]) -> Result<Self, crate::runtime::Misfit> {
                crate::runtime::Reader::document(body)
            }
        }
    }
}

fn row(variant: &VariantPlan, by: Option<&str>) -> String {
    let signs: Vec<String> = match by {
        Some(_) => variant.values.iter().map(json_literal).collect(),
        None => variant.tests.iter().map(sign).collect(),
    };
    format!("{} = {}", variant.ident, signs.join(" | "))
}

fn sign(test: &Test) -> String {
    match test {
        Test::Kind(Kind::Boolean) => "boolean".to_owned(),
        Test::Kind(Kind::Number) => "number".to_owned(),
        Test::Kind(Kind::String) => "string".to_owned(),
        Test::Kind(Kind::Array) => "array".to_owned(),
        Test::Kind(Kind::Object) => "object".to_owned(),
        Test::Is(value) => scalar(value),
        Test::First(tests) => format!("[{}]", signs(tests)),
        Test::Members(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, tests)| {
                    if tests.is_empty() {
                        literal(name)
                    } else {
                        format!("{}: {}", literal(name), signs(tests))
                    }
                })
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
    }
}

fn signs(tests: &[Test]) -> String {
    tests.iter().map(sign).collect::<Vec<_>>().join(" | ")
}

/// A value as one token of a macro's input.
fn scalar(value: &Node) -> String {
    let text = json_literal(value);
    if matches!(value.value, Value::Number(_)) && text.starts_with('-') {
        format!("({text})")
    } else {
        text
    }
}

pub(super) fn emit_tuple(
    plan: &TypePlan,
    elements: &[RustType],
    rest: Option<&RustType>,
    failure: bool,
    uses: &mut Uses,
) -> Vec<Item> {
    let ident = &plan.ident;
    let about = comment(&all_said_of(&plan.docs));
    let more = rest.map(|ty| RustType::Vec(Box::new(ty.clone())));
    let fields: Vec<_> = elements
        .iter()
        .chain(&more)
        .map(|ty| {
            let ty = uses.ty(ty);
            quote!(pub #ty)
        })
        .collect();
    uses.runtime("tuple");
    let body = quote! {
        #about
        #[derive(Debug, Clone, PartialEq)]
        pub struct #ident(#(#fields),*);
    };
    let mut table = Table::new("tuple", ident);
    table.head.push_str(directions(plan.direction));
    table.rows = (1..=elements.len()).map(|at| format!("e{at}")).collect();
    table.after.extend(rest.map(|_| "rest more".to_owned()));
    let mut items = vec![Item::Tokens(plan.pointer.clone(), body), Item::Table(table)];
    if failure {
        uses.runtime("problem");
        items.push(Item::Table(Table::new("problem", ident)));
    }
    items
}
