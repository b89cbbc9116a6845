//! What a maintainer of this workspace runs.

fn main() {}
