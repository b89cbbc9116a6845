//! Parameters, sorted into those that stay parameters and those that become a body.

use super::{Components, Upgrade, object_at, renewed};
use crate::diagnostic::Code;
use crate::pointer::Pointer;
use crate::source::{Node, Object, Value};

/// Members of a parameter that stay beside its schema.
const OF_A_PARAMETER: [&str; 7] = [
    "name",
    "in",
    "description",
    "required",
    "allowEmptyValue",
    "deprecated",
    "example",
];

/// The parameters of an operation or a path.
#[derive(Default)]
pub(super) struct Parameters<'a> {
    /// Those of path, query and header, rewritten.
    pub(super) plain: Vec<Node>,
    /// The one that is the body.
    pub(super) body: Option<Body<'a>>,
    /// Those that are fields of a form, as they were.
    pub(super) form: Vec<&'a Node>,
}

/// The parameter that is the body.
pub(super) struct Body<'a> {
    /// The parameter as it was.
    pub(super) parameter: &'a Node,
    /// The reference to it, if it stands in the components.
    pub(super) component: Option<Node>,
}

impl<'a> Upgrade<'a, '_> {
    /// The document's shared parameters: in 3.1, parameters and request bodies. Form fields stand wherever they are used.
    pub(super) fn shared_parameters(&mut self, shared: &'a Node, components: &mut Components) {
        let (mut parameters, mut bodies) = (Object::default(), Object::default());
        let Some(object) = shared.as_object() else {
            self.wrong_type(
                shared,
                "`parameters`",
                "an object",
                &Components::pointer("parameters"),
            );
            return;
        };
        for entry in &object.entries {
            match self
                .follow(&entry.node)
                .and_then(|target| target.get("in"))
                .and_then(Node::as_str)
            {
                Some("body") => {
                    let consumes = self.consumes.clone();
                    let pointer = Components::pointer("requestBodies").child(&entry.key);
                    let parameter = self.follow(&entry.node).unwrap_or(&entry.node);
                    bodies.entries.push(renewed(
                        entry,
                        self.request_body(parameter, &consumes, &pointer),
                    ));
                }
                Some("formData") => {}
                Some(_) | None => {
                    let pointer = Components::pointer("parameters").child(&entry.key);
                    let mut sorted = Parameters::default();
                    self.sort_parameter(&entry.node, &mut sorted, &pointer);
                    parameters.entries.extend(
                        sorted
                            .plain
                            .pop()
                            .map(|parameter| renewed(entry, parameter)),
                    );
                }
            }
        }
        components.add(
            "parameters",
            Node::new(Value::Object(parameters), shared.place),
        );
        components.add(
            "requestBodies",
            Node::new(Value::Object(bodies), shared.place),
        );
    }

    /// Sorts a list of parameters; `pointer` is where the list of those that stay parameters will be.
    pub(super) fn parameters(&mut self, list: &'a Node, pointer: &Pointer) -> Parameters<'a> {
        let mut sorted = Parameters::default();
        match list.as_array() {
            Some(items) => {
                for item in items {
                    let pointer = pointer.index(sorted.plain.len());
                    self.sort_parameter(item, &mut sorted, &pointer);
                }
            }
            None => self.wrong_type(list, "`parameters`", "an array", pointer),
        }
        sorted
    }

    fn sort_parameter(&mut self, item: &'a Node, sorted: &mut Parameters<'a>, pointer: &Pointer) {
        let reference = item
            .get("$ref")
            .filter(|reference| reference.as_str().is_some());
        let shared_name = reference
            .and_then(Node::as_str)
            .and_then(|text| text.strip_prefix("#/parameters/"));
        let shared_name = shared_name.filter(|name| !name.contains('/'));
        let moved = |section: &str| -> Option<Node> {
            Some(Node::string(
                format!("#/components/{section}/{}", shared_name?),
                reference?.place,
            ))
        };
        // What leads nowhere or into another file is kept, and resolved or named when references are.
        let Some(parameter) = self.follow(item) else {
            let mut kept = item.clone();
            if let (Some(object), Some(reference)) = (kept.as_object_mut(), moved("parameters")) {
                object.insert("$ref", reference);
            }
            sorted.plain.push(kept);
            return;
        };
        let Some(object) = parameter.as_object() else {
            self.wrong_type(parameter, "a parameter", "an object", pointer);
            return;
        };
        match object.get("in").and_then(Node::as_str) {
            Some("body") if sorted.body.is_some() => {
                let message =
                    "an operation has one body; this second `in: body` parameter is left out";
                self.warn(Code::Ignored, message, item.place, pointer);
            }
            Some("body") => {
                sorted.body = Some(Body {
                    parameter,
                    component: moved("requestBodies"),
                })
            }
            Some("formData") => sorted.form.push(parameter),
            Some(_) | None => sorted.plain.push(match moved("parameters") {
                Some(reference) => object_at(item.place, [("$ref", reference)]),
                None => self.plain_parameter(parameter, object, pointer),
            }),
        }
    }

    fn plain_parameter(
        &mut self,
        parameter: &'a Node,
        object: &'a Object,
        pointer: &Pointer,
    ) -> Node {
        let mut described = self.describe(object, &OF_A_PARAMETER, "a parameter", pointer);
        let location = object.get("in").and_then(Node::as_str).unwrap_or_default();
        let style = self.array_style(&described, location, parameter, pointer);
        let place = described
            .schema
            .entries
            .first()
            .map_or(parameter.place, |entry| entry.place);
        let schema = std::mem::take(&mut described.schema);
        described
            .rest
            .insert("schema", Node::new(Value::Object(schema), place));
        described.rest.entries.extend(style);
        Node::new(Value::Object(described.rest), parameter.place)
    }
}
