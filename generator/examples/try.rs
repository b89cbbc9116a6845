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
    if let Some(o) = output { println!("{:?}", o.summary); let out = std::env::args().nth(2);
        for f in &o.files { if let Some(out) = &out { let p = std::path::Path::new(out).join(&f.path); std::fs::create_dir_all(p.parent().unwrap()).unwrap(); std::fs::write(p, &f.text).unwrap(); } else if !f.path.contains("runtime") { println!("=== {} ({} lines)\n{}", f.path, f.text.lines().count(), f.text); } }
        if let Some(out) = out { let mut t = format!("[package]\nname = \"{}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.88\"\n\n[dependencies]\n", o.manifest.name);
          for d in &o.manifest.dependencies { t += &format!("{} = {{ version = \"{}\", default-features = {}, features = {:?}, optional = {} }}\n", d.name, d.version, d.default_features, d.features, d.optional); }
          t += "\n[features]\n"; for f in &o.manifest.features { t += &format!("{} = {:?}\n", f.name, f.enables); }
          t += "\n[workspace]\n"; std::fs::write(std::path::Path::new(&out).join("Cargo.toml"), t).unwrap(); }
    }
}
