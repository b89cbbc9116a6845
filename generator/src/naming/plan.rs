//! The plan of a crate: every identifier, module and type expression decided, nothing of Rust's syntax.

use super::ident::RustIdent;
use super::lock::NamesLock;
use crate::model::{
    Direction, Docs, FormStyle, Format as ValueFormat, Pagination, RateLimit, Requirement, Scheme,
    Signature, Status, Style, Test, Written,
};
use crate::output::Summary;
use crate::pointer::Pointer;
use crate::source::Node;

/// A whole crate.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The crate's name.
    pub name: String,
    /// What the API calls itself.
    pub title: String,
    /// The file in the crate's folder that its documentation takes in.
    pub guide: Option<String>,
    /// The base URL, if the document has one that is absolute.
    pub base_url: Option<String>,
    /// The path that a base URL ends in, if the document says that alone.
    pub base_path: Option<String>,
    /// What the description's servers are called; empty where there is nothing to choose.
    pub servers: ServersPlan,
    /// Names of the schemes that ask for a client certificate.
    pub certificates: Vec<String>,
    /// How many requests a client sends in how much time unless it is told otherwise.
    pub rate_limit: Option<RateLimit>,
    /// How the API signs what it sends by itself.
    pub signatures: Vec<SignaturePlan>,
    /// Security schemes that operations use.
    pub schemes: Vec<SchemePlan>,
    /// One module per tag.
    pub modules: Vec<Module>,
    /// The types that are there whichever modules are.
    pub everywhere: Vec<TypePlan>,
    /// The types that some modules use.
    pub shared: Vec<SharedPlan>,
    /// The header fields that answers are documented to have, by name.
    pub headers: Vec<HeaderPlan>,
    /// What was found and made.
    pub summary: Summary,
    /// Whether wire tests are written beside the client.
    pub tests: bool,
    /// The names that the next run must give again.
    pub names: NamesLock,
}

/// A way of signing and its name.
#[derive(Clone, Debug)]
pub struct SignaturePlan {
    /// The constant that says how.
    pub ident: RustIdent,
    /// How.
    pub signature: Signature,
}

/// A security scheme and its names.
#[derive(Clone, Debug)]
pub struct SchemePlan {
    /// The static that says what it is.
    pub ident: RustIdent,
    /// The builder's function that takes the credential.
    pub setter: RustIdent,
    /// The builder's function that takes where tokens come from.
    pub source: Option<RustIdent>,
    /// The environment variable that holds the credential.
    pub env: Option<String>,
    /// What it is.
    pub scheme: Scheme,
}

/// Servers to choose from.
#[derive(Clone, Debug, Default)]
pub struct ServersPlan {
    /// The servers, in the order of the document.
    pub servers: Vec<ServerPlan>,
    /// The enumerations of their variables.
    pub types: Vec<VariableType>,
}

/// A server: a constant, or a struct if it has variables.
#[derive(Clone, Debug)]
pub struct ServerPlan {
    /// Its name.
    pub ident: RustIdent,
    /// Its URL with variables in braces.
    pub template: String,
    /// What it says of itself.
    pub description: Option<String>,
    /// Its variables.
    pub variables: Vec<VariablePlan>,
}

/// A variable of a server.
#[derive(Clone, Debug)]
pub struct VariablePlan {
    /// The field's name.
    pub ident: RustIdent,
    /// Its name in the template.
    pub name: String,
    /// What it says of itself.
    pub description: Option<String>,
    /// The enumeration of its values; `None` if it may have any.
    pub ty: Option<RustIdent>,
    /// Its value where no other is given.
    pub default: Option<String>,
}

/// The values of a variable.
#[derive(Clone, Debug)]
pub struct VariableType {
    /// Its name.
    pub ident: RustIdent,
    /// The variable's name in the template.
    pub name: String,
    /// The names of the values, and the values.
    pub values: Vec<(RustIdent, String)>,
}

/// The operations of one tag, and the types that they alone use.
#[derive(Clone, Debug)]
pub struct Module {
    /// The module's and file's name.
    pub ident: RustIdent,
    /// The tag, as the document spells it.
    pub tag: Option<String>,
    /// The feature of the crate that it is compiled with, where there are several modules.
    pub feature: Option<String>,
    /// Its operations, in the order of the document.
    pub operations: Vec<OperationPlan>,
    /// Its types, in the order in which operations reach them.
    pub types: Vec<TypePlan>,
}

/// Types that the same modules use, in a file of their own.
#[derive(Clone, Debug)]
pub struct SharedPlan {
    /// The file's name.
    pub ident: RustIdent,
    /// The modules that use them, by position.
    pub modules: Vec<usize>,
    /// The types, in the order in which operations reach them.
    pub types: Vec<TypePlan>,
}

