//! What an API is: operations, types and what may be absent, without a word of Rust or of an OpenAPI version.

mod answer;
mod body;
mod choice;
mod docs;
mod lower;
mod meaning;
mod paginate;
mod pagination;
mod refine;
mod server;
mod signature;
mod types;
mod words;

pub use answer::{Answer, Content, ResponseHeader, Status, Streamed};
pub use body::{Body, BodyContent, FormStyle, Written};
pub use choice::{Element, Kind, Kinds, Test, TupleShape, UnionShape, Variant};
pub use docs::Docs;
pub use meaning::{Meaning, Part};
pub use paginate::paginate;
pub use pagination::{Declared, Moving, PageSize, Pagination, Step};
pub use refine::refine;
pub use server::{Server, ServerVariable};
pub(crate) use signature::SignatureTable;
pub use signature::{
    HeaderPart, SecretSpelling, Signature, SignatureTime, SignedPart, Spelling, TimeUnit,
};
pub use types::{
    Direction, EnumerationValue, Field, Format, IntegerWidth, ObjectShape, Origin, Shape, Type,
    TypeId, Types,
};

use crate::diagnostic::Diagnostics;
use crate::document::{Document, Unselected};
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::source::Node;

/// A whole API.
#[derive(Clone, Debug)]
pub struct Api {
    /// `info.title`
    pub title: String,
    /// `info.version`
    pub version: String,
    /// Base URLs, in order.
    pub servers: Vec<Server>,
    /// Security schemes that operations use.
    pub schemes: Vec<Scheme>,
    /// Names of the schemes that ask for a client certificate, which the transport has and no request.
    pub certificates: Vec<String>,
    /// How many requests it takes in how much time.
    pub rate_limit: Option<RateLimit>,
    /// How it signs what it sends by itself.
    pub signatures: Vec<Signature>,
    /// Operations in the order of the document.
    pub operations: Vec<Operation>,
    /// Requests that the API sends, in the order of the document.
    pub webhooks: Vec<Webhook>,
    /// Any of the events that webhooks send, as far as something tells them apart.
    pub event: Option<TypeId>,
    /// The webhooks whose events nothing tells from others.
    pub untold_events: Vec<Pointer>,
    /// How many operations the document has, without those that are not selected.
    pub operations_found: usize,
    /// The operations that are not selected; `None` if the API is whole.
    pub unselected: Option<Vec<Unselected>>,
    /// Every type that operations reach.
    pub types: Types,
    /// How pages follow each other in any operation that it fits, in the order of the description.
    pub declared: Vec<Declared>,
    /// Places whose values are any JSON for want of a type, and why.
    pub untyped: Vec<(Pointer, &'static str)>,
    /// Places that must hold what they are part of, without end; there they may be absent.
    pub endless: Vec<Pointer>,
}

/// So many requests in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    /// How many requests.
    pub requests: std::num::NonZeroU32,
    /// In how many seconds.
    #[serde(default = "one")]
    pub seconds: std::num::NonZeroU32,
}

fn one() -> std::num::NonZeroU32 {
    std::num::NonZeroU32::MIN
}

/// A security scheme (OpenAPI 3.1 section 4.8.27).
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name in the document.
    pub name: String,
    /// What it says of itself.
    pub docs: Docs,
    /// How the credential is sent.
    pub kind: SchemeKind,
}

/// How a credential is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// As the value of a header field.
    Header(String),
    /// As a query parameter.
    Query(String),
    /// As a cookie.
    Cookie(String),
    /// HTTP Basic (RFC 7617): user and password.
    Basic,
    /// A bearer token (RFC 6750).
    Bearer,
    /// What the user gives, after the name of a scheme of HTTP authentication (RFC 9110 section 11.4).
    Http(String),
    /// A bearer token that one of these flows gives (RFC 6749).
    OAuth2(Vec<Flow>),
    /// A bearer token of the provider whose configuration is at this URL (OpenID Connect Discovery).
    OpenIdConnect(String),
}

impl SchemeKind {
    /// Whether its credential is a user and a password, and not one secret.
    #[must_use]
    pub const fn has_password(&self) -> bool {
        match self {
            Self::Basic => true,
            Self::Header(_)
            | Self::Query(_)
            | Self::Cookie(_)
            | Self::Bearer
            | Self::Http(_)
            | Self::OAuth2(_)
            | Self::OpenIdConnect(_) => false,
        }
    }

