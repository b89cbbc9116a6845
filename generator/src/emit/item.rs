//! What a file of the crate is made of: items as tokens, and calls of the runtime's macros as text.

use proc_macro2::TokenStream;

use crate::naming::RustIdent;
use crate::pointer::Pointer;

/// One file.
#[derive(Clone, Debug)]
pub struct SourceText {
    /// Its path below the crate, with `/`.
    pub path: String,
    /// What it is about: the lines of its `//!`.
    pub about: Vec<String>,
    /// Its items in order.
    pub items: Vec<Item>,
}

/// One item.
#[derive(Clone, Debug)]
pub enum Item {
    /// Rust, as tokens, and where in the document it comes from.
    Tokens(Pointer, TokenStream),
    /// A struct or an enumeration.
    Definition(Definition),
    /// Functions of the client.
    Functions(Vec<Function>),
    /// Imports, which stand together.
    Use(TokenStream),
    /// A call of one of the runtime's macros.
    Table(Table),
    /// A call of one of the runtime's macros that declares what it is about.
    Declaration(Declaration),
}

/// A struct or an enumeration.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The doc comment, line by line.
    pub about: Vec<String>,
    /// The attributes.
    pub attributes: Vec<&'static str>,
    /// What is defined: `pub struct Contact`.
    pub head: String,
    /// Its fields or variants, in order; a struct that has no place for any has `None`.
    pub members: Option<Vec<Member>>,
}

/// A function of the client that makes a call.
#[derive(Clone, Debug)]
pub struct Function {
    /// The doc comment, line by line.
    pub about: Vec<String>,
    /// Whether it should no longer be called.
    pub deprecated: bool,
    /// Its name.
    pub name: String,
    /// What it takes beside the client, each with its type.
    pub takes: Vec<String>,
    /// The type of the request.
    pub request: String,
    /// What the call is made of: the name of a type or of an argument.
    pub value: String,
    /// The fields of that, if it has any.
    pub fields: Vec<String>,
}

/// A call of one of the runtime's macros that declares what it is about: `name! { head { members } }`.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// The macro.
    pub name: &'static str,
    /// The doc comment, line by line.
    pub about: Vec<String>,
    /// What is declared.
    pub head: String,
    /// What it has, in order.
    pub members: Vec<Member>,
}

/// A part of a definition or a declaration.
#[derive(Clone, Debug)]
pub struct Member {
    /// The doc comment, line by line.
    pub about: Vec<String>,
    /// An attribute.
    pub attribute: Option<&'static str>,
    /// The part, without a separator.
    pub text: String,
}

impl Member {
    /// A part of which this is said.
    #[must_use]
    pub fn new(about: Vec<String>, text: String) -> Self {
        Self {
            about,
            attribute: None,
            text,
        }
    }
}

/// A call of one of the runtime's macros: `name! { head { rows } }`.
#[derive(Clone, Debug)]
pub struct Table {
    /// The macro.
    pub name: &'static str,
    /// The type that the table is about, and what is to be made for it.
    pub head: String,
    /// The rows, each without a separator.
    pub rows: Vec<String>,
    /// Rows after a semicolon.
    pub after: Vec<String>,
    /// Whether the rows follow a bar instead of standing in braces.
    pub flat: bool,
}

impl Table {
    /// A table about a type.
    #[must_use]
    pub fn new(name: &'static str, ident: &RustIdent) -> Self {
        Self {
            name,
            head: ident.to_string(),
            rows: Vec::new(),
            after: Vec::new(),
            flat: false,
        }
    }
}

/// Text as a Rust string literal.
#[must_use]
pub fn literal(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}
