//! The stable names of all kinds of diagnostics.

use std::fmt;

use super::nearest;

/// A wrong description and what is printed about it.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The files by name; `codegen.toml` is the settings of the run, the others are its descriptions.
    pub files: &'static [(&'static str, &'static [u8])],
    /// What is printed, beside how the run ended.
    pub printed: &'static str,
}

impl Code {
    /// What to say to somebody who wrote a name that no code has.
    #[must_use]
    pub fn unknown(name: &str) -> String {
        let names = Self::ALL.iter().map(|code| code.as_str());
        match nearest(name, names) {
            Some(meant) => format!("no diagnostic has the code `{name}`; is `{meant}` meant?"),
            None => format!("no diagnostic has the code `{name}`"),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether allowing a diagnostic is what one may want to do about it.
#[derive(PartialEq, Eq)]
enum Remedy {
    /// Something is wrong, and better mended.
    Mend,
    /// Something may well be meant as it is.
    MendOrAllow,
}

macro_rules! codes {
    ($($variant:ident = $name:literal, $remedy:ident, [$($file:literal),+], $meaning:literal, $way_out:literal;)*) => {
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

            /// Whether the description may be right as it is, so that allowing it is a way out.
            #[must_use]
            pub fn may_be_meant(self) -> bool {
                let remedy = match self { $(Self::$variant => Remedy::$remedy,)* };
                remedy == Remedy::MendOrAllow
            }

            /// The smallest description that is diagnosed so: every code has one in `examples/`.
            #[must_use]
            pub const fn example(self) -> Example {
                match self { $(Self::$variant => Example {
                    files: &[$(($file, include_bytes!(concat!("examples/", $name, "/", $file)))),+],
                    printed: include_str!(concat!("examples/", $name, "/printed.txt")),
                },)* }
            }
        }
    };
}

codes! {
    // source
    UnreadableFile = "unreadable-file", Mend, ["openapi.yaml"],
        "A file is missing or cannot be read.",
        "Check the name, the access rights, and that files which the description refers to lie beside it.";
    OutsideFolder = "outside-folder", Mend, ["openapi.yaml"],
        "A reference leads out of the description's folder; the file is not read.",
        "Put the file into the folder, or say `allow-outside = true` under `[source]` in codegen.toml if the description may be trusted.";
    BadOverlay = "bad-overlay", Mend, ["openapi.yaml", "codegen.toml", "mend.overlay.yaml"],
        "An overlay cannot be followed.",
        "Mend the overlay at the place that is marked (OpenAPI Overlay 1.0 section 4.4; targets are JSONPath, RFC 9535).";
    IdleAction = "idle-action", Mend, ["openapi.yaml", "codegen.toml", "mend.overlay.yaml"],
        "An action of an overlay selects nothing.",
        "Mend its target; if the description was mended where it comes from, take the action out.";
    EmptyFile = "empty-file", Mend, ["openapi.yaml"],
        "A file holds nothing.",
        "Give the file that holds the description.";
    NotUtf8 = "not-utf8", Mend, ["openapi.yaml"],
        "A file is not UTF-8.",
        "Save the file as UTF-8 (RFC 8259 section 8.1, YAML 1.2 section 5.2).";
    BadJson = "bad-json", Mend, ["openapi.json"],
        "A file is not JSON (RFC 8259).",
        "Mend the file at the place that is marked; a comma or a quote before it is the usual cause.";
    BadYaml = "bad-yaml", Mend, ["openapi.yaml"],
        "A file is not YAML 1.2.",
        "Mend the file at the place that is marked; indentation, a tab or an unquoted `:` before it is the usual cause.";
    DuplicateKey = "duplicate-key", Mend, ["openapi.yaml"],
        "An object says one key twice; the last one counts.",
        "Take one of the two out.";
    TooDeep = "too-deep", Mend, ["openapi.json"],
        "A document is nested deeper than the reader follows.",
        "Put inner parts into components and refer to them.";
    TooLarge = "too-large", Mend, ["openapi.yaml"],
        "A document grows beyond the limit, for instance by aliases.",
        "Replace aliases of aliases by `$ref`, or give the parts of the description one by one.";
    NoOpenapiBlock = "no-openapi-block", Mend, ["page.md"],
        "A Markdown page has no fenced description under its OpenAPI heading.",
        "Give the Markdown form of a page that documents an operation, not an overview.";
    ContradictingPages = "contradicting-pages", Mend, ["one.yaml", "two.yaml"],
        "Two pages say different things about one place.",
        "Find out which is right, and give only that one.";

    // document
    NoVersion = "no-version", Mend, ["openapi.yaml"],
        "A document says neither `openapi` nor `swagger`.",
        "Say `openapi: 3.1.0` (or what it is) at the top; a file that is a part of a description is not given by itself.";
    UnsupportedVersion = "unsupported-version", Mend, ["openapi.yaml"],
        "A document is of a version that is not known.",
        "Say the version the document is written for: Swagger 2.0 or OpenAPI 3.0 to 3.2.";
    WrongType = "wrong-type", Mend, ["openapi.yaml"],
        "A value has another JSON type than the specification asks for.",
        "Say a value of the type that belongs there.";
    MissingField = "missing-field", Mend, ["openapi.yaml"],
        "A required field is missing.",
        "Add the field that the message names.";
    DanglingReference = "dangling-reference", Mend, ["openapi.yaml"],
        "A `$ref` leads nowhere.",
        "Mend the reference, or add what it refers to.";
    ReferenceCycle = "reference-cycle", Mend, ["openapi.yaml"],
        "References lead in a circle with nothing in it.",
        "Let one of them describe something instead of referring to the next.";
    UnknownKeyword = "unknown-keyword", Mend, ["openapi.yaml"],
        "A keyword is not one of the specification's.",
        "Mend the spelling; a keyword of one's own begins with `x-`.";
    Ignored = "ignored", MendOrAllow, ["openapi.yaml"],
        "Something the document says has no effect on the client.",
        "Take it out, or describe it in a way that has an effect.";
    RenamedComponent = "renamed-component", MendOrAllow, ["one.yaml", "two.yaml"],
        "Two documents have different components of one name; the later one's has another name.",
        "Name one of the two components otherwise.";

    // model
    SchemaFallback = "schema-fallback", MendOrAllow, ["openapi.yaml"],
        "A schema has no Rust type of its own; its values are `Json`.",
        "Describe the values more plainly, if their type matters.";
    ImpliedType = "implied-type", MendOrAllow, ["openapi.yaml"],
        "A schema says no `type`; what it says of members tells which one is meant.",
        "Say the `type`.";
    ContradictingSchema = "contradicting-schema", MendOrAllow, ["openapi.yaml"],
        "Parts of a schema contradict each other.",
        "Take out the part that is wrong.";
    UntoldEvent = "untold-event", MendOrAllow, ["openapi.yaml"],
        "Nothing tells the event of a webhook from other events.",
        "Give a property of its body a constant (`const`) that no other event has there; its type is there all the same, and `Json::read` reads it.";
    UnrepresentableOperation = "unrepresentable-operation", Mend, ["openapi.yaml"],
        "An operation cannot be represented.",
        "Mend the operation, take it out by `[select.exclude]` in codegen.toml, or write the others with `--keep-going`.";
    ContradictingParameters = "contradicting-parameters", Mend, ["openapi.yaml"],
        "Parameters of an operation cannot be sent together.",
        "Describe each parameter once.";
    MissingParameter = "missing-parameter", Mend, ["openapi.yaml"],
        "A path template has a variable that no parameter describes.",
        "Describe the variable as a parameter with `in: path`.";
    UnfitPagination = "unfit-pagination", MendOrAllow, ["openapi.yaml"],
        "What is declared of an operation's pages is not what its parameters and answers are.",
        "Mend the `x-pagination`, or declare the pages by a `[[pagination]]` in codegen.toml; the message says what does not fit.";
    UndeclaredPagination = "undeclared-pagination", Mend, ["openapi.yaml"],
        "Operations look as if they answered pages, and nothing says how these follow each other.",
        "Put what the message shows into codegen.toml and check it against the API's documentation; say `pagination = { kind = \"none\" }` of an operation that has no pages, or accept all by an `[[allow]]`.";

    // naming
    NameClash = "name-clash", Mend, ["openapi.yaml"],
        "Two things would have one name.",
        "Give one of them a name by an `[[operation]]` or `[[type]]` in codegen.toml, as the message shows.";
    UnusedSetting = "unused-setting", Mend, ["openapi.yaml", "codegen.toml"],
        "A line of codegen.toml applies to nothing.",
        "Mend the line of codegen.toml, or take it out.";
    BadSetting = "bad-setting", Mend, ["openapi.yaml", "codegen.toml"],
        "A line of codegen.toml cannot be followed.",
        "Mend the line of codegen.toml.";
}
