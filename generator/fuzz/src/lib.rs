//! Wrong and hostile input for the generator and for the runtime of its clients: how it is made, and what must hold.
//!
//! **Invariant:** what an input is depends on the seed, its number and the seeds alone, and what is found on the input alone.

pub mod cut;
pub mod edit;
pub mod hostile;
pub mod input;
pub mod panics;
pub mod pipeline;
pub mod scar;
pub mod seeds;
pub mod shrink;
pub mod tree;
pub mod wire;
pub mod yaml;

// The generated client: `client`, `runtime`, `types` and its operations.
include!(concat!(env!("OUT_DIR"), "/modules.rs"));
