//! codegen.toml
use std::collections::BTreeMap;
#[derive(Clone, Debug, Default)]
pub struct Settings { pub client: ClientSettings, pub operation: Vec<OperationName>, pub types: Vec<TypeName> }
#[derive(Clone, Debug, Default)]
pub struct ClientSettings { pub name: Option<String>, pub env: BTreeMap<String, String> }
#[derive(Clone, Debug)]
pub struct OperationName { pub matched: String, pub name: String, pub reason: String }
#[derive(Clone, Debug)]
pub struct TypeName { pub pointer: String, pub name: String, pub reason: String }
