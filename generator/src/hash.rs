//! Maps and sets with a hash function that is quick for short keys; nothing depends on their order.

/// A map without an order.
pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;

/// A set without an order.
pub(crate) type HashSet<K> = std::collections::HashSet<K, foldhash::fast::RandomState>;