/// One operation and all names that belong to it.
#[derive(Clone, Debug)]
pub struct OperationPlan {
    /// Where it stands.
    pub pointer: Pointer,
    /// The client's function.
    pub function: RustIdent,
    /// The struct that is the request.
    pub request: RustIdent,
    /// The method, as it is sent.
    pub method: String,
    /// The path template, as the document spells it.
    pub path: String,
    /// What it says of itself.
    pub docs: Docs,
    /// Parameters, then the body, as fields of the request, in the order of the arguments.
    pub fields: Vec<ArgumentPlan>,
    /// What the client's function takes.
    pub takes: TakesPlan,
    /// The header field of its requests' idempotency key.
    pub idempotency_key: Option<String>,
    /// Alternatives of combinations of schemes, which are indices into [`Plan::schemes`].
    pub security: Vec<Vec<Requirement>>,
    /// Media types that the body is not sent as, though it might be.
    pub also: Vec<String>,
    /// A base URL of its own.
    pub base_url: Option<String>,
    /// The header fields of its answers, as indices into [`Plan::headers`].
    pub headers: Vec<usize>,
    /// Functions of the client that answers lead to.
    pub links: Vec<RustIdent>,
    /// What `Accept` says, if it is not what the runtime says anyway.
    pub accept: Option<String>,
    /// Other media types in which successes can be had.
    pub accept_also: Vec<String>,
    /// Whether it is called for a redirect, which is not followed.
    pub redirects: bool,
    /// Other ways to call it.
    pub streams: Vec<StreamPlan>,
    /// How it is called page after page, where it answers pages.
    pub pagination: Option<PaginationPlan>,
    /// What a success gives.
    pub output: OutputPlan,
    /// The enum of failures; `None` where none is documented.
    pub error: Option<ErrorPlan>,
    /// Whether a success is taken for one although none is documented.
    pub success_implied: bool,
    /// What to do with which status, in the order of matching.
    pub answers: Vec<AnswerPlan>,
}

/// What the client's function takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakesPlan {
    /// Every required field as an argument.
    Arguments,
    /// The request itself.
    Request,
    /// A struct of the required fields.
    Struct(RustIdent),
}

/// A field of a request.
#[derive(Clone, Debug)]
pub struct ArgumentPlan {
    /// The field's, argument's or setter's name.
    pub ident: RustIdent,
    /// Whether it is set on the call instead of being an argument.
    pub optional: bool,
    /// What it says of itself.
    pub docs: Docs,
    /// The type of a value that is there.
    pub ty: RustType,
    /// Where it goes.
    pub role: Role,
    /// A value that a server would take, where wire tests are wanted.
    pub sample: Option<SamplePlan>,
}

/// A value that a server would take.
#[derive(Clone, Debug, PartialEq)]
pub enum SamplePlan {
    /// `Json`, as JSON text.
    Json(String),
    /// `bool`
    Bool(bool),
    /// An integer, as it is spelled.
    Integer(String),
    /// `f64`
    Number(f64),
    /// `String`
    Text(String),
    /// `Upload`
    Upload,
    /// A string of a format, as text.
    Formatted(String),
    /// A `Decimal`, as it is spelled.
    Decimal(String),
    /// A variant of an enumeration.
    Variant(RustIdent, RustIdent),
    /// `Vec`
    List(Vec<SamplePlan>),
    /// A map of these.
    Map(Vec<(String, SamplePlan)>),
    /// `Some(…)`
    Some(Box<SamplePlan>),
    /// `None`
    None,
    /// `Maybe::Absent`
    Absent,
    /// `Maybe::Null`
    Null,
    /// `Maybe::Value(…)`
    Present(Box<SamplePlan>),
    /// `Box::new(…)`
    Boxed(Box<SamplePlan>),
    /// A variant of a union and what it holds.
    Choice(RustIdent, RustIdent, Box<SamplePlan>),
    /// A struct without names.
    Tuple(RustIdent, Vec<SamplePlan>),
    /// A struct, its fields, and the field of all other properties with these.
    Struct(
        RustIdent,
        Vec<(RustIdent, SamplePlan)>,
        Option<(RustIdent, Vec<(String, SamplePlan)>)>,
    ),
}

/// Where a field of a request goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// A variable of the path.
    Path(ParameterPlan),
    /// A query parameter.
    Query(ParameterPlan),
    /// A header field.
    Header(ParameterPlan),
    /// A cookie.
    Cookie(ParameterPlan),
    /// The whole query.
    QueryString(ParameterPlan),
    /// Content.
    Body(Sent),
    /// Content of a kind that the caller chooses: the enum's name and its variants.
    Choice(RustIdent, Vec<BodyVariantPlan>),
}

