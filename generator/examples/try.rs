use clientwright::diagnostic::Diagnostics;
use clientwright::source::*;
fn node(v: &serde_json::Value) -> Node {
    let place = Place { file: 0, offset: 0 };
    let value = match v {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(b) => Value::Bool(*b),
        serde_json::Value::Number(n) => Value::Number(n.to_string().into()),
        serde_json::Value::String(s) => Value::String(s.as_str().into()),
        serde_json::Value::Array(a) => Value::Array(a.iter().map(node).collect()),
        serde_json::Value::Object(o) => Value::Object(Object { entries: o.iter().map(|(k, v)| Entry { key: k.as_str().into(), place, node: node(v) }).collect() }),
    };
    Node { value, place }
}
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let v: serde_json::Value = serde_yaml::from_str(&text).unwrap();
    let mut d = Diagnostics::default();
    let output = clientwright::generate_node(node(&v), &Default::default(), &mut d);
    for one in &d { println!("{:?} {} {} {:?}", one.severity, one.code.as_str(), one.message, one.pointer); }
    if let Some(o) = output { println!("{:?}", o.summary); for f in &o.files { println!("=== {} ({} lines)\n{}", f.path, f.text.lines().count(), f.text); } }
}
