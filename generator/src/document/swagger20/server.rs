//! `host`, `basePath` and `schemes` as servers.

use super::{Upgrade, object_at};
use crate::diagnostic::Code;
use crate::pointer::Pointer;
use crate::source::{Node, Value};

impl<'a> Upgrade<'a, '_> {
    /// One server for each scheme, https first: 2.0 gives the schemes no order, and a client takes the first server.
    ///
    /// `None` where the document says nothing of where it is served.
    pub(super) fn servers(&mut self, schemes: Option<&'a Node>, pointer: &Pointer) -> Option<Node> {
        let base_path = self
            .root
            .get("basePath")
            .filter(|node| node.as_str().is_some());
        let path = base_path
            .and_then(Node::as_str)
            .unwrap_or_default()
            .trim_end_matches('/');
        let path = if path.is_empty() || path.starts_with('/') {
            path.to_owned()
        } else {
            format!("/{path}")
        };
        let Some(host) = self.root.get("host").filter(|node| node.as_str().is_some()) else {
            let place = base_path.filter(|_| !path.is_empty())?.place;
            let server = object_at(place, [("url", Node::string(path, place))]);
            return Some(Node::new(Value::Array(vec![server]), place));
        };
        let name = host.as_str().unwrap_or_default();
        let listed = schemes.and_then(Node::as_array).unwrap_or_default();
        let mut servers = Vec::new();
        for wanted in ["https", "http"] {
            let scheme = listed.iter().find(|scheme| {
                scheme
                    .as_str()
                    .is_some_and(|text| text.eq_ignore_ascii_case(wanted))
            });
            servers.extend(scheme.map(|scheme| (wanted, scheme.place)));
        }
        for scheme in listed {
            if !scheme.as_str().is_some_and(|text| {
                ["https", "http"]
                    .iter()
                    .any(|known| text.eq_ignore_ascii_case(known))
            }) {
                let message = "a scheme other than `http` and `https` is no way to send a request; it is left out";
                self.warn(Code::Ignored, message, scheme.place, pointer);
            }
        }
        if servers.is_empty() {
            let message = format!("no `schemes` say how to reach {name}; `https` is taken");
            self.warn(Code::MissingField, message, host.place, pointer);
            servers.push(("https", host.place));
        }
        let place = schemes.map_or(host.place, |schemes| schemes.place);
        let server = |(scheme, place)| {
            object_at(
                place,
                [(
                    "url",
                    Node::string(format!("{scheme}://{name}{path}"), place),
                )],
            )
        };
        Some(Node::new(
            Value::Array(servers.into_iter().map(server).collect()),
            place,
        ))
    }
}
