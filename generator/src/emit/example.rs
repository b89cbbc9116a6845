//! An example of the crate's use: a client, and a call of an operation that only reads.

use super::client;
use crate::naming::{
    ArgumentPlan, OperationPlan, OutputPlan, Plan, RustType, SchemePlan, TakesPlan,
};

/// More arguments than these are no example.
const ARGUMENTS: usize = 2;

/// The lines of an example that is compiled as a test; none where no operation is simple enough for one.
pub(super) fn example(plan: &Plan) -> Option<Vec<String>> {
    let mut operations = plan.modules.iter().flat_map(|module| &module.operations);
    let operation = operations.find(|one| is_simple(one))?;
    let required = operation.fields.iter().filter(|field| !field.optional);
    let arguments: Option<Vec<&str>> = required.map(argument).collect();
    let call = format!("client.{}({})", operation.function, arguments?.join(", "));
    let library = plan.name.replace('-', "_");
    let given = credentials(plan, operation);
    let (client, others) = client::made(plan, &given);
    let lines = [
        "",
        "```no_run",
        "# async fn example() -> Result<(), Box<dyn std::error::Error>> {",
        &format!("use {library}::{{Client, Error}};"),
        "",
        &format!("let client = {client}?;"),
        &format!("match {call}.await {{"),
        "    Ok(answer) => println!(\"{answer:?}\"),",
        "    Err(Error::NotSent(error)) => println!(\"nothing reached the server: {error}\"),",
        "    Err(Error::Api(error)) => println!(\"the server refused: {error}\"),",
        "    Err(error) => return Err(error.into()),",
        "}",
        "# Ok(())",
        "# }",
        "```",
    ];
    let mut lines = lines.map(str::to_owned).to_vec();
    lines.extend(also(&others, !given.is_empty()));
    Some(lines)
}

/// The first credentials that are enough for an operation; none, if it can be called without.
fn credentials<'p>(plan: &'p Plan, operation: &OperationPlan) -> Vec<&'p SchemePlan> {
    let alternatives = &operation.security;
    if alternatives.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let first = alternatives.first().into_iter().flatten();
    first
        .filter_map(|one| plan.schemes.get(one.scheme))
        .collect()
}

/// What else a client may be given.
fn also(others: &[&SchemePlan], is_given: bool) -> Vec<String> {
    let names = others.iter().map(|one| &one.setter);
    let names: Vec<String> = names
        .map(|name| format!("[`{name}`](ClientBuilder::{name})"))
        .collect();
    if names.is_empty() {
        return Vec::new();
    }
    let other = if is_given { "other " } else { "" };
    let names = names.join(", ");
    let said = format!("The API knows {other}credentials, too: {names}.");
    vec![String::new(), said]
}

fn is_simple(operation: &OperationPlan) -> bool {
    let mut required = operation.fields.iter().filter(|field| !field.optional);
    let is_shown = match &operation.output {
        OutputPlan::One(ty) => is_debug(ty),
        OutputPlan::Several { .. } => false,
    };
    operation.method == "GET"
        && !operation.docs.deprecated
        && operation.takes == TakesPlan::Arguments
        && is_shown
        && required.clone().count() <= ARGUMENTS
        && required.all(|field| argument(field).is_some())
}

/// Whether a value can be shown to developers.
fn is_debug(ty: &RustType) -> bool {
    match ty {
        RustType::Unit | RustType::Download | RustType::Events(_) | RustType::Values(_) => false,
        RustType::Bool
        | RustType::I32
        | RustType::I64
        | RustType::U32
        | RustType::U64
        | RustType::F64
        | RustType::I128
        | RustType::String
        | RustType::Formatted(_)
        | RustType::Json
        | RustType::Bytes
        | RustType::Named(_)
        | RustType::Option(_)
        | RustType::Maybe(_)
        | RustType::Vec(_)
        | RustType::Map(_)
        | RustType::Boxed(_) => true,
    }
}

/// A value for an argument that is a word or a number.
fn argument(field: &ArgumentPlan) -> Option<&'static str> {
    match &field.ty {
        RustType::String => Some("\"…\""),
        RustType::I32 | RustType::I64 | RustType::U32 | RustType::U64 | RustType::I128 => {
            Some("10")
        }
        RustType::Bool => Some("true"),
        RustType::F64 => Some("1.0"),
        RustType::Unit
        | RustType::Formatted(_)
        | RustType::Json
        | RustType::Bytes
        | RustType::Download
        | RustType::Events(_)
        | RustType::Values(_)
        | RustType::Named(_)
        | RustType::Option(_)
        | RustType::Maybe(_)
        | RustType::Vec(_)
        | RustType::Map(_)
        | RustType::Boxed(_) => None,
    }
}
