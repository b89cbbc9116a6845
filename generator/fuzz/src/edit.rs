//! Changes to the tree of a document: nodes taken out, doubled, exchanged, bent, and keywords where they do not belong.

use clientwright::source::{Node, Value};
use fastrand::Rng;

use crate::hostile::{KEYWORDS, NUMBERS, TEXTS, VERSIONS};
use crate::tree::{self, array, count, entry, node, nth, nth_mut, number, object, pointer, string};

/// How many levels a node is put into at most.
const DEEPEST: usize = 300;

/// Something to be done to a document, given another to take parts of.
type Edit = fn(&mut Node, &Node, &mut Rng);

/// What is done, each as often as it stands here.
const EDITS: &[Edit] = &[
    remove,
    remove,
    double,
    double,
    exchange,
    exchange,
    retarget,
    retarget,
    refer,
    retype,
    retype,
    retype,
    wrap,
    unwrap,
    add_keyword,
    add_keyword,
    add_keyword,
    rename,
    rename,
    rename,
    splice,
    splice,
    splice,
    displace,
    text,
    text,
    text,
    numeral,
    numeral,
    version,
    deepen,
    compose,
    compose,
    widen,
    ladder,
    values,
    values,
    template,
    parameter,
    parameter,
    security,
    content,
];

/// Changes a tree in this many ways.
pub fn edit(root: &mut Node, other: &Node, times: usize, rng: &mut Rng) {
    for _ in 0..times {
        let edit = EDITS[rng.usize(..EDITS.len())];
        edit(root, other, rng);
    }
}

/// One of a list.
pub fn one_of<'a, T: ?Sized>(list: &[&'a T], rng: &mut Rng) -> &'a T {
    list[rng.usize(..list.len())]
}

/// Any node but, mostly, the root.
fn any<'a>(root: &'a mut Node, rng: &mut Rng) -> Option<&'a mut Node> {
    let all = count(root);
    nth_mut(root, &mut rng.usize(all.min(2) - 1..all))
}

/// Any node that fits, looked for from a random one on.
fn any_that(root: &mut Node, fits: fn(&Node) -> bool, rng: &mut Rng) -> Option<usize> {
    let all = count(root);
    let first = rng.usize(..all);
    // Every node is looked at in the worst case: documents are small, or whole and then this is the least of it.
    let mut fitting = Vec::new();
    let mut at = 0;
    collect(root, fits, &mut at, &mut fitting);
    let next = fitting.partition_point(|at| *at < first);
    fitting.get(next).or(fitting.first()).copied()
}

fn collect(node: &Node, fits: fn(&Node) -> bool, at: &mut usize, fitting: &mut Vec<usize>) {
    if fits(node) {
        fitting.push(*at);
    }
    *at += 1;
    for child in tree::children(node) {
        collect(child, fits, at, fitting);
    }
}

fn any_object<'a>(
    root: &'a mut Node,
    rng: &mut Rng,
) -> Option<&'a mut clientwright::source::Object> {
    let at = any_that(
        root,
        |node| node.as_object().is_some_and(|object| !object.is_empty()),
        rng,
    )?;
    nth_mut(root, &mut { at })?.as_object_mut()
}

fn is_schema(node: &Node) -> bool {
    [
        "type",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "enum",
        "$ref",
        "format",
    ]
    .iter()
    .any(|key| node.get(key).is_some())
        && node.get("in").is_none()
}

fn any_schema<'a>(root: &'a mut Node, rng: &mut Rng) -> Option<&'a mut Node> {
    let at = any_that(root, is_schema, rng)?;
    nth_mut(root, &mut { at })
}

fn copy_of(root: &Node, rng: &mut Rng) -> Node {
    nth(root, &mut rng.usize(..count(root)))
        .cloned()
        .unwrap_or(node(Value::Null))
}

fn remove(root: &mut Node, _: &Node, rng: &mut Rng) {
    if let Some(node) = any(root, rng) {
        match &mut node.value {
            Value::Array(list) if !list.is_empty() => drop(list.remove(rng.usize(..list.len()))),
            Value::Object(object) if !object.is_empty() => {
                drop(object.entries.remove(rng.usize(..object.entries.len())));
            }
            _ => node.value = Value::Null,
        }
    }
}

