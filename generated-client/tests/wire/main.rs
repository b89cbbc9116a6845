//! What the client sends, what it makes of every answer, and what its caller may conclude.

mod addresses;
mod answers;
mod building;
mod calls;
mod failures;
mod identifiers;
mod redirects;
mod retries;
mod server;
