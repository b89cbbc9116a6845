//! The older form of documentation page, a rendered tree, rewritten to an OpenAPI 3.1 document.

use super::grammar::METHODS;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::source::{Entry, Node, Object, Place, SourceFile, Value};

/// How deep schemas may be nested in each other: as deep as a document that could be read.
const DEPTH: usize = 256;

/// Rewrites a page to the document that says the same.
///
/// operationId, tags and the names of security schemes are lost in such a page: the title becomes the summary, from
/// which a name can be made, and the scheme is called what the page calls it.
pub(super) fn convert(page: &SourceFile, diagnostics: &mut Diagnostics) -> Node {
    let mut converter = Page {
        page,
        place: page.root.place,
        schemas: Object::default(),
        listed: Object::default(),
        schemes: Object::default(),
        diagnostics,
    };
    converter.document()
}

struct Page<'a> {
    page: &'a SourceFile,
    place: Place,
    /// Schemas with a name, in the order in which they are met.
    schemas: Object,
    listed: Object,
    schemes: Object,
    diagnostics: &'a mut Diagnostics,
}

impl Page<'_> {
    fn document(&mut self) -> Node {
        let root = &self.page.root;
        self.unknown(root, &["paths", "components"]);
        let mut document = Object::default();
        document.insert("openapi", self.text("3.1.0"));
        self.components(root.get("components"));
        let mut paths = Object::default();
        if let Some(described) = root.get("paths") {
            let path = described
                .get("path")
                .and_then(Node::as_str)
                .unwrap_or_default();
            let method = described
                .get("method")
                .and_then(Node::as_str)
                .unwrap_or_default()
                .to_lowercase();
            self.refuse(described, path, &method);
            if let Some(servers) = described.get("servers") {
                document.insert("servers", servers.clone());
            }
            let mut item = Object::default();
            item.insert(&method, self.operation(described));
            paths.insert(path, self.object(item));
        }
        document.insert("paths", self.object(paths));
        for entry in std::mem::take(&mut self.listed).entries {
            self.schemas.insert(&entry.key, entry.node);
        }
        let mut components = Object::default();
        let (schemas, schemes) = (
            std::mem::take(&mut self.schemas),
            std::mem::take(&mut self.schemes),
        );
        components.insert("schemas", self.object(schemas));
        components.insert("securitySchemes", self.object(schemes));
        document.insert("components", self.object(components));
        self.object(document)
    }

    /// Reads the components that the page lists, with which what it says inline is compared.
    fn components(&mut self, listed: Option<&Node>) {
        let Some(listed) = listed else {
            return;
        };
        self.unknown(listed, &["schemas"]);
        let schemas = listed.get("schemas").and_then(Node::as_object);
        for entry in schemas.into_iter().flat_map(|object| &object.entries) {
            let schema = self.schema(&entry.node, 0);
            self.listed.insert(&entry.key, schema);
        }
    }

    /// The component of this name, as far as the page has said it.
    fn component(&self, name: &str) -> Option<&Node> {
        self.listed.get(name).or_else(|| self.schemas.get(name))
    }

    /// A page is about one operation: without its address there is nothing to make.
    fn refuse(&mut self, described: &Node, path: &str, method: &str) {
        let known = [
            (
                "path",
                path,
                path.starts_with('/'),
                "does not begin with `/`",
            ),
            ("method", method, METHODS.contains(&method), "is not known"),
        ];
        for (key, value, _, why) in known.iter().filter(|(_, _, good, _)| !good) {
            let (code, message) = match described.get(key) {
                None => (
                    Code::MissingField,
                    format!("the page does not say its operation's {key}"),
                ),
                Some(_) => (Code::WrongType, format!("the {key} `{value}` {why}")),
            };
            let place = described.get(key).unwrap_or(described).place;
            self.diagnostics
                .push(Diagnostic::new(Severity::Fatal, code, message).at(place));
        }
    }

    fn operation(&mut self, described: &Node) -> Node {
        self.unknown(
            described,
            &[
                "path",
                "method",
                "servers",
                "request",
                "response",
                "deprecated",
                "type",
            ],
        );
        let mut operation = Object::default();
        let facts = &self.page.page;
        if let Some(title) = &facts.title {
            operation.insert("summary", self.text(title));
        }
        if let Some(description) = &facts.description {
            operation.insert("description", self.text(description));
        }
        if described.get("deprecated").and_then(Node::as_bool) == Some(true) {
            operation.insert("deprecated", Node::new(Value::Bool(true), self.place));
        }
        if let Some(request) = described.get("request") {
            self.unknown(request, &["security", "parameters", "body"]);
            let security = request
                .get("security")
                .and_then(Node::as_array)
                .unwrap_or_default();
            let security = security.iter().map(|one| self.requirement(one)).collect();
            operation.insert("security", Node::new(Value::Array(security), self.place));
            let parameters = self.parameters(request.get("parameters"));
            operation.insert(
                "parameters",
                Node::new(Value::Array(parameters), self.place),
            );
            if let Some(body) = request.get("body").and_then(|body| self.body(body)) {
                operation.insert("requestBody", body);
            }
        }
        let mut responses = Object::default();
        let answers = described
            .get("response")
            .and_then(Node::as_object)
            .into_iter()
            .flat_map(|object| &object.entries);
        for entry in answers {
            responses.insert(&entry.key, self.response(&entry.node));
        }
        operation.insert("responses", self.object(responses));
        self.object(operation)
    }

    /// One alternative of credentials: each named parameter of it is a security scheme.
    fn requirement(&mut self, node: &Node) -> Node {
        self.unknown(node, &["title", "parameters"]);
        let title = node
            .get("title")
            .and_then(Node::as_str)
            .unwrap_or("credential")
            .to_owned();
        let mut found: Vec<(&str, &Entry)> = Vec::new();
        for location in ["header", "query", "cookie"] {
            let named = node
                .get("parameters")
                .and_then(|all| all.get(location))
                .and_then(Node::as_object);
            found.extend(
                named
                    .into_iter()
                    .flat_map(|object| &object.entries)
                    .map(|entry| (location, entry)),
            );
        }
        let single = found.len() == 1;
        let mut requirement = Object::default();
        for (location, entry) in found {
            let name = if single {
                title.clone()
            } else {
                format!("{title} {}", entry.key)
            };
            let scheme = self.scheme(location, entry);
            self.schemes.insert(&name, scheme);
            requirement.insert(&name, Node::new(Value::Array(Vec::new()), entry.place));
        }
        self.object(requirement)
    }

    fn scheme(&self, location: &str, entry: &Entry) -> Node {
        let mut scheme = Object::default();
        let kind = entry
            .node
            .get("type")
            .and_then(Node::as_str)
            .unwrap_or("apiKey");
        if kind == "apiKey" {
            scheme.insert("type", self.text("apiKey"));
            scheme.insert("in", self.text(location));
            scheme.insert("name", self.text(&entry.key));
        } else {
            scheme.insert("type", self.text("http"));
            let basic = entry
                .node
                .get("scheme")
                .and_then(Node::as_str)
                .is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic"));
            scheme.insert("scheme", self.text(if basic { "basic" } else { "bearer" }));
        }
        if let Some(description) = entry.node.get("description") {
            scheme.insert("description", description.clone());
        }
        Node::new(Value::Object(scheme), entry.place)
    }

    fn parameters(&mut self, described: Option<&Node>) -> Vec<Node> {
        let mut parameters = Vec::new();
        for location in ["path", "query", "header", "cookie"] {
            let named = described
                .and_then(|all| all.get(location))
                .and_then(Node::as_object);
            for entry in named.into_iter().flat_map(|object| &object.entries) {
                let alternatives = alternatives(&entry.node);
                let required = alternatives
                    .iter()
                    .any(|one| one.get("required").and_then(Node::as_bool) == Some(true));
                let mut parameter = Object::default();
                parameter.insert("in", self.text(location));
                parameter.insert("name", Node::string(entry.key.clone(), entry.place));
                parameter.insert(
                    "required",
                    Node::new(Value::Bool(required || location == "path"), entry.place),
                );
                for key in ["description", "style", "explode", "deprecated"] {
                    if let Some(value) = entry.node.get(key) {
                        parameter.insert(key, value.clone());
                    }
                }
                parameter.insert("schema", self.union(alternatives, entry.place));
                self.unknown(
                    &entry.node,
                    &[
                        "schema",
                        "schemaArray",
                        "description",
                        "style",
                        "explode",
                        "deprecated",
                        "required",
                        "example",
                        "examples",
                    ],
                );
                parameters.push(Node::new(Value::Object(parameter), entry.place));
            }
        }
        parameters
    }

    fn body(&mut self, node: &Node) -> Option<Node> {
        let object = node.as_object().filter(|object| !object.is_empty())?;
        let mut body = Object::default();
        let mut content = Object::default();
        let mut required = false;
        for entry in &object.entries {
            let alternatives = alternatives(&entry.node);
            required |= alternatives
                .iter()
                .any(|one| one.get("required").and_then(Node::as_bool) == Some(true));
            content.insert(&entry.key, self.media(&entry.node, alternatives));
            if let Some(description) = entry.node.get("description") {
                body.insert("description", description.clone());
            }
        }
        body.insert("required", Node::new(Value::Bool(required), node.place));
        body.insert("content", Node::new(Value::Object(content), node.place));
        Some(Node::new(Value::Object(body), node.place))
    }

    fn response(&mut self, node: &Node) -> Node {
        let mut response = Object::default();
        let mut content = Object::default();
        for entry in node
            .as_object()
            .into_iter()
            .flat_map(|object| &object.entries)
        {
            if let Some(description) = entry.node.get("description") {
                response.insert("description", description.clone());
            }
            if !entry.key.starts_with("_mintlify/") {
                content.insert(
                    &entry.key,
                    self.media(&entry.node, alternatives(&entry.node)),
                );
            }
        }
        if response.get("description").is_none() {
            response.insert("description", self.text(""));
        }
        if !content.is_empty() {
            response.insert("content", Node::new(Value::Object(content), node.place));
        }
        Node::new(Value::Object(response), node.place)
    }

    /// The examples of a page are made up from its schemas: they say nothing.
    fn media(&mut self, node: &Node, alternatives: &[Node]) -> Node {
        self.unknown(
            node,
            &[
                "schema",
                "schemaArray",
                "examples",
                "description",
                "refIdentifier",
            ],
        );
        let mut media = Object::default();
        media.insert("schema", self.union(alternatives, node.place));
        Node::new(Value::Object(media), node.place)
    }

    /// One alternative is the schema; more are a choice.
    fn union(&mut self, alternatives: &[Node], place: Place) -> Node {
        match alternatives {
            [only] => self.schema(only, 0),
            several => {
                let list = several.iter().map(|one| self.schema(one, 0)).collect();
                let mut union = Object::default();
                union.insert("anyOf", Node::new(Value::Array(list), place));
                Node::new(Value::Object(union), place)
            }
        }
    }

    fn schema(&mut self, node: &Node, depth: usize) -> Node {
        let Some(object) = node.as_object().filter(|_| depth < DEPTH) else {
            return node.clone();
        };
        if let ([only], Some([part])) = (
            object.entries.as_slice(),
            object.get("allOf").and_then(Node::as_array),
        ) && &*only.key == "allOf"
        {
            return self.schema(part, depth + 1);
        }
        let mut schema = Object::default();
        let mut component = None;
        for entry in &object.entries {
            let value = match (&*entry.key, &entry.node.value) {
                ("required", Value::Bool(_)) => continue,
                ("type", Value::String(any)) if &**any == "any" => continue,
                ("refIdentifier", Value::String(reference)) => {
                    component = reference.rsplit('/').next().map(str::to_owned);
                    continue;
                }
                ("requiredProperties", _) => {
                    schema.insert("required", entry.node.clone());
                    continue;
                }
                ("properties" | "patternProperties" | "$defs", Value::Object(members)) => {
                    let members = members.entries.iter().map(|member| Entry {
                        node: self.schema(&member.node, depth + 1),
                        ..member.clone()
                    });
                    Value::Object(Object {
                        entries: members.collect(),
                    })
                }
                ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(list)) => {
                    Value::Array(list.iter().map(|one| self.schema(one, depth + 1)).collect())
                }
                ("items", Value::Array(list)) => match list.as_slice() {
                    [only] => self.schema(only, depth + 1).value,
                    _ => entry.node.value.clone(),
                },
                ("items" | "additionalProperties" | "not", Value::Object(_)) => {
                    self.schema(&entry.node, depth + 1).value
                }
                (_, value) => value.clone(),
            };
            schema.set(Entry {
                key: entry.key.clone(),
                place: entry.place,
                node: Node::new(value, entry.node.place),
            });
        }
        let schema = Node::new(Value::Object(schema), node.place);
        match component {
            // What differs from the component of this name stays where it stands.
            Some(name)
                if !name.is_empty()
                    && self.component(&name).is_none_or(|known| *known == schema) =>
            {
                let reference = format!(
                    "#/components/schemas/{}",
                    name.replace('~', "~0").replace('/', "~1")
                );
                self.schemas.insert(&name, schema);
                let mut object = Object::default();
                object.insert("$ref", Node::string(reference, node.place));
                Node::new(Value::Object(object), node.place)
            }
            _ => schema,
        }
    }

    fn unknown(&mut self, node: &Node, known: &[&str]) {
        for entry in node
            .as_object()
            .into_iter()
            .flat_map(|object| &object.entries)
        {
            if !known.contains(&&*entry.key) {
                let message = format!(
                    "`{}` is not part of a documentation page's tree as it is known; it has no effect",
                    entry.key
                );
                self.diagnostics.push(
                    Diagnostic::new(Severity::Warning, Code::UnknownKeyword, message)
                        .at(entry.place),
                );
            }
        }
    }

    fn text(&self, text: &str) -> Node {
        Node::string(text, self.place)
    }

    fn object(&self, object: Object) -> Node {
        Node::new(Value::Object(object), self.place)
    }
}