fn double(root: &mut Node, _: &Node, rng: &mut Rng) {
    let key = if rng.bool() {
        Some(one_of(TEXTS, rng))
    } else {
        None
    };
    let Some(node) = any(root, rng) else { return };
    match &mut node.value {
        Value::Array(list) if !list.is_empty() => {
            let one = list[rng.usize(..list.len())].clone();
            list.insert(rng.usize(..=list.len()), one);
        }
        Value::Object(members) if !members.is_empty() => {
            let mut one = members.entries[rng.usize(..members.entries.len())].clone();
            if let Some(key) = key {
                let old = one.key.clone();
                one.key = match rng.u8(..4) {
                    0 => key.into(),
                    1 => format!("{old}{key}").into(),
                    2 => old.to_uppercase().into(),
                    _ => format!("{old}_").into(),
                };
            }
            members
                .entries
                .insert(rng.usize(..=members.entries.len()), one);
        }
        _ => {}
    }
}

fn exchange(root: &mut Node, _: &Node, rng: &mut Rng) {
    let all = count(root);
    let (a, b) = (rng.usize(..all), rng.usize(..all));
    let (Some(first), Some(second)) = (
        nth(root, &mut { a }).cloned(),
        nth(root, &mut { b }).cloned(),
    ) else {
        return;
    };
    if let Some(node) = nth_mut(root, &mut { a.max(b) }) {
        *node = if a > b { second.clone() } else { first.clone() };
    }
    if let Some(node) = nth_mut(root, &mut { a.min(b) }) {
        *node = if a > b { first } else { second };
    }
}

/// A reference to somewhere, or to nowhere.
fn reference(root: &Node, rng: &mut Rng) -> String {
    let bad = [
        "",
        "#",
        "#/",
        "#/components/schemas/",
        "#/components/schemas/~2",
        "#/components/schemas/%",
        "#/components/schemas/%00",
        "#x",
        "x.yaml#/a",
        "../x.json",
        "http://x.example/a.json#/b",
        "#/paths",
        "#/components/schemas/A/properties/a/items/0",
        "#//",
        "#/a~",
        "urn:x:y",
        "#/components/schemas/Ä",
    ];
    match rng.u8(..8) {
        0 => one_of(&bad, rng).to_owned(),
        1 => format!("#/components/schemas/{}", one_of(TEXTS, rng)),
        _ => pointer(root, rng.usize(..count(root))),
    }
}

fn retarget(root: &mut Node, _: &Node, rng: &mut Rng) {
    let to = reference(root, rng);
    if let Some(at) = any_that(root, |node| node.get("$ref").is_some(), rng)
        && let Some(object) = nth_mut(root, &mut { at }).and_then(Node::as_object_mut)
    {
        object.insert("$ref", string(&to));
    }
}

fn refer(root: &mut Node, _: &Node, rng: &mut Rng) {
    let to = reference(root, rng);
    let node = if rng.bool() {
        any_schema(root, rng)
    } else {
        any(root, rng)
    };
    if let Some(node) = node {
        *node = object([("$ref".to_owned(), string(&to))]);
    }
}

/// A value of any kind.
fn value(rng: &mut Rng) -> Node {
    match rng.u8(..10) {
        0 => node(Value::Null),
        1 => node(Value::Bool(rng.bool())),
        2 | 3 => number(one_of(NUMBERS, rng)),
        4 | 5 => string(one_of(TEXTS, rng)),
        6 => array([]),
        7 => object([]),
        8 => array([string(one_of(TEXTS, rng)), number(one_of(NUMBERS, rng))]),
        _ => object([(
            one_of(KEYWORDS, rng).to_owned(),
            string(one_of(KEYWORDS, rng)),
        )]),
    }
}

fn retype(root: &mut Node, _: &Node, rng: &mut Rng) {
    let new = value(rng);
    if let Some(node) = any(root, rng) {
        *node = new;
    }
}