impl Role {
    /// Whether it is content.
    #[must_use]
    pub const fn is_content(&self) -> bool {
        match self {
            Self::Body(_) | Self::Choice(..) => true,
            Self::Path(_)
            | Self::Query(_)
            | Self::Header(_)
            | Self::Cookie(_)
            | Self::QueryString(_) => false,
        }
    }
}

/// A variant of an enum of contents.
#[derive(Clone, Debug, PartialEq)]
pub struct BodyVariantPlan {
    /// Its name.
    pub ident: RustIdent,
    /// What it holds.
    pub ty: RustType,
    /// The media type and how it is written.
    pub content: Sent,
}

/// A content that is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// Its media type.
    pub media_type: String,
    /// How it is written.
    pub written: Written,
}

/// A parameter's name on the wire and how it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterPlan {
    /// Its name.
    pub name: String,
    /// Its style.
    pub style: Style,
    /// Whether lists and objects become several.
    pub explode: bool,
    /// Whether reserved characters stand as themselves.
    pub reserved: bool,
    /// The styles of those properties that are not the same in all of them, where it is a form.
    pub properties: Vec<(String, FormStyle)>,
}

/// What a success gives.
#[derive(Clone, Debug)]
pub enum OutputPlan {
    /// A value of one type, whichever status was answered.
    One(RustType),
    /// One of several, by status.
    Several {
        /// The enum's name.
        ident: RustIdent,
        /// Its variants.
        variants: Vec<SuccessPlan>,
    },
}

/// The type of an answer's content and how it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct ContentPlan {
    /// Its type.
    pub ty: RustType,
    /// How it is read.
    pub format: Format,
}

/// How content is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As JSON.
    Json,
    /// As text.
    Text,
    /// As bytes.
    Bytes,
    /// As events whose data is JSON.
    Events,
    /// As events whose data is text.
    TextEvents,
    /// As JSON values one by one.
    Values,
}

impl Format {
    /// Whether it is read as it comes.
    #[must_use]
    pub const fn is_stream(self) -> bool {
        match self {
            Self::Events | Self::TextEvents | Self::Values => true,
            Self::Json | Self::Text | Self::Bytes => false,
        }
    }
}

/// Another way to call an operation: its success is read as it comes.
#[derive(Clone, Debug)]
pub struct StreamPlan {
    /// What reads it.
    pub ty: RustType,
    /// How: text and bytes are read as a [`RustType::Download`].
    pub format: Format,
    /// What is asked for.
    pub accept: String,
    /// The statuses that it is the success of.
    pub statuses: Vec<AnswerStatus>,
}

/// How the pages of an operation are read.
#[derive(Clone, Debug)]
pub struct PaginationPlan {
    /// The type of an item.
    pub item: RustType,
    /// Where the items of each success are that has some.
    pub items: Vec<ItemsPlan>,
    /// Whether there is a success that has none.
    pub others: bool,
    /// How the pages follow each other.
    pub pagination: Pagination,
}

/// Where the items of a success are.
#[derive(Clone, Debug)]
pub struct ItemsPlan {
    /// The enum of successes and the variant, where there are several.
    pub variant: Option<(RustIdent, RustIdent)>,
    /// The type of the body.
    pub body: RustType,
    /// The fields that lead to the items, and their types.
    pub fields: Vec<(RustIdent, RustType)>,
}

/// A variant of an enum of successes.
#[derive(Clone, Debug)]
pub struct SuccessPlan {
    /// Its name.
    pub ident: RustIdent,
    /// Which statuses it is for.
    pub status: Status,
    /// What the document says of it.
    pub description: String,
    /// What it holds.
    pub content: Option<ContentPlan>,
}

/// An enum of failures.
#[derive(Clone, Debug)]
pub struct ErrorPlan {
    /// Its name.
    pub ident: RustIdent,
    /// Its variants.
    pub variants: Vec<FailurePlan>,
}

/// A variant of an enum of failures.
#[derive(Clone, Debug)]
pub struct FailurePlan {
    /// Its name.
    pub ident: RustIdent,
    /// The function that asks whether a failure is this one.
    pub predicate: RustIdent,
    /// Which statuses it is for.
    pub status: Status,
    /// The media type that alone means it.
    pub only_as: Option<String>,
    /// What the document says of it.
    pub description: String,
    /// The type of its body.
    pub content: Option<ContentPlan>,
    /// Names and values of the constants that its body documents.
    pub constants: Vec<(String, String)>,
}

/// What to do with an answer.
#[derive(Clone, Debug)]
pub struct AnswerPlan {
    /// Which statuses.
    pub status: AnswerStatus,
    /// The media type that alone means it.
    pub only_as: Option<String>,
    /// What it is read as.
    pub outcome: Outcome,
}

/// Which statuses an arm of the table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerStatus {
    /// Exactly this one.
    Exact(u16),
    /// The hundred that begins with this digit.
    Range(u16),
    /// All others.
    Others,
}

