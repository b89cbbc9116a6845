//! The extensions of a description that change a client (OpenAPI 3.1 section 4.9).

/// How all of them begin, so that nobody else's is taken for one of them.
pub(crate) const PREFIX: &str = "x-clientwright-";

/// The header field of the idempotency key of an operation, or of all that are not idempotent.
pub const IDEMPOTENCY_KEY: &str = "x-clientwright-idempotency-key";

/// How many requests in how many seconds the API takes.
pub const RATE_LIMIT: &str = "x-clientwright-rate-limit";

/// Those that the description as a whole may have.
pub(crate) const OF_DOCUMENT: [&str; 2] = [IDEMPOTENCY_KEY, RATE_LIMIT];

/// Those that an operation may have.
pub(crate) const OF_OPERATION: [&str; 1] = [IDEMPOTENCY_KEY];