fn wrap(root: &mut Node, _: &Node, rng: &mut Rng) {
    let key = one_of(KEYWORDS, rng).to_owned();
    let in_array = rng.bool();
    if let Some(node) = any(root, rng) {
        let inner = std::mem::replace(node, string(""));
        *node = if in_array {
            array([inner])
        } else {
            object([(key, inner)])
        };
    }
}

fn unwrap(root: &mut Node, _: &Node, rng: &mut Rng) {
    if let Some(node) = any(root, rng) {
        let children: Vec<&Node> = tree::children(node).collect();
        if !children.is_empty() {
            *node = children[rng.usize(..children.len())].clone();
        }
    }
}

/// What a keyword may be given: something of the document, of any kind, or what it often has.
fn keyword_value(key: &str, root: &Node, rng: &mut Rng) -> Node {
    let types = [
        "string", "integer", "number", "boolean", "array", "object", "null", "file", "any",
    ];
    match (key, rng.u8(..4)) {
        ("type", 0) => array([string(one_of(&types, rng)), string(one_of(&types, rng))]),
        ("type", 1 | 2) => string(one_of(&types, rng)),
        ("required", 0 | 1) => {
            let mut names: Vec<Node> =
                vec![string(one_of(TEXTS, rng)), string("id"), string("name")];
            names.truncate(rng.usize(..=3));
            array(names)
        }
        (
            "nullable" | "readOnly" | "writeOnly" | "explode" | "deprecated" | "uniqueItems"
            | "allowReserved",
            0..=2,
        ) => node(Value::Bool(rng.bool())),
        (
            "maximum" | "minimum" | "exclusiveMaximum" | "exclusiveMinimum" | "multipleOf"
            | "maxItems" | "minItems" | "maxLength",
            0..=2,
        ) => number(one_of(NUMBERS, rng)),
        (_, 0 | 1) => copy_of(root, rng),
        _ => value(rng),
    }
}

fn add_keyword(root: &mut Node, _: &Node, rng: &mut Rng) {
    let key = one_of(KEYWORDS, rng);
    let new = keyword_value(key, root, rng);
    if let Some(object) = any_object(root, rng) {
        object.insert(key, new);
    }
}

fn rename(root: &mut Node, _: &Node, rng: &mut Rng) {
    let key = match rng.u8(..3) {
        0 => one_of(KEYWORDS, rng),
        _ => one_of(TEXTS, rng),
    };
    let appended = rng.u8(..3) == 0;
    if let Some(object) = any_object(root, rng) {
        let at = rng.usize(..object.entries.len());
        let entry = &mut object.entries[at];
        entry.key = if appended {
            format!("{}{key}", entry.key).into()
        } else {
            key.into()
        };
    }
}

fn splice(root: &mut Node, other: &Node, rng: &mut Rng) {
    let part = copy_of(other, rng);
    let key = one_of(KEYWORDS, rng).to_owned();
    let Some(node) = any(root, rng) else { return };
    match &mut node.value {
        Value::Array(list) if rng.bool() => list.push(part),
        Value::Object(object) if rng.bool() => object.entries.push(entry(&key, part)),
        _ => *node = part,
    }
}

fn displace(root: &mut Node, _: &Node, rng: &mut Rng) {
    let Some(object) = any_object(root, rng) else {
        return;
    };
    let moved = object.entries.remove(rng.usize(..object.entries.len()));
    match any_object(root, rng) {
        Some(object) => object.entries.push(moved),
        None => *root = moved.node,
    }
}

fn text(root: &mut Node, _: &Node, rng: &mut Rng) {
    let new = one_of(TEXTS, rng);
    let at = any_that(root, |node| node.as_str().is_some(), rng);
    let Some(node) = at.and_then(|at| nth_mut(root, &mut { at })) else {
        return;
    };
    let old = node.as_str().unwrap_or_default().to_owned();
    *node = match rng.u8(..6) {
        0 => string(&format!("{old}{new}")),
        1 => string(&format!("{new}{old}")),
        2 => string(&new.repeat(rng.usize(1..200))),
        3 => string(&old.to_uppercase()),
        _ => string(new),
    };
}