/// What an answer is read as.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The one success, with this content.
    Success(Option<ContentPlan>),
    /// A variant of the enum of successes.
    SuccessVariant(RustIdent, Option<ContentPlan>),
    /// A variant of the enum of failures; ranges and `default` say the status too.
    Failure {
        /// The variant.
        variant: RustIdent,
        /// The type of its body.
        content: Option<ContentPlan>,
        /// Whether the variant says the status.
        with_status: bool,
    },
    /// Nothing is documented.
    Undocumented,
}

/// A header field of answers, and the constant by which it is read.
#[derive(Clone, Debug)]
pub struct HeaderPlan {
    /// Where it stands first.
    pub pointer: Pointer,
    /// The constant's name.
    pub ident: RustIdent,
    /// Its name on the wire.
    pub name: String,
    /// What it says of itself.
    pub docs: Docs,
    /// The type of its value.
    pub ty: RustType,
    /// How its value is spelled.
    pub form: HeaderForm,
}

/// How the value of a header field is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// As a text.
    Text,
    /// As JSON text.
    Json,
    /// As a list of texts.
    Texts,
    /// As a list of JSON texts.
    Scalars,
}

/// A type and its name.
#[derive(Clone, Debug)]
pub struct TypePlan {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name.
    pub ident: RustIdent,
    /// What it says of itself.
    pub docs: Docs,
    /// Which ways its values travel.
    pub direction: Direction,
    /// What it is.
    pub kind: TypeKind,
}

/// What a named type is.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// A struct.
    Struct {
        /// Its fields.
        fields: Vec<FieldPlan>,
        /// Properties that are sent without being asked for, as JSON text.
        constants: Vec<(String, Node)>,
        /// The field of all other properties and the type of their values.
        rest: Option<(RustIdent, RustType)>,
        /// Where code, title and message of an error body are, as paths of fields.
        problem: Option<Problem>,
    },
    /// An enumeration.
    Enumeration(Vec<ValuePlan>),
    /// An enum of alternatives.
    Union {
        /// The property whose value alone decides.
        by: Option<String>,
        /// The alternatives, in the order in which they are tested.
        variants: Vec<VariantPlan>,
        /// Whether it is the body of a failure.
        failure: bool,
        /// Whether it is any of the events that webhooks send.
        event: bool,
    },
    /// A struct without names, read from and written as an array.
    Tuple {
        /// The types of the elements.
        elements: Vec<RustType>,
        /// The type of all further elements, if they are kept.
        rest: Option<RustType>,
        /// Whether it is the body of a failure.
        failure: bool,
    },
}

/// A documented value of an enumeration.
#[derive(Clone, Debug)]
pub struct ValuePlan {
    /// Its name.
    pub ident: RustIdent,
    /// The value.
    pub value: Node,
    /// What it says of itself.
    pub description: Option<String>,
}

/// An alternative of a union.
#[derive(Clone, Debug)]
pub struct VariantPlan {
    /// Its name.
    pub ident: RustIdent,
    /// The type of its values.
    pub ty: RustType,
    /// The values of the discriminator that stand for it.
    pub values: Vec<Node>,
    /// What tells it from those after it.
    pub tests: Vec<Test>,
}

/// Where an error body says what went wrong: paths of fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// The machine's code.
    pub code: Option<Vec<RustIdent>>,
    /// The short title.
    pub title: Option<Vec<RustIdent>>,
    /// The sentence for people.
    pub message: Option<Vec<RustIdent>>,
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct FieldPlan {
    /// Its name.
    pub ident: RustIdent,
    /// Its name in JSON.
    pub name: String,
    /// What it says of itself.
    pub docs: Docs,
    /// Its type, `Option` and all.
    pub ty: RustType,
    /// Whether it is always there and may be `null`.
    pub nullable: bool,
}

/// A type expression.
#[derive(Clone, Debug, PartialEq)]
pub enum RustType {
    /// `()`
    Unit,
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f64`
    F64,
    /// `i128`
    I128,
    /// `String`
    String,
    /// One of the runtime's types of formatted strings and numbers.
    Formatted(ValueFormat),
    /// The runtime's `Json`.
    Json,
    /// The runtime's `Bytes`.
    Bytes,
    /// The runtime's `Download`.
    Download,
    /// The runtime's `EventStream<T>`.
    Events(Box<RustType>),
    /// The runtime's `JsonStream<T>`.
    Values(Box<RustType>),
    /// A type of the crate.
    Named(RustIdent),
    /// `Option<T>`
    Option(Box<RustType>),
    /// The runtime's `Maybe<T>`.
    Maybe(Box<RustType>),
    /// `Vec<T>`
    Vec(Box<RustType>),
    /// `BTreeMap<String, T>`
    Map(Box<RustType>),
    /// `Box<T>`
    Boxed(Box<RustType>),
}
