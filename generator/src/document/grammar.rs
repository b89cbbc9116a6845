//! Which objects of an OpenAPI document hold which others: the grammar that walks over documents follow.

/// A kind of object of the specification, as far as a walk must tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// OpenAPI Object (OpenAPI 3.2 section 4.1).
    Document,
    /// Components Object.
    Components,
    /// Path Item Object.
    PathItem,
    /// Operation Object.
    Operation,
    /// Parameter Object or Header Object.
    Parameter,
    /// Request Body Object.
    RequestBody,
    /// Response Object.
    Response,
    /// Media Type Object.
    MediaType,
    /// Encoding Object.
    Encoding,
    /// Callback Object: every member is a path item.
    Callback,
    /// Schema Object, or a boolean schema.
    Schema,
    /// Anything else: nothing inside is an object of the specification that a walk must see.
    Other,
}

/// How the value of a member holds objects of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// The value is one.
    One(Kind),
    /// The value is an object whose members are.
    Map(Kind),
    /// The value is an array whose elements are.
    List(Kind),
}

/// The methods that a path item has members for (OpenAPI 3.2 section 4.8.1).
pub(crate) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// What the member `key` of an object of this kind holds.
pub(crate) fn member(kind: Kind, key: &str) -> Holds {
    use Holds::{List, Map, One};
    match (kind, key) {
        (_, extension) if extension.starts_with("x-") && kind != Kind::Callback => One(Kind::Other),
        (Kind::Document, "paths" | "webhooks") => Map(Kind::PathItem),
        (Kind::Document, "components") => One(Kind::Components),
        (Kind::Components, "schemas") => Map(Kind::Schema),
        (Kind::Components, "responses") | (Kind::Operation, "responses") => Map(Kind::Response),
        (Kind::Components, "parameters" | "headers") => Map(Kind::Parameter),
        (Kind::Components, "requestBodies") => Map(Kind::RequestBody),
        (Kind::Components, "callbacks") | (Kind::Operation, "callbacks") => Map(Kind::Callback),
        (Kind::Components, "pathItems") => Map(Kind::PathItem),
        (Kind::Components, "mediaTypes") => Map(Kind::MediaType),
        (Kind::PathItem, "parameters") | (Kind::Operation, "parameters") => List(Kind::Parameter),
        (Kind::PathItem, "additionalOperations") => Map(Kind::Operation),
        (Kind::PathItem, method) if METHODS.contains(&method) => One(Kind::Operation),
        (Kind::Operation, "requestBody") => One(Kind::RequestBody),
        (Kind::Parameter | Kind::MediaType, "schema") | (Kind::MediaType, "itemSchema") => {
            One(Kind::Schema)
        }
        (Kind::Parameter | Kind::RequestBody | Kind::Response, "content") => Map(Kind::MediaType),
        (Kind::Response | Kind::Encoding, "headers") => Map(Kind::Parameter),
        (Kind::MediaType | Kind::Encoding, "encoding") => Map(Kind::Encoding),
        (Kind::MediaType | Kind::Encoding, "prefixEncoding") => List(Kind::Encoding),
        (Kind::MediaType | Kind::Encoding, "itemEncoding") => One(Kind::Encoding),
        (Kind::Callback, _) => One(Kind::PathItem),
        _ => One(Kind::Other),
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
        Kind::Parameter => &[
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
        Kind::Callback | Kind::Schema | Kind::Other => return None,
    })
}