fn numeral(root: &mut Node, _: &Node, rng: &mut Rng) {
    let new = number(one_of(NUMBERS, rng));
    let at = any_that(root, |node| matches!(node.value, Value::Number(_)), rng);
    if let Some(node) = at.and_then(|at| nth_mut(root, &mut { at })) {
        *node = new;
    } else {
        add_keyword(root, &new, rng);
    }
}

fn version(root: &mut Node, _: &Node, rng: &mut Rng) {
    let (key, said) = VERSIONS[rng.usize(..VERSIONS.len())];
    if let Some(members) = root.as_object_mut() {
        members.remove("openapi");
        members.remove("swagger");
        let said = match said
            .strip_prefix('"')
            .and_then(|said| said.strip_suffix('"'))
        {
            Some(text) => string(text),
            None if said == "null" => node(Value::Null),
            None if said.starts_with('[') => array([string("3.1.0")]),
            None => number(said),
        };
        members.entries.insert(0, entry(key, said));
    }
}

fn deepen(root: &mut Node, _: &Node, rng: &mut Rng) {
    let levels = if rng.u8(..8) == 0 {
        rng.usize(..DEEPEST)
    } else {
        rng.usize(..12)
    };
    let kind = rng.u8(..6);
    let Some(node) = any_schema(root, rng) else {
        return;
    };
    let mut inner = std::mem::replace(node, string(""));
    for _ in 0..levels {
        inner = match kind {
            0 => object([("items".to_owned(), inner)]),
            1 => object([("properties".to_owned(), object([("a".to_owned(), inner)]))]),
            2 => object([("allOf".to_owned(), array([inner]))]),
            3 => object([(
                "oneOf".to_owned(),
                array([inner, object([("type".to_owned(), string("string"))])]),
            )]),
            4 => object([("additionalProperties".to_owned(), inner)]),
            _ => object([("not".to_owned(), inner)]),
        };
    }
    *node = inner;
}

fn compose(root: &mut Node, other: &Node, rng: &mut Rng) {
    let key = one_of(&["allOf", "oneOf", "anyOf"], rng);
    let source = if rng.bool() { other } else { &*root };
    let mut source = source.clone();
    let beside = match rng.u8(..5) {
        0 => object([("type".to_owned(), string("null"))]),
        1 => object([("const".to_owned(), value(rng))]),
        2 => object([("required".to_owned(), array([string("id")]))]),
        _ => any_schema(&mut source, rng).map_or_else(|| value(rng), |node| node.clone()),
    };
    let mapped = rng.u8(..4) == 0;
    let to = reference(root, rng);
    let Some(node) = any_schema(root, rng) else {
        return;
    };
    let inner = std::mem::replace(node, string(""));
    let mut members = vec![(key.to_owned(), array([inner, beside]))];
    if mapped {
        let mapping = object([
            ("a".to_owned(), string(&to)),
            (one_of(TEXTS, rng).to_owned(), string("Other")),
        ]);
        members.push((
            "discriminator".to_owned(),
            object([
                (
                    "propertyName".to_owned(),
                    string(one_of(&["type", "kind", "", "a-b"], rng)),
                ),
                ("mapping".to_owned(), mapping),
            ]),
        ));
    }
    *node = object(members);
}

/// Many of what there is one of.
fn widen(root: &mut Node, _: &Node, rng: &mut Rng) {
    let times = rng.usize(1..60);
    let Some(node) = any(root, rng) else { return };
    match &mut node.value {
        Value::Array(list) if !list.is_empty() => {
            let one = list[rng.usize(..list.len())].clone();
            list.extend(std::iter::repeat_n(one, times));
        }
        Value::Object(object) if !object.is_empty() => {
            let one = object.entries[rng.usize(..object.entries.len())].clone();
            object.entries.extend((0..times).map(|index| {
                let key = format!("{}{index}", one.key);
                entry(&key, one.node.clone())
            }));
        }
        _ => {}
    }
}

