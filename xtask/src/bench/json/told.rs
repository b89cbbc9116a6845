//! What the call of a runtime macro beside a generated type tells of it.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What the call of a macro tells: `Name: read write by "kind" { field = "jsonName" nullable; rest more }`.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// The property whose value tells the variants apart.
    pub(super) by: Option<String>,
    /// Fields or variants by name.
    pub(super) named: BTreeMap<String, Member>,
    /// The field of all other properties.
    pub(super) rest: Option<String>,
}

/// A field or variant.
#[derive(Debug, Default)]
pub(super) struct Member {
    /// Its JSON name or value, where that is another.
    pub(super) json: Option<String>,
    /// Whether an absent value is written as `null`.
    pub(super) nullable: bool,
}

impl Members {
    pub(super) fn read(tokens: &TokenStream) -> Result<Self, String> {
        let mut members = Self::default();
        for token in tokens.clone() {
            match token {
                TokenTree::Literal(literal) => members.by = Some(unquoted(&literal)?),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    members.read_inside(group.stream())?;
                }
                TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
        Ok(members)
    }

    fn read_inside(&mut self, tokens: TokenStream) -> Result<(), String> {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is = |token: &TokenTree, wanted: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted);
        let mut halves = tokens.split(|token| is(token, ';'));
        for member in halves
            .next()
            .unwrap_or_default()
            .split(|token| is(token, ','))
        {
            let [TokenTree::Ident(name), tail @ ..] = member else {
                continue;
            };
            let mut read = Member::default();
            for token in tail {
                match token {
                    TokenTree::Literal(literal) => read.json = Some(unquoted(literal)?),
                    TokenTree::Ident(_) => read.nullable = true,
                    TokenTree::Group(_) | TokenTree::Punct(_) => {}
                }
            }
            self.named.insert(name.to_string(), read);
        }
        for member in halves
            .next()
            .unwrap_or_default()
            .split(|token| is(token, ','))
        {
            if let [TokenTree::Ident(_), TokenTree::Ident(name)] = member {
                self.rest = Some(name.to_string());
            }
        }
        Ok(())
    }
}

fn unquoted(literal: &proc_macro2::Literal) -> Result<String, String> {
    let text = syn::parse_str::<syn::LitStr>(&literal.to_string());
    text.map(|text| text.value())
        .map_err(|error| format!("{literal}: {error}"))
}
