//! Structs and enumerations, and the tables that say how they meet JSON.

use proc_macro2::TokenStream;

use super::choice::{emit_tuple, emit_union};
use super::constructor::emit_constructor;
use super::item::{Declaration, Definition, Item, Member, Table, literal};
use super::uses::Uses;
use super::{comment, docs};
use crate::model::{Direction, Docs};
use crate::naming::{FieldPlan, Problem, RustIdent, RustType, TypeKind, TypePlan, ValuePlan};
use crate::source::{Node, Value};

/// The items of one type.
pub(super) fn emit_type(plan: &TypePlan, uses: &mut Uses) -> Vec<Item> {
    match &plan.kind {
        TypeKind::Struct {
            fields,
            constants,
            rest,
            problem,
        } => emit_struct(
            plan,
            fields,
            constants,
            rest.as_ref(),
            problem.as_ref(),
            uses,
        ),
        TypeKind::Enumeration(values) => {
            vec![Item::Declaration(emit_enumeration(plan, values, uses))]
        }
        TypeKind::Union {
            by,
            variants,
            failure,
            event,
        } => emit_union(plan, by.as_deref(), variants, (*failure, *event), uses),
        TypeKind::Tuple {
            elements,
            rest,
            failure,
        } => emit_tuple(plan, elements, rest.as_ref(), *failure, uses),
    }
}

/// What most types can do.
pub(super) const DERIVES: &str = "#[derive(Debug, Clone, PartialEq)]";

/// Of a field whose type clippy calls complex.
const NESTED: &str =
    r#"#[allow(clippy::type_complexity, reason = "the description nests its values so")]"#;

fn emit_struct(
    plan: &TypePlan,
    fields: &[FieldPlan],
    constants: &[(String, Node)],
    rest: Option<&(RustIdent, RustType)>,
    problem: Option<&Problem>,
    uses: &mut Uses,
) -> Vec<Item> {
    let ident = &plan.ident;
    let mut members: Vec<Member> = fields.iter().map(|field| emit_field(field, uses)).collect();
    members.extend(rest.map(|(ident, ty)| {
        let ty = uses.ty_text(&RustType::Map(Box::new(ty.clone())));
        let about = vec!["All other properties.".to_owned()];
        Member::new(about, format!("pub {ident}: {ty}"))
    }));
    let has_default = has_defaults(plan, fields);
    let derives = if has_default {
        "#[derive(Debug, Clone, PartialEq, Default)]"
    } else {
        DERIVES
    };
    let definition = Definition {
        about: all_said_of(&plan.docs),
        attributes: vec![derives],
        head: format!("pub struct {ident}"),
        members: Some(members),
    };
    let mut items = vec![
        Item::Definition(definition),
        Item::Table(record(
            plan,
            fields,
            constants,
            rest.map(|(ident, _)| ident),
        )),
    ];
    uses.runtime("record");
    items.extend(emit_constructor(plan, fields, rest, uses).map(Item::Table));
    if let Some(problem) = problem {
        uses.runtime("problem");
        items.push(Item::Table(emit_problem(ident, problem)));
    }
    items
}

/// Whether a struct of these fields can be made of defaults: it is sent, and all of it may be absent.
pub(crate) fn has_defaults(plan: &TypePlan, fields: &[FieldPlan]) -> bool {
    plan.direction.write && fields.iter().all(may_be_empty)
}

/// Whether there is a value that says nothing.
pub(super) fn may_be_empty(field: &FieldPlan) -> bool {
    matches!(field.ty, RustType::Option(_) | RustType::Maybe(_))
}

fn emit_field(field: &FieldPlan, uses: &mut Uses) -> Member {
    let text = format!("pub {}: {}", field.ident, uses.ty_text(&field.ty));
    Member {
        attribute: is_complex(&field.ty).then_some(NESTED),
        ..Member::new(all_said_of(&field.docs), text)
    }
}

/// Whether clippy calls a type very complex: each part counts ten for each level it is on, up to 250.
pub(super) fn is_complex(ty: &RustType) -> bool {
    fn score(ty: &RustType, level: usize) -> usize {
        let own = 10 * level;
        match ty {
            RustType::Option(inner)
            | RustType::Maybe(inner)
            | RustType::Vec(inner)
            | RustType::Events(inner)
            | RustType::Values(inner)
            | RustType::Boxed(inner) => own + score(inner, level + 1),
            RustType::Map(inner) => own + 10 * (level + 1) + score(inner, level + 1),
            RustType::Unit
            | RustType::Bool
            | RustType::I32
            | RustType::I64
            | RustType::U32
            | RustType::U64
            | RustType::F64
            | RustType::I128
            | RustType::Formatted(_)
            | RustType::String
            | RustType::Json
            | RustType::Bytes
            | RustType::Download
            | RustType::Named(_) => own,
        }
    }
    score(ty, 1) > 250
}

