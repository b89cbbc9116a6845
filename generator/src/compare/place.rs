//! Where the parts of a plan stand in its description: properties, parameters, contents, answers.

use super::Side;
use crate::hash::HashMap;
use crate::model::{Answer, Operation, Shape, TypeId};
use crate::naming::{ArgumentPlan, FailurePlan, OperationPlan, Plan, Role};
use crate::pointer::Pointer;

/// One of the descriptions, and what stands where in it.
pub(super) struct Places<'a> {
    /// What its crate is called.
    pub(super) plan: &'a Plan,
    side: Side<'a>,
    types: HashMap<&'a Pointer, Vec<TypeId>>,
    operations: HashMap<&'a Pointer, &'a Operation>,
}

impl<'a> Places<'a> {
    pub(super) fn of(side: Side<'a>) -> Self {
        let mut types: HashMap<&Pointer, Vec<TypeId>> = HashMap::default();
        for id in side.api.types.ids() {
            let pointer = &side.api.types.get(id).pointer;
            types.entry(pointer).or_default().push(id);
        }
        let operations = side.api.operations.iter();
        Self {
            plan: side.plan,
            side,
            types,
            operations: operations.map(|one| (&one.pointer, one)).collect(),
        }
    }

    /// Where a property of a type stands; where the type stands, if that is not known.
    pub(super) fn property(&self, ty: &Pointer, name: &str) -> Pointer {
        let here = self.types.get(ty).into_iter().flatten();
        let mut found = here.filter_map(|id| match self.side.api.types.shape(*id) {
            Shape::Object(object) => {
                let mut fields = object.fields.iter();
                fields.find(|field| field.name == name)
            }
            Shape::Json
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number
            | Shape::Text
            | Shape::Formatted(_)
            | Shape::Enumeration(_)
            | Shape::List(_)
            | Shape::Map(_)
            | Shape::Nullable(_)
            | Shape::Union(_)
            | Shape::Tuple(_) => None,
        });
        found.next().map_or(ty, |field| &field.pointer).clone()
    }

    /// Where a field of a request stands.
    pub(super) fn argument(&self, operation: &OperationPlan, field: &ArgumentPlan) -> Pointer {
        let found = self.operations.get(&operation.pointer);
        let pointer = found.and_then(|found| match &field.role {
            Role::Path(plan)
            | Role::Query(plan)
            | Role::Header(plan)
            | Role::Cookie(plan)
            | Role::QueryString(plan) => {
                let mut parameters = found.parameters.iter();
                let named = parameters.find(|one| one.name == plan.name);
                named.map(|one| &one.pointer)
            }
            Role::Body(_) | Role::Choice(..) => found.body.as_ref().map(|body| &body.pointer),
        });
        pointer.unwrap_or(&operation.pointer).clone()
    }

    /// Where a failure stands.
    pub(super) fn failure(&self, operation: &OperationPlan, failure: &FailurePlan) -> Pointer {
        self.answer(operation, |one| {
            !one.success && one.status == failure.status && one.only_as == failure.only_as
        })
    }

    /// Where the first answer of which this is true stands; where the operation stands, if there is none.
    pub(super) fn answer(
        &self,
        operation: &OperationPlan,
        is_it: impl Fn(&Answer) -> bool,
    ) -> Pointer {
        let found = self.operations.get(&operation.pointer).into_iter();
        let mut answers = found.flat_map(|one| &one.answers);
        let found = answers.find(|one| is_it(one));
        found.map_or(&operation.pointer, |one| &one.pointer).clone()
    }
}
