//! What holds what: the shapes of OpenAPI 3.x and of JSON Schema, as far as they hold other shapes.

/// What stands at a position, by the names of the specification (OpenAPI 3.2 section 4).
///
/// Where a Reference Object may stand instead, the position is visited all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The document itself.
    Document,
    /// The Components Object.
    Components,
    /// A Path Item Object, in `paths`, in `webhooks`, in components or in a callback.
    PathItem,
    /// An Operation Object.
    Operation,
    /// A Parameter Object.
    Parameter,
    /// A Header Object.
    Header,
    /// A Request Body Object.
    RequestBody,
    /// A Response Object.
    Response,
    /// A Media Type Object.
    MediaType,
    /// An Encoding Object.
    Encoding,
    /// A Callback Object.
    Callback,
    /// A Link Object.
    Link,
    /// An Example Object.
    Example,
    /// A Security Scheme Object.
    SecurityScheme,
    /// A Schema Object or a boolean schema.
    Schema,
}

/// How the value of a member holds positions.
pub(super) enum Inside {
    /// It holds none.
    Nothing,
    /// It is one.
    One(Kind),
    /// It is one, or an array of them.
    OneOrEach(Kind),
    /// It is an array of them.
    Each(Kind),
    /// It is a map of them whose keys are free.
    Named(Kind),
    /// It is a map of them in which `x-…` is an extension.
    Patterned(Kind),
}

/// What the member `key` of a `kind` holds.
pub(super) fn inside(kind: Kind, key: &str) -> Inside {
    use Inside::{Each, Named, Nothing, One, Patterned};
    match kind {
        Kind::Document => match key {
            "paths" => Patterned(Kind::PathItem),
            "webhooks" => Named(Kind::PathItem),
            "components" => One(Kind::Components),
            _ => Nothing,
        },
        Kind::Components => inside_components(key),
        Kind::PathItem => match key {
            "parameters" => Each(Kind::Parameter),
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace"
            | "query" => One(Kind::Operation),
            "additionalOperations" => Named(Kind::Operation),
            _ => Nothing,
        },
        Kind::Operation => match key {
            "parameters" => Each(Kind::Parameter),
            "requestBody" => One(Kind::RequestBody),
            "responses" => Patterned(Kind::Response),
            "callbacks" => Named(Kind::Callback),
            _ => Nothing,
        },
        Kind::Parameter | Kind::Header => match key {
            "schema" => One(Kind::Schema),
            "content" => Named(Kind::MediaType),
            "examples" => Named(Kind::Example),
            _ => Nothing,
        },
        Kind::RequestBody => match key {
            "content" => Named(Kind::MediaType),
            _ => Nothing,
        },
        Kind::Response => match key {
            "headers" => Named(Kind::Header),
            "content" => Named(Kind::MediaType),
            "links" => Named(Kind::Link),
            _ => Nothing,
        },
        Kind::MediaType => match key {
            "schema" | "itemSchema" => One(Kind::Schema),
            "encoding" => Named(Kind::Encoding),
            "prefixEncoding" => Each(Kind::Encoding),
            "itemEncoding" => One(Kind::Encoding),
            "examples" => Named(Kind::Example),
            _ => Nothing,
        },
        Kind::Encoding => match key {
            "headers" => Named(Kind::Header),
            "encoding" => Named(Kind::Encoding),
            "prefixEncoding" => Each(Kind::Encoding),
            "itemEncoding" => One(Kind::Encoding),
            _ => Nothing,
        },
        Kind::Callback => match key {
            "$ref" => Nothing,
            extension if extension.starts_with("x-") => Nothing,
            _ => One(Kind::PathItem),
        },
        Kind::Link | Kind::Example | Kind::SecurityScheme => Nothing,
        Kind::Schema => inside_schema(key),
    }
}

fn inside_components(key: &str) -> Inside {
    let kind = match key {
        "schemas" => Kind::Schema,
        "responses" => Kind::Response,
        "parameters" => Kind::Parameter,
        "examples" => Kind::Example,
        "requestBodies" => Kind::RequestBody,
        "headers" => Kind::Header,
        "securitySchemes" => Kind::SecurityScheme,
        "links" => Kind::Link,
        "callbacks" => Kind::Callback,
        "pathItems" => Kind::PathItem,
        "mediaTypes" => Kind::MediaType,
        _ => return Inside::Nothing,
    };
    Inside::Named(kind)
}

/// The applicators of JSON Schema 2020-12 (core section 10, and 8.2.4, 11; validation section 8.5).
///
/// `items` as an array and `definitions` are of older drafts, which documents still use.
fn inside_schema(key: &str) -> Inside {
    match key {
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => {
            Inside::Named(Kind::Schema)
        }
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Inside::Each(Kind::Schema),
        "items" => Inside::OneOrEach(Kind::Schema),
        "additionalProperties"
        | "contains"
        | "propertyNames"
        | "not"
        | "if"
        | "then"
        | "else"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema" => Inside::One(Kind::Schema),
        _ => Inside::Nothing,
    }
}
