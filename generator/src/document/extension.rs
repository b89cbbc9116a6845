//! The extensions of a description that change a client (OpenAPI 3.1 section 4.9).

use super::grammar::Kind;

/// How those begin that mean this generator alone, so that nobody else's is taken for one of them.
pub(crate) const PREFIX: &str = "x-clientwright-";

/// The header field of the idempotency key of an operation, or of all that are not idempotent.
pub const IDEMPOTENCY_KEY: &str = "x-clientwright-idempotency-key";

/// How many requests in how many seconds the API takes.
pub const RATE_LIMIT: &str = "x-clientwright-rate-limit";

/// How what the API sends by itself is signed: a list of tables as codegen.toml has them.
pub const WEBHOOK_SIGNATURES: &str = "x-clientwright-webhook-signatures";

/// How the pages of an operation follow each other, or those of all that it fits. Others may mean something else by it,
/// which is told by its words.
pub const PAGINATION: &str = "x-pagination";

/// Those that the description as a whole may have.
pub(crate) const OF_DOCUMENT: [&str; 4] =
    [IDEMPOTENCY_KEY, RATE_LIMIT, PAGINATION, WEBHOOK_SIGNATURES];

/// Those that an operation may have.
pub(crate) const OF_OPERATION: [&str; 2] = [IDEMPOTENCY_KEY, PAGINATION];

/// Those that a part of a description may have.
pub(crate) const fn of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Document => &OF_DOCUMENT,
        Kind::Operation => &OF_OPERATION,
        _ => &[],
    }
}
