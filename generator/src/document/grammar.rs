//! Which objects of OpenAPI 3.x and of JSON Schema hold which others: the grammar that walks over documents follow.

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// It holds none.
    Nothing,
    /// It is one.
    One(Kind),
    /// It is one, or an array of them.
    OneOrList(Kind),
    /// It is an array of them.
    List(Kind),
    /// It is a map of them whose keys are free.
    Map(Kind),
    /// It is a map of them in which `x-…` is an extension.
    Patterned(Kind),
}

/// The methods that a path item has members for (OpenAPI 3.2 section 4.8.1).
pub(crate) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// What the member `key` of a `kind` holds.
pub(crate) fn member(kind: Kind, key: &str) -> Holds {
    use Holds::{List, Map, Nothing, One, Patterned};
    match kind {
        Kind::Document => match key {
            "paths" => Patterned(Kind::PathItem),
            "webhooks" => Map(Kind::PathItem),
            "components" => One(Kind::Components),
            _ => Nothing,
        },
        Kind::Components => inside_components(key),
        Kind::PathItem => match key {
            "parameters" => List(Kind::Parameter),
            "additionalOperations" => Map(Kind::Operation),
            method if METHODS.contains(&method) => One(Kind::Operation),
            _ => Nothing,
        },
        Kind::Operation => match key {
            "parameters" => List(Kind::Parameter),
            "requestBody" => One(Kind::RequestBody),
            "responses" => Patterned(Kind::Response),
            "callbacks" => Map(Kind::Callback),
            _ => Nothing,
        },
        Kind::Parameter | Kind::Header => match key {
            "schema" => One(Kind::Schema),
            "content" => Map(Kind::MediaType),
            "examples" => Map(Kind::Example),
            _ => Nothing,
        },
        Kind::RequestBody => match key {
            "content" => Map(Kind::MediaType),
            _ => Nothing,
        },
        Kind::Response => match key {
            "headers" => Map(Kind::Header),
            "content" => Map(Kind::MediaType),
            "links" => Map(Kind::Link),
            _ => Nothing,
        },
        Kind::MediaType => match key {
            "schema" | "itemSchema" => One(Kind::Schema),
            "encoding" => Map(Kind::Encoding),
            "prefixEncoding" => List(Kind::Encoding),
            "itemEncoding" => One(Kind::Encoding),
            "examples" => Map(Kind::Example),
            _ => Nothing,
        },
        Kind::Encoding => match key {
            "headers" => Map(Kind::Header),
            "encoding" => Map(Kind::Encoding),
            "prefixEncoding" => List(Kind::Encoding),
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

fn inside_components(key: &str) -> Holds {
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
        _ => return Holds::Nothing,
    };
    Holds::Map(kind)
}

/// The applicators of JSON Schema 2020-12 (core section 10, and 8.2.4, 11; validation section 8.5).
///
/// `items` as an array and `definitions` are of older drafts, which documents still use.
fn inside_schema(key: &str) -> Holds {
    match key {
        "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => {
            Holds::Map(Kind::Schema)
        }
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Holds::List(Kind::Schema),
        "items" => Holds::OneOrList(Kind::Schema),
        "additionalProperties"
        | "contains"
        | "propertyNames"
        | "not"
        | "if"
        | "then"
        | "else"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema" => Holds::One(Kind::Schema),
        _ => Holds::Nothing,
    }
}

/// The fixed fields of an object of this kind (OpenAPI 3.2 section 4); `None` where any name may stand.
pub(crate) fn fields(kind: Kind) -> Option<&'static [&'static str]> {
    Some(match kind {
        Kind::Document => &[
            "openapi",
            "$self",
            "info",
            "jsonSchemaDialect",
            "servers",
            "paths",
            "webhooks",
            "components",
            "security",
            "tags",
            "externalDocs",
        ],
        Kind::Components => &[
            "schemas",
            "responses",
            "parameters",
            "examples",
            "requestBodies",
            "headers",
            "securitySchemes",
            "links",
            "callbacks",
            "pathItems",
            "mediaTypes",
        ],
        Kind::PathItem => &[
            "summary",
            "description",
            "servers",
            "parameters",
            "additionalOperations",
            "get",
            "put",
            "post",
            "delete",
            "options",
            "head",
            "patch",
            "trace",
            "query",
        ],
        Kind::Operation => &[
            "tags",
            "summary",
            "description",
            "externalDocs",
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "callbacks",
            "deprecated",
            "security",
            "servers",
        ],
        Kind::Parameter | Kind::Header => &[
            "name",
            "in",
            "description",
            "required",
            "deprecated",
            "allowEmptyValue",
            "example",
            "examples",
            "style",
            "explode",
            "allowReserved",
            "schema",
            "content",
        ],
        Kind::RequestBody => &["description", "content", "required"],
        Kind::Response => &["summary", "description", "headers", "content", "links"],
        Kind::MediaType => &[
            "schema",
            "itemSchema",
            "example",
            "examples",
            "encoding",
            "prefixEncoding",
            "itemEncoding",
        ],
        Kind::Encoding => &[
            "contentType",
            "headers",
            "style",
            "explode",
            "allowReserved",
            "encoding",
            "prefixEncoding",
            "itemEncoding",
        ],
        Kind::Callback | Kind::Link | Kind::Example | Kind::SecurityScheme | Kind::Schema => {
            return None;
        }
    })
}