/// Schemas that each refer to the next twice: what expands them has two to the power of their number to do.
fn ladder(root: &mut Node, _: &Node, rng: &mut Rng) {
    let rungs = rng.usize(2..30);
    let key = one_of(
        &["allOf", "oneOf", "anyOf", "properties", "prefixItems"],
        rng,
    );
    let closed = rng.bool();
    let to = |rung: usize| {
        object([(
            "$ref".to_owned(),
            string(&format!("#/components/schemas/Rung{rung}")),
        )])
    };
    let schemas = (0..rungs).map(|rung| {
        let next = if rung + 1 < rungs { rung + 1 } else { 0 };
        let schema = if rung + 1 == rungs && !closed {
            object([("type".to_owned(), string("string"))])
        } else if key == "properties" {
            object([(
                key.to_owned(),
                object([("a".to_owned(), to(next)), ("b".to_owned(), to(next))]),
            )])
        } else {
            object([(key.to_owned(), array([to(next), to(next)]))])
        };
        entry(&format!("Rung{rung}"), schema)
    });
    let schemas: Vec<_> = schemas.collect();
    if let Some(node) = any_schema(root, rng) {
        *node = to(0);
    }
    let Some(members) = root.as_object_mut() else {
        return;
    };
    if members.get("components").is_none() {
        members.insert("components", object([]));
    }
    let Some(components) = members.get_mut("components").and_then(Node::as_object_mut) else {
        return;
    };
    if components.get("schemas").is_none() {
        components.insert("schemas", object([]));
    }
    if let Some(known) = components.get_mut("schemas").and_then(Node::as_object_mut) {
        known.entries.extend(schemas);
    }
}

/// Documented values of any kind.
fn values(root: &mut Node, _: &Node, rng: &mut Rng) {
    let key = one_of(&["enum", "const", "default", "example", "examples"], rng);
    let new = match key {
        "enum" | "examples" => array((0..rng.usize(..8)).map(|_| value(rng)).collect::<Vec<_>>()),
        _ => value(rng),
    };
    if let Some(object) = any_schema(root, rng).and_then(Node::as_object_mut) {
        object.insert(key, new);
    }
}

fn template(root: &mut Node, _: &Node, rng: &mut Rng) {
    let templates = [
        "",
        "/",
        "//",
        "a",
        "/{",
        "/}",
        "/{}",
        "/{a",
        "/{a}{b}",
        "/{a}.{b}",
        "/{a}/{a}",
        "/{{a}}",
        "/../x",
        "/./x",
        "/%2e%2e/x",
        "/x?y={a}",
        "/x#y",
        "/x y",
        "/é/{日}",
        "/\"",
        "/\\",
        "/{a:.*}",
        "/{+a}",
        "/{a*}",
        "/{a,b}",
        "/x/{type}",
        "/x/{self}",
        "http://x.example/y",
        "/\u{0}",
        "/\n",
        "/x/{a}/",
        "/x/{ a }",
    ];
    let new = one_of(&templates, rng);
    let Some(paths) = root
        .as_object_mut()
        .and_then(|root| root.get_mut("paths"))
        .and_then(Node::as_object_mut)
    else {
        return;
    };
    if !paths.is_empty() {
        let at = rng.usize(..paths.entries.len());
        paths.entries[at].key = new.into();
    }
}

fn any_operation<'a>(
    root: &'a mut Node,
    rng: &mut Rng,
) -> Option<&'a mut clientwright::source::Object> {
    let at = any_that(root, |node| node.get("responses").is_some(), rng)?;
    nth_mut(root, &mut { at })?.as_object_mut()
}

