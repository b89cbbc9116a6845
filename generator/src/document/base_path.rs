//! Tells operations of one path apart that two documents serve below different base paths.

use super::grammar::METHODS;
use super::merge::difference;
use crate::source::{Node, Object, Value};

/// Moves what `other` has at a method and path that `known` uses differently to the path that includes its servers' base path.
///
/// The requests stay what they were: what the path gains, the operation's servers lose. Servers are expected at the operations.
pub(super) fn separate(known: &Node, other: &mut Node) {
    let Some(paths) = other
        .as_object_mut()
        .and_then(|root| root.get_mut("paths"))
        .and_then(Node::as_object_mut)
    else {
        return;
    };
    let Some(known) = known.get("paths") else {
        return;
    };
    let mut moved: Vec<(String, Node)> = Vec::new();
    for entry in &mut paths.entries {
        let place = entry.node.place;
        let (Some(ours), Some(theirs)) = (known.get(&entry.key), entry.node.as_object_mut()) else {
            continue;
        };
        for method in METHODS {
            let (Some(our), Some(their)) = (ours.get(method), theirs.get(method)) else {
                continue;
            };
            let bases = (base_path(our), base_path(their));
            let (Some(our_base), Some(base)) = bases else {
                continue;
            };
            let path = format!("{base}{}", entry.key);
            if our_base == base
                || difference(our, their, 0).is_none()
                || known
                    .get(&path)
                    .is_some_and(|item| item.get(method).is_some())
            {
                continue;
            }
            let Some(mut operation) = theirs.remove(method) else {
                continue;
            };
            shorten_servers(&mut operation, &base);
            let mut item = Object::default();
            if let Some(parameters) = theirs.get("parameters") {
                item.insert("parameters", parameters.clone());
            }
            item.insert(method, operation);
            moved.push((path, Node::new(Value::Object(item), place)));
        }
    }
    for (path, item) in moved {
        match (
            paths.get_mut(&path).and_then(Node::as_object_mut),
            item.value,
        ) {
            (Some(there), Value::Object(item)) => item
                .entries
                .into_iter()
                .for_each(|entry| there.insert(&entry.key, entry.node)),
            (_, value) => paths.insert(&path, Node::new(value, item.place)),
        }
    }
}

/// The path that all servers of an operation have in common, without a slash at its end; `None` if they have different ones.
fn base_path(operation: &Node) -> Option<String> {
    let servers = operation.get("servers").and_then(Node::as_array);
    let mut bases = servers
        .unwrap_or_default()
        .iter()
        .map(|server| split(&url(server)).1.to_owned());
    let first = bases.next().unwrap_or_default();
    bases.all(|base| base == first).then_some(first)
}

/// The servers' URLs without the base path they have in common.
fn shorten_servers(operation: &mut Node, base: &str) {
    let servers = operation
        .as_object_mut()
        .and_then(|operation| operation.get_mut("servers"));
    let Some(Value::Array(servers)) = servers.map(|servers| &mut servers.value) else {
        return;
    };
    for server in servers {
        let url = url(server);
        let url = url.trim_end_matches('/').strip_suffix(base).unwrap_or(&url);
        let url = if url.is_empty() { "/" } else { url };
        let url = Node::string(url, server.place);
        if let Some(server) = server.as_object_mut() {
            server.remove("variables");
            server.insert("url", url);
        }
    }
}

/// A server's URL with the defaults of its variables in place (OpenAPI 3.1 section 4.8.5).
fn url(server: &Node) -> String {
    let url = server.get("url").and_then(Node::as_str).unwrap_or_default();
    let variables = server.get("variables").and_then(Node::as_object);
    let variables = variables.into_iter().flat_map(|object| &object.entries);
    variables.fold(url.to_owned(), |url, variable| {
        let default = variable.node.get("default").and_then(Node::as_str);
        url.replace(
            &format!("{{{}}}", variable.key),
            default.unwrap_or_default(),
        )
    })
}

/// The authority and the path of a URL, the latter without a slash at its end.
fn split(url: &str) -> (&str, &str) {
    let after = url.find("://").map_or(0, |at| at + 3);
    let path = url
        .get(after..)
        .and_then(|rest| rest.find('/'))
        .map_or(url.len(), |at| after + at);
    let (authority, path) = url.split_at_checked(path).unwrap_or((url, ""));
    (authority, path.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::separate;
    use crate::document::testing::{json as to_json, tree};

    #[test]
    fn the_base_path_moves_from_the_servers_into_the_path() {
        let variables = json!({"base": {"default": "/v2/"}});
        let known = tree(&json!({"paths": {
            "/a": {"get": {"summary": "1"}, "put": {}},
            "/b": {"get": {"summary": "1"}},
        }}));
        let server = json!([{"url": "https://a.example{base}", "variables": variables}]);
        let mut other = tree(&json!({"paths": {
            "/a": {
                "parameters": [true],
                "get": {"summary": "2", "servers": server},
                "put": {"summary": "2", "servers": [{"url": "/x/"}]},
                "post": {"servers": server},
            },
            "/b": {"get": {"summary": "2", "servers": [{"url": "https://a.example"}]}},
        }}));
        separate(&known, &mut other);
        assert_eq!(
            to_json(&other),
            json!({"paths": {
                "/a": {"parameters": [true], "post": {"servers": server}},
                "/b": {"get": {"summary": "2", "servers": [{"url": "https://a.example"}]}},
                "/v2/a": {"parameters": [true], "get": {"summary": "2", "servers": [{"url": "https://a.example"}]}},
                "/x/a": {"parameters": [true], "put": {"summary": "2", "servers": [{"url": "/"}]}},
            }})
        );
    }
}
