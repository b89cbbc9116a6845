//! The stable names of all kinds of diagnostics.

use std::fmt;

/// From how alike two names are, from 0 to 1, one is taken for a misspelling of the other.
const ALIKE: f64 = 0.6;

impl Code {
    /// What to say to somebody who wrote a name that no code has.
    #[must_use]
    pub fn unknown(name: &str) -> String {
        let alike = |code: &Self| strsim::jaro_winkler(code.as_str(), name);
        let nearest = Self::ALL
            .iter()
            .max_by(|a, b| alike(a).total_cmp(&alike(b)))
            .filter(|code| alike(code) >= ALIKE);
        match nearest {
            Some(code) => format!("no diagnostic has the code `{name}`; is `{code}` meant?"),
            None => format!("no diagnostic has the code `{name}`"),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A small description that is diagnosed in one way.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The names and the contents of the files; a `codegen.toml` among them holds the settings.
    pub files: &'static [(&'static str, &'static [u8])],
    /// What is printed of it.
    pub printed: &'static str,
}

macro_rules! codes {
    ($($variant:ident = $name:literal, [$($file:literal),*], $meaning:literal, $way_out:literal;)*) => {
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

            /// The code of a name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == name)
            }

            /// One sentence on what it means.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// What to do about it.
            #[must_use]
            pub const fn way_out(self) -> &'static str {
                match self { $(Self::$variant => $way_out,)* }
            }

            /// A small description that is diagnosed so, and what is printed.
            #[must_use]
            pub const fn example(self) -> Example {
                match self {
                    $(Self::$variant => Example {
                        files: &[$(($file, include_bytes!(concat!("examples/", $name, "/", $file)))),*],
                        printed: include_str!(concat!("examples/", $name, "/printed.txt")),
                    },)*
                }
            }
        }
    };
}

codes! {
    // source
    UnreadableFile = "unreadable-file", ["openapi.yaml"],
        "A file is missing or cannot be read.",
        "Check the name, the access rights, and that files which the description refers to lie beside it.";
    EmptyFile = "empty-file", ["openapi.yaml"],
        "A file holds nothing.",
        "Give the file that holds the description.";
    NotUtf8 = "not-utf8", ["openapi.yaml"],
        "A file is not UTF-8.",
        "Save the file as UTF-8 (RFC 8259 section 8.1, YAML 1.2 section 5.2).";
    BadJson = "bad-json", ["openapi.json"],
        "A file is not JSON (RFC 8259).",
        "Mend the file at the place that is marked; a comma or a quote before it is the usual cause.";
    BadYaml = "bad-yaml", ["openapi.yaml"],
        "A file is not YAML 1.2.",
        "Mend the file at the place that is marked; indentation, a tab or an unquoted `:` before it is the usual cause.";
    DuplicateKey = "duplicate-key", ["openapi.yaml"],
        "An object says one key twice; the last one counts.",
        "Take one of the two out.";
    TooDeep = "too-deep", ["openapi.json"],
        "A document is nested deeper than the reader follows.",
        "Put inner parts into components and refer to them.";
    TooLarge = "too-large", ["openapi.yaml"],
        "A document grows beyond the limit, for instance by aliases.",
        "Replace aliases of aliases by `$ref`, or give the parts of the description one by one.";
    NoOpenapiBlock = "no-openapi-block", ["page.md"],
        "A Markdown page has no fenced description under its OpenAPI heading.",
        "Give the Markdown form of a page that documents an operation, not an overview.";
    ContradictingPages = "contradicting-pages", ["one.yaml", "two.yaml"],
        "Two pages say different things about one place.",
        "Find out which is right, and give only that one.";

    // document
    NoVersion = "no-version", ["openapi.yaml"],
        "A document says neither `openapi` nor `swagger`.",
        "Say `openapi: 3.1.0` (or what it is) at the top; a file that is a part of a description is not given by itself.";
    UnsupportedVersion = "unsupported-version", ["openapi.yaml"],
        "A document is of a version that is not known.",
        "Say the version the document is written for: Swagger 2.0 or OpenAPI 3.0 to 3.2.";
    WrongType = "wrong-type", ["openapi.yaml"],
        "A value has another JSON type than the specification asks for.",
        "Say the value as the type that the message names; what was understood instead stands there, too.";
    MissingField = "missing-field", ["openapi.yaml"],
        "A required field is missing.",
        "Add the field that the message names.";
    DanglingReference = "dangling-reference", ["openapi.yaml"],
        "A `$ref` leads nowhere.",
        "Mend the reference, or add what it refers to.";
    ReferenceCycle = "reference-cycle", ["openapi.yaml"],
        "References lead in a circle with nothing in it.",
        "Let one of them describe something instead of referring to the next.";
    UnknownKeyword = "unknown-keyword", ["openapi.yaml"],
        "A keyword is not one of the specification's.",
        "Mend the spelling; a keyword of one's own begins with `x-`.";
    Ignored = "ignored", ["openapi.yaml"],
        "Something the document says has no effect on the client.",
        "Nothing, if the client is right without it; `[[allow]]` in codegen.toml says so for good.";
    RenamedComponent = "renamed-component", ["one.yaml", "two.yaml"],
        "Two documents have different components of one name; the later one's has another name.",
        "Name one of the two components otherwise, or give the client's name by a `[[type]]` in codegen.toml.";

    // model
    SchemaFallback = "schema-fallback", ["openapi.yaml"],
        "A schema has no Rust type of its own; its values are `Json`.",
        "Describe the values more plainly if their type matters; the message says what stands in the way.";
    ImpliedType = "implied-type", ["openapi.yaml"],
        "A schema says no `type`; what it says of members tells which one is meant.",
        "Say the `type`.";
    ContradictingSchema = "contradicting-schema", ["openapi.yaml"],
        "Parts of a schema contradict each other.",
        "Take out the part that is wrong; the message says which ones exclude each other.";
    UnrepresentableOperation = "unrepresentable-operation", ["openapi.yaml"],
        "An operation cannot be represented.",
        "Mend the operation, take it out by `[select.exclude]` in codegen.toml, or write the others with `--keep-going`.";
    ContradictingParameters = "contradicting-parameters", ["openapi.yaml"],
        "Parameters of an operation cannot be sent together.",
        "Describe each parameter once.";
    MissingParameter = "missing-parameter", ["openapi.yaml"],
        "A path template has a variable that no parameter describes.",
        "Describe the variable as a parameter with `in: path`.";
    UnfitPagination = "unfit-pagination", ["openapi.yaml"],
        "What is declared of an operation's pages is not what its parameters and answers are.",
        "Mend the `x-pagination`, or declare the pages by a `[[pagination]]` in codegen.toml; the message says what does not fit.";
    UndeclaredPagination = "undeclared-pagination", ["openapi.yaml"],
        "Operations look as if they answered pages, and nothing says how these follow each other.",
        "Paste what the message shows into codegen.toml and check it against the API's documentation, or say nothing: the operations are there without.";

    // naming
    NameClash = "name-clash", ["openapi.yaml"],
        "Two things would have one name.",
        "Give one of them a name by an `[[operation]]` or `[[type]]` in codegen.toml, as the message shows.";
    UnusedSetting = "unused-setting", ["openapi.yaml", "codegen.toml"],
        "A line of codegen.toml applies to nothing.",
        "Mend the line of codegen.toml, or take it out.";
    BadSetting = "bad-setting", ["openapi.yaml", "codegen.toml"],
        "A line of codegen.toml cannot be followed.",
        "Mend the line of codegen.toml.";
}