fn parameter(root: &mut Node, other: &Node, rng: &mut Rng) {
    let places = [
        "path",
        "query",
        "header",
        "cookie",
        "querystring",
        "body",
        "formData",
        "",
    ];
    let styles = [
        "form",
        "simple",
        "label",
        "matrix",
        "deepObject",
        "spaceDelimited",
        "pipeDelimited",
        "cookie",
        "",
        "x",
    ];
    let mut from = if rng.bool() {
        other.clone()
    } else {
        root.clone()
    };
    let schema = any_schema(&mut from, rng).map_or_else(|| value(rng), |node| node.clone());
    let mut members = vec![
        ("name".to_owned(), string(one_of(TEXTS, rng))),
        ("in".to_owned(), string(one_of(&places, rng))),
    ];
    let mut maybe = |key: &str, value: Node, rng: &mut Rng| {
        if rng.u8(..3) == 0 {
            members.push((key.to_owned(), value));
        }
    };
    maybe("style", string(one_of(&styles, rng)), rng);
    maybe("explode", node(Value::Bool(rng.bool())), rng);
    maybe("required", node(Value::Bool(rng.bool())), rng);
    maybe("allowReserved", node(Value::Bool(true)), rng);
    maybe(
        "collectionFormat",
        string(one_of(&["csv", "multi", "pipes", "tsv", "x"], rng)),
        rng,
    );
    if rng.u8(..4) == 0 {
        let media = one_of(
            &[
                "application/json",
                "text/plain",
                "application/x-www-form-urlencoded",
                "",
            ],
            rng,
        );
        let media_type = object([("schema".to_owned(), schema)]);
        members.push((
            "content".to_owned(),
            object([(media.to_owned(), media_type)]),
        ));
    } else {
        members.push(("schema".to_owned(), schema));
    }
    let Some(operation) = any_operation(root, rng) else {
        return;
    };
    match operation.get_mut("parameters").map(|node| &mut node.value) {
        Some(Value::Array(list)) => list.push(object(members)),
        _ => operation.insert("parameters", array([object(members)])),
    }
}

fn security(root: &mut Node, _: &Node, rng: &mut Rng) {
    let kinds = [
        "apiKey",
        "http",
        "oauth2",
        "openIdConnect",
        "mutualTLS",
        "basic",
        "",
    ];
    let name = one_of(TEXTS, rng).to_owned();
    let scheme = object([
        ("type".to_owned(), string(one_of(&kinds, rng))),
        (
            "in".to_owned(),
            string(one_of(&["header", "query", "cookie", "path"], rng)),
        ),
        ("name".to_owned(), string(one_of(TEXTS, rng))),
        (
            "scheme".to_owned(),
            string(one_of(
                &["basic", "bearer", "Bearer", "digest", "", "a b", "x\ny"],
                rng,
            )),
        ),
    ]);
    let schemes = object([(name.clone(), scheme)]);
    let used = array([object([(name, array([]))])]);
    let Some(members) = root.as_object_mut() else {
        return;
    };
    members.insert("security", used);
    if members.get("swagger").is_some() {
        members.insert("securityDefinitions", schemes);
    } else {
        if members.get("components").is_none() {
            members.insert("components", object([]));
        }
        if let Some(components) = members.get_mut("components").and_then(Node::as_object_mut) {
            components.insert("securitySchemes", schemes);
        }
    }
}

/// A body or an answer of some media type.
fn content(root: &mut Node, other: &Node, rng: &mut Rng) {
    let types = [
        "application/json",
        "application/xml",
        "text/plain",
        "text/event-stream",
        "application/jsonl",
        "application/json-seq",
        "application/octet-stream",
        "multipart/form-data",
        "multipart/mixed",
        "application/x-www-form-urlencoded",
        "*/*",
        "image/*",
        "application/vnd.x+json; v=1",
        "",
        "x",
        "a/b/c",
        "text/\"html",
    ];
    let statuses = [
        "200", "201", "204", "206", "301", "400", "404", "4XX", "5XX", "default", "2XX", "1XX",
        "99", "x", "",
    ];
    let mut from = if rng.bool() {
        other.clone()
    } else {
        root.clone()
    };
    let mut media = Vec::new();
    for _ in 0..rng.usize(1..4) {
        let schema = any_schema(&mut from, rng).map_or_else(|| value(rng), |node| node.clone());
        let key = one_of(&["schema", "schema", "itemSchema"], rng);
        media.push((
            one_of(&types, rng).to_owned(),
            object([(key.to_owned(), schema)]),
        ));
    }
    let content = object([
        ("description".to_owned(), string(one_of(TEXTS, rng))),
        ("content".to_owned(), object(media)),
    ]);
    let as_body = rng.bool();
    let status = one_of(&statuses, rng);
    let Some(operation) = any_operation(root, rng) else {
        return;
    };
    if as_body {
        operation.insert("requestBody", content);
    } else if let Some(responses) = operation.get_mut("responses").and_then(Node::as_object_mut) {
        responses.insert(status, content);
    }
}