fn record(
    plan: &TypePlan,
    fields: &[FieldPlan],
    constants: &[(String, Node)],
    rest: Option<&RustIdent>,
) -> Table {
    let mut table = Table::new("record", &plan.ident);
    table.head.push_str(directions(plan.direction));
    table.rows = fields.iter().map(row).collect();
    table.after = constants
        .iter()
        .map(|(name, value)| {
            format!(
                "const {} = {}",
                literal(name),
                literal(&value.value.to_json())
            )
        })
        .collect();
    table
        .after
        .extend(rest.map(|ident| format!("rest {ident}")));
    table
}

fn row(field: &FieldPlan) -> String {
    let nullable = if field.nullable { " nullable" } else { "" };
    let ident = field.ident.to_string();
    if ident == field.name {
        format!("{ident}{nullable}")
    } else {
        format!("{ident} = {}{nullable}", literal(&field.name))
    }
}

pub(super) const fn directions(direction: Direction) -> &'static str {
    match (direction.read, direction.write) {
        (true, true) => ": read write",
        (_, true) => ": write",
        (_, false) => ": read",
    }
}

fn emit_problem(ident: &RustIdent, problem: &Problem) -> Table {
    let mut table = Table::new("problem", ident);
    let parts = [
        ("code", &problem.code),
        ("title", &problem.title),
        ("message", &problem.message),
    ];
    for (name, path) in parts {
        let Some(path) = path else { continue };
        let path = path
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(".");
        table.rows.push(if path == name {
            name.to_owned()
        } else {
            format!("{name}: {path}")
        });
    }
    table
}

fn emit_enumeration(plan: &TypePlan, values: &[ValuePlan], uses: &mut Uses) -> Declaration {
    uses.runtime("enumeration");
    let members = values.iter().map(|value| {
        let about = value.description.as_deref().map(docs::lines);
        // The macro makes code in Markdown of the literal.
        let literal = json_literal(&value.value).replace('`', "\\u{60}");
        let text = format!("{} = {literal}", value.ident);
        Member::new(about.unwrap_or_default(), text)
    });
    Declaration {
        name: "enumeration",
        about: all_said_of(&plan.docs),
        head: format!("pub enum {}{}", plan.ident, directions(plan.direction)),
        members: members.collect(),
    }
}

/// A scalar as a Rust literal.
pub(super) fn json_literal(value: &Node) -> String {
    match &value.value {
        Value::String(text) => literal(text),
        Value::Number(spelling) => number(spelling),
        Value::Bool(value) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => "\"\"".to_owned(),
    }
}

/// A number as a literal whose type has it.
fn number(spelling: &str) -> String {
    if spelling.parse::<i32>().is_ok() {
        return spelling.to_owned();
    }
    if spelling.parse::<i64>().is_ok() {
        return format!("{spelling}i64");
    }
    if spelling.parse::<i128>().is_ok() {
        return format!("{spelling}i128");
    }
    match spelling.parse::<f64>() {
        Ok(value) if value.is_finite() => format!("{value:?}"),
        _ => literal(spelling),
    }
}

/// The doc comment of a type or field.
pub(super) fn type_docs(said: &Docs) -> TokenStream {
    comment(&said_of(said))
}

/// What is said of a type or field: its description, else its title, and what an absent value means.
pub(super) fn said_of(said: &Docs) -> Vec<String> {
    let text = said.description.as_deref().or(said.title.as_deref());
    let mut lines = text.map(docs::lines).unwrap_or_default();
    if let Some(default) = said.default.as_deref().and_then(docs::code) {
        if !lines.last().is_none_or(|last| is_prose(last)) {
            lines.push(String::new());
        }
        lines.push(format!("Default: {default}."));
    }
    lines
}

/// Whether a line of Markdown is the end of a paragraph that another sentence may follow.
fn is_prose(line: &str) -> bool {
    let ends = line.ends_with(['.', '!', '?', ')', '"', '`']);
    ends && line.starts_with(|first: char| first.is_alphabetic())
}

/// What is said of a type or field, and that it is deprecated.
pub(super) fn all_said_of(said: &Docs) -> Vec<String> {
    let mut lines = said_of(said);
    lines.extend(said_deprecated(said));
    lines
}

/// Deprecation as a sentence: an attribute would make the crate's own table of the type warn.
fn said_deprecated(said: &Docs) -> Vec<String> {
    if !said.deprecated {
        return Vec::new();
    }
    let said_something =
        said.description.is_some() || said.title.is_some() || said.default.is_some();
    let mut lines = vec!["*Deprecated.*".to_owned()];
    if said_something {
        lines.insert(0, String::new());
    }
    lines
}
