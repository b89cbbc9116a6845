//! Keys that let a server see that a request is the same as one before.

use super::{Call, Operation, RequestParts};

/// An operation whose requests have such a key: a random one for each call, the same for all its attempts.
pub trait Keyed: Operation {
    /// The header field that the key goes into.
    const KEY: &'static str;
}

impl<Op: Keyed> Call<Op> {
    /// The key of this call's request, instead of a random one: for a request that is to be the same as that of another
    /// call, perhaps of a program that ended before it knew the answer.
    pub fn idempotency_key(self, key: impl Into<String>) -> Self {
        self.header(Op::KEY, key)
    }
}

impl RequestParts {
    /// A random key (UUID version 4, RFC 9562 section 5.4) in this header field.
    pub fn idempotency_key(&mut self, field: &'static str) {
        let key = uuid::Uuid::new_v4().hyphenated();
        self.keyed(field, key.encode_lower(&mut uuid::Uuid::encode_buffer()));
    }
}
