//! The same types as a developer would write them by hand: with serde's derives.

use std::collections::BTreeMap;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{Fields, Item, ItemEnum, ItemStruct};

use super::told::Members;

/// What becomes of the field of all other properties.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Others {
    /// It is left out, as most developers do.
    Dropped,
    /// It stays, as generated types have it: `#[serde(flatten)]`.
    Kept,
}

/// What the derives need that no crate has.
const PRELUDE: &str = r#"#![allow(dead_code)]
//! Types with serde's derives.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;
#[allow(unused_imports)]
use std::collections::BTreeMap;

pub type DateTime = String;

#[derive(Debug, Clone, Default, PartialEq)]
pub enum Maybe<T> {
    #[default]
    Absent,
    Null,
    Value(T),
}

impl<T> Maybe<T> {
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T: Serialize> Serialize for Maybe<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Absent | Self::Null => serializer.serialize_none(),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::<T>::deserialize(deserializer)?;
        Ok(value.map_or(Self::Null, Self::Value))
    }
}
"#;

/// A crate's `lib.rs` out of the generated files: each type with its fields, and the names that its macro tells.
///
/// # Errors
///
/// What was not expected in the generated files.
pub(super) fn derived(files: &[&str], others: Others) -> Result<String, String> {
    let mut items = Vec::new();
    for text in files {
        items.extend(
            syn::parse_file(text)
                .map_err(|error| error.to_string())?
                .items,
        );
    }
    let mut told: BTreeMap<String, TokenStream> = BTreeMap::new();
    for item in &items {
        // Others say what else there is of a type.
        if let Item::Macro(item) = item
            && ["record", "union"]
                .iter()
                .any(|name| item.mac.path.is_ident(name))
            && let Some(TokenTree::Ident(name)) = item.mac.tokens.clone().into_iter().next()
        {
            told.insert(name.to_string(), item.mac.tokens.clone());
        }
    }
    let mut made = Vec::new();
    for item in items {
        match item {
            Item::Struct(item) => {
                if let Some(tokens) = told.get(&item.ident.to_string()) {
                    made.push(Item::Struct(with_fields(
                        item,
                        &Members::read(tokens)?,
                        others,
                    )?));
                }
            }
            Item::Enum(item) => {
                if let Some(tokens) = told.get(&item.ident.to_string()) {
                    made.push(Item::Enum(with_variants(item, &Members::read(tokens)?)?));
                }
            }
            Item::Macro(item) if item.mac.path.is_ident("enumeration") => {
                let (item, tokens) = declared(&item.mac.tokens)?;
                made.push(Item::Enum(with_variants(item, &Members::read(&tokens)?)?));
            }
            _ => {}
        }
    }
    let file = syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: made,
    };
    Ok(format!("{PRELUDE}\n{}", prettyplease::unparse(&file)))
}

/// The enum that `enumeration!` declares, and what it tells of the values: `Name: read { Variant = "value" }`.
fn declared(tokens: &TokenStream) -> Result<(ItemEnum, TokenStream), String> {
    let told = without_docs(tokens.clone());
    let mut parts = told.clone().into_iter().skip(2);
    let Some(TokenTree::Ident(name)) = parts.next() else {
        return Err(format!("`{told}` declares no enum"));
    };
    let values = parts.find_map(|part| match part {
        TokenTree::Group(group) => Some(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    });
    let variants = values.into_iter().flatten().filter_map(|part| match part {
        TokenTree::Ident(variant) => Some(variant),
        TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    });
    let item = syn::parse2(quote!(pub enum #name { #(#variants,)* Other(Json) }));
    let item = item.map_err(|error| format!("{name}: {error}"))?;
    Ok((item, told.into_iter().skip(2).collect()))
}

/// Tokens without attributes, wherever they stand.
fn without_docs(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => drop(tokens.next()),
            TokenTree::Group(group) => {
                let inner = without_docs(group.stream());
                kept.push(Group::new(group.delimiter(), inner).into());
            }
            token => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

fn with_fields(
    mut item: ItemStruct,
    members: &Members,
    others: Others,
) -> Result<ItemStruct, String> {
    item.attrs = vec![derives(false)];
    let Fields::Named(fields) = &mut item.fields else {
        return Err(format!("{} has no fields with names", item.ident));
    };
    let mut kept = syn::punctuated::Punctuated::new();
    for mut field in std::mem::take(&mut fields.named) {
        let name = field
            .ident
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        field.attrs.clear();
        if members.rest.as_ref() == Some(&name) {
            if others == Others::Dropped {
                continue;
            }
            field.attrs.push(syn::parse_quote!(#[serde(flatten)]));
        }
        let Some(member) = members.named.get(&name) else {
            kept.push(field);
            continue;
        };
        if let Some(json) = &member.json {
            field
                .attrs
                .push(syn::parse_quote!(#[serde(rename = #json)]));
        }
        let ty = &field.ty;
        let ty = quote!(#ty).to_string();
        if ty.starts_with("Maybe") {
            field.attrs.push(
                syn::parse_quote!(#[serde(default, skip_serializing_if = "Maybe::is_absent")]),
            );
        } else if ty.starts_with("Option") && !member.nullable {
            field
                .attrs
                .push(syn::parse_quote!(#[serde(skip_serializing_if = "Option::is_none")]));
        }
        kept.push(field);
    }
    fields.named = kept;
    Ok(item)
}

/// An enum of strings, or of structs by the value of one property; what is not documented is not kept.
fn with_variants(mut item: ItemEnum, members: &Members) -> Result<ItemEnum, String> {
    item.attrs = vec![derives(members.by.is_none())];
    if let Some(by) = &members.by {
        item.attrs.push(syn::parse_quote!(#[serde(tag = #by)]));
    }
    for variant in &mut item.variants {
        let name = variant.ident.to_string();
        variant.attrs.clear();
        if name == "Other" {
            variant.fields = Fields::Unit;
            variant.attrs.push(syn::parse_quote!(#[serde(other)]));
            continue;
        }
        let json = members
            .named
            .get(&name)
            .and_then(|member| member.json.as_ref());
        let json = json.ok_or_else(|| format!("{}::{name} has no value", item.ident))?;
        variant
            .attrs
            .push(syn::parse_quote!(#[serde(rename = #json)]));
    }
    Ok(item)
}

fn derives(total: bool) -> syn::Attribute {
    let more = ["Eq", "Hash"]
        .iter()
        .filter(|_| total)
        .map(|name| format_ident!("{name}"));
    syn::parse_quote!(#[derive(Debug, Clone, PartialEq, #(#more,)* Serialize, Deserialize)])
}
