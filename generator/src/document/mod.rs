//! What a document says, whatever its version.

pub mod forgiven;
pub mod openapi30;
pub mod swagger20;
pub mod version;
pub mod walk;

mod null;
mod older_schema;
mod tally;

#[cfg(test)]
mod testing;
