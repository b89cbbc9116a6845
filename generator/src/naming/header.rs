//! Plans the constants by which documented header fields of answers are read.

use super::Naming;
use super::ident::Case;
use super::plan::{HeaderForm, HeaderPlan, RustType};
use super::scope::Scope;
use crate::model::{Format, ResponseHeader, Shape, TypeId};
use crate::source::Value;

impl Naming<'_> {
    /// One constant for each name, whatever its capitals; a field that is described differently from place to place is
    /// text.
    pub(super) fn headers(&self) -> Vec<HeaderPlan> {
        let mut scope = Scope::default();
        let mut plans: Vec<HeaderPlan> = Vec::new();
        let answers = self.api.operations.iter().flat_map(|one| &one.answers);
        for header in answers.flat_map(|answer| &answer.headers) {
            let (ty, form) = self.header_type(header);
            let same = |plan: &&mut HeaderPlan| plan.name.eq_ignore_ascii_case(&header.name);
            match plans.iter_mut().find(same) {
                None => plans.push(HeaderPlan {
                    ident: scope.claim([&header.name], Case::Static).ident,
                    pointer: header.pointer.clone(),
                    name: header.name.clone(),
                    docs: header.docs.clone(),
                    ty,
                    form,
                }),
                Some(known) => {
                    if known.docs.description.is_none() {
                        known.docs = header.docs.clone();
                    }
                    known.docs.deprecated &= header.docs.deprecated;
                    if (&known.ty, known.form) != (&ty, form) {
                        known.ty = RustType::String;
                        known.form = HeaderForm::Text;
                    }
                }
            }
        }
        plans.sort_by(|one, other| one.name.cmp(&other.name));
        plans
    }

    fn header_type(&self, header: &ResponseHeader) -> (RustType, HeaderForm) {
        let form = if header.json {
            Some(HeaderForm::Json)
        } else {
            self.header_form(header.ty)
        };
        match form {
            Some(form) => (self.rust_type(header.ty), form),
            None => (RustType::String, HeaderForm::Text),
        }
    }

    /// `None` for what is spelled in a way of its own, such as an object: it is text.
    fn header_form(&self, ty: TypeId) -> Option<HeaderForm> {
        let list = |inner: HeaderForm| match inner {
            HeaderForm::Text => Some(HeaderForm::Texts),
            HeaderForm::Json => Some(HeaderForm::Scalars),
            HeaderForm::Texts | HeaderForm::Scalars => None,
        };
        match self.api.types.shape(ty) {
            Shape::Text => Some(HeaderForm::Text),
            Shape::Formatted(format) => Some(match format {
                Format::Decimal => HeaderForm::Json,
                Format::DateTime
                | Format::Date
                | Format::TimeOfDay
                | Format::TimeSpan
                | Format::Uuid
                | Format::Uri
                | Format::Base64 => HeaderForm::Text,
                Format::Binary => return None,
            }),
            Shape::Boolean | Shape::Integer(_) | Shape::Number => Some(HeaderForm::Json),
            Shape::Enumeration(values) => {
                let text = |value: &Value| matches!(value, Value::String(_));
                if values.iter().all(|one| text(&one.value.value)) {
                    Some(HeaderForm::Text)
                } else if values.iter().any(|one| text(&one.value.value)) {
                    None
                } else {
                    Some(HeaderForm::Json)
                }
            }
            Shape::List(inner) => list(self.header_form(*inner)?),
            Shape::Nullable(_)
            | Shape::Json
            | Shape::Map(_)
            | Shape::Object(_)
            | Shape::Union(_)
            | Shape::Tuple(_) => None,
        }
    }

    /// The constants of the header fields that an operation's answers have, as indices.
    pub(super) fn answered_headers(&self, index: usize, headers: &[HeaderPlan]) -> Vec<usize> {
        let Some(operation) = self.api.operations.get(index) else {
            return Vec::new();
        };
        let answered = operation.answers.iter().flat_map(|answer| &answer.headers);
        let answered: Vec<&str> = answered.map(|header| header.name.as_str()).collect();
        let has = |plan: &HeaderPlan| {
            answered
                .iter()
                .any(|name| name.eq_ignore_ascii_case(&plan.name))
        };
        (0..headers.len())
            .filter(|at| headers.get(*at).is_some_and(has))
            .collect()
    }
}
