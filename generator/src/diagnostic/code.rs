//! The stable names of all kinds of diagnostics.

macro_rules! codes {
    ($($variant:ident = $name:literal, $meaning:literal;)*) => {
        /// The stable name of a kind of diagnostic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name that is printed and may be written into scripts.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// One sentence on what it means.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    // source
    UnreadableFile = "unreadable-file", "A file is missing or cannot be read.";
    EmptyFile = "empty-file", "A file holds nothing.";
    NotUtf8 = "not-utf8", "A file is not UTF-8.";
    BadJson = "bad-json", "A file is not JSON (RFC 8259).";
    BadYaml = "bad-yaml", "A file is not YAML 1.2.";
    DuplicateKey = "duplicate-key", "An object says one key twice; the last one counts.";
    TooDeep = "too-deep", "A document is nested deeper than the reader follows.";
    TooLarge = "too-large", "A document grows beyond the limit, for instance by aliases.";
    NoOpenapiBlock = "no-openapi-block", "A Markdown page has no fenced description under its OpenAPI heading.";
    ContradictingPages = "contradicting-pages", "Two pages say different things about one place.";

    // document
    NoVersion = "no-version", "A document says neither `openapi` nor `swagger`.";
    UnsupportedVersion = "unsupported-version", "A document is of a version that is not known.";
    WrongType = "wrong-type", "A value has another JSON type than the specification asks for.";
    MissingField = "missing-field", "A required field is missing.";
    DanglingReference = "dangling-reference", "A `$ref` leads nowhere.";
    ReferenceCycle = "reference-cycle", "References lead in a circle with nothing in it.";
    UnknownKeyword = "unknown-keyword", "A keyword is not one of the specification's.";
    Ignored = "ignored", "Something the document says has no effect on the client.";
    RenamedComponent = "renamed-component", "Two documents have different components of one name; the later one's has another name.";

    // model
    SchemaFallback = "schema-fallback", "A schema has no Rust type of its own; its values are `Json`.";
    ImpliedType = "implied-type", "A schema says no `type`; what it says of members tells which one is meant.";
    ContradictingSchema = "contradicting-schema", "Parts of a schema contradict each other.";
    UnrepresentableOperation = "unrepresentable-operation", "An operation cannot be represented.";
    ContradictingParameters = "contradicting-parameters", "Parameters of an operation cannot be sent together.";
    MissingParameter = "missing-parameter", "A path template has a variable that no parameter describes.";

    // naming
    NameClash = "name-clash", "Two things would have one name.";
    UnusedSetting = "unused-setting", "A line of codegen.toml applies to nothing.";
    BadSetting = "bad-setting", "A line of codegen.toml cannot be followed.";
}