/// The alternatives of a `schema` or `schemaArray`.
fn alternatives(node: &Node) -> &[Node] {
    let found = node.get("schemaArray").or_else(|| node.get("schema"));
    found.map_or(&[], |found| {
        found.as_array().unwrap_or(std::slice::from_ref(found))
    })
}

#[cfg(test)]
mod tests {
    use super::convert;
    use crate::diagnostic::Diagnostics;
    use crate::source::{Node, read_text};

    fn converted(answers: &str, components: &str) -> (Node, Vec<&'static str>) {
        let text = format!(
            "# T\n\n## OpenAPI\n\n```yaml\npaths:\n  path: /x\n  method: get\n  request: {{}}\n  response: {answers}\ncomponents: {components}\n```\n"
        );
        let mut diagnostics = Diagnostics::default();
        let source = read_text("page.md", &text, &mut diagnostics);
        let node = convert(&source.files[0], &mut diagnostics);
        let said = diagnostics.iter().map(|one| one.code.as_str()).collect();
        (node, said)
    }

    fn answer(node: &Node, status: &str) -> Node {
        let operation = node.get("paths").unwrap().get("/x").unwrap().get("get");
        let responses = operation.unwrap().get("responses").unwrap();
        let content = responses.get(status).unwrap().get("content").unwrap();
        content
            .get("application/json")
            .unwrap()
            .get("schema")
            .unwrap()
            .clone()
    }

    #[test]
    fn shapes_of_one_name_that_differ_are_both_kept() {
        let body = |kind: &str| {
            format!(
                "{{application/json: {{schemaArray: [{{type: {kind}, refIdentifier: '#/components/schemas/A'}}]}}}}"
            )
        };
        let answers = format!("{{'200': {}, '400': {}}}", body("string"), body("number"));
        for components in ["{}", "{schemas: {A: {type: string}}}"] {
            let (node, said) = converted(&answers, components);
            assert_eq!(said, [""; 0]);
            assert_eq!(
                answer(&node, "200").get("$ref").unwrap().as_str(),
                Some("#/components/schemas/A")
            );
            assert_eq!(
                answer(&node, "400").get("type").unwrap().as_str(),
                Some("number")
            );
            let schemas = node.get("components").unwrap().get("schemas").unwrap();
            assert_eq!(
                schemas.get("A").unwrap().get("type").unwrap().as_str(),
                Some("string")
            );
        }
    }

    #[test]
    fn a_key_that_is_not_known_is_named() {
        assert_eq!(converted("{}", "{colours: {}}").1, ["unknown-keyword"]);
    }
}