    /// Whether its credentials are tokens that end and are renewed.
    #[must_use]
    pub const fn has_tokens(&self) -> bool {
        match self {
            Self::OAuth2(_) | Self::OpenIdConnect(_) => true,
            Self::Header(_)
            | Self::Query(_)
            | Self::Cookie(_)
            | Self::Basic
            | Self::Bearer
            | Self::Http(_) => false,
        }
    }
}

/// A way to a token (OpenAPI 3.1 section 4.8.29).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The grant, in words.
    pub grant: &'static str,
    /// Where the user is sent to.
    pub authorization_url: Option<String>,
    /// Where tokens are given.
    pub token_url: Option<String>,
}

/// A scheme that an operation asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The index into [`Api::schemes`].
    pub scheme: usize,
    /// What the credential must be good for.
    pub scopes: Vec<String>,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it stands.
    pub pointer: Pointer,
    /// `operationId`
    pub id: Option<String>,
    /// First tag.
    pub tag: Option<String>,
    /// The method, as it is sent.
    pub method: String,
    /// The path template.
    pub path: PathTemplate,
    /// What it says of itself.
    pub docs: Docs,
    /// Parameters, those of the path item included, in order.
    pub parameters: Vec<Parameter>,
    /// What is sent as content.
    pub body: Option<Body>,
    /// The header field of a key that lets the server see that a request is the same as one before; no parameter is sent
    /// in it.
    pub idempotency_key: Option<String>,
    /// Documented answers by status: exact ones first, then ranges, then `default`.
    pub answers: Vec<Answer>,
    /// Operations that answers lead to: `operationId`, or a reference (OpenAPI 3.1 section 4.8.20).
    pub links: Vec<String>,
    /// The media types in which successes are read, in order.
    pub accept: Vec<String>,
    /// Other media types in which successes can be had.
    pub accept_also: Vec<String>,
    /// Alternatives of combinations of schemes; empty means none is asked for.
    pub security: Vec<Vec<Requirement>>,
    /// A base URL of its own.
    pub server: Option<Server>,
    /// What the description says of its pages.
    pub declared: Option<Declared>,
    /// How its pages follow each other, where it answers pages.
    pub pagination: Option<Pagination>,
}

/// A request that the API sends and the user of the client receives; only its body is part of the client.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Where it stands.
    pub pointer: Pointer,
    /// Why it is sent.
    pub kind: WebhookKind,
    /// Its name in the document.
    pub name: String,
    /// The method, as it is sent.
    pub method: String,
    /// What it says of itself.
    pub docs: Docs,
    /// What is sent.
    pub body: TypeId,
}

/// Why the API sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookKind {
    /// Because of something that happened.
    Event,
    /// Because an operation asked for it.
    Callback,
}

/// A path with variables in braces (OpenAPI 3.1 section 4.8.8.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate(String);

impl PathTemplate {
    /// A template as the document spells it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As the document spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The variables in order.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.0
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
    }
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As a header field.
    Header,
    /// As a cookie.
    Cookie,
    /// As the whole query (OpenAPI 3.2 section 4.12.1).
    QueryString,
}

/// How a parameter's value is written (OpenAPI 3.1 section 4.8.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// `cookie`: as `form`, and nothing is escaped (OpenAPI 3.2 section 4.12.3).
    Cookie,
    /// `content`: as JSON text.
    Json,
}

/// One parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it stands in the operation or path item.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// Where it is sent.
    pub location: Location,
    /// How it is written.
    pub style: Style,
    /// Whether lists and objects are written as several parameters.
    pub explode: bool,
    /// Whether reserved characters stand as themselves (`allowReserved`).
    pub reserved: bool,
    /// The styles of those properties that are not the same in all of them, where it is a form.
    pub properties: Vec<(String, FormStyle)>,
    /// Whether it must be given.
    pub required: bool,
    /// What it says of itself.
    pub docs: Docs,
    /// Its type.
    pub ty: TypeId,
    /// What a server takes where it is not sent, if that is a number.
    pub usual: Option<u64>,
    /// The greatest value, if there is one.
    pub most: Option<u64>,
    /// A value that a server would take, where samples are wanted.
    pub sample: Option<Node>,
}

/// Lowers a document to the API it describes, with what the settings say of it beside; values that a server takes are
/// made up where wire tests are wanted.
pub fn lower(document: &Document, settings: &Settings, diagnostics: &mut Diagnostics) -> Api {
    lower::lower(document, settings, diagnostics)
}
