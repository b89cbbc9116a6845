//! Where schemas and data stand, in documents of any version.

/// What a place of a document holds, as far as references need to know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// A schema.
    Schema,
    /// Schemas by name.
    Schemas,
    /// Headers or webhooks by name: `x-…` is no extension among them.
    Named,
    /// Anything else that may hold references.
    Other,
    /// Data: nothing in it is a reference.
    Data,
}

/// What a member holds.
pub(super) fn within(context: Context, key: &str) -> Context {
    match (context, key) {
        (Context::Schemas, _) => Context::Schema,
        (Context::Named, _) => Context::Other,
        (_, "example" | "examples") | (Context::Schema, "default" | "enum" | "const") => {
            Context::Data
        }
        // An extension that is read: webhooks before OpenAPI 3.1.
        (Context::Other, "headers" | "webhooks" | "x-webhooks") => Context::Named,
        (_, extension) if extension.starts_with("x-") => Context::Data,
        (
            Context::Schema,
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas",
        ) => Context::Schemas,
        (Context::Schema, _) => Context::Schema,
        (_, "schema" | "itemSchema") => Context::Schema,
        (_, "schemas" | "definitions") => Context::Schemas,
        (_, _) => Context::Other,
    }
}
