//! Plans how operations are called page after page: where in what a success gives the items are.

use super::plan::{ItemsPlan, OutputPlan, PaginationPlan, RustType};
use super::{Naming, RustIdent};
use crate::model::{Answer, Content, Operation, Shape, TypeId};

impl Naming<'_> {
    /// How the pages of an operation are read, if it answers any.
    pub(super) fn pagination(
        &self,
        operation: &Operation,
        successes: &[&Answer],
        output: &OutputPlan,
    ) -> Option<PaginationPlan> {
        let pagination = operation.pagination.clone()?;
        let mut item = None;
        let mut items = Vec::new();
        let mut others = false;
        let variants = match output {
            OutputPlan::One(_) => Vec::new(),
            OutputPlan::Several { ident, variants } => variants
                .iter()
                .map(|one| (ident.clone(), one.ident.clone()))
                .collect(),
        };
        // Where there is one type, the first success stands for all.
        let count = variants.len().max(1);
        for (index, answer) in successes.iter().take(count).enumerate() {
            let found = match &answer.content {
                Some(Content::Json(body)) => self.items(*body, &pagination.items),
                Some(_) | None => None,
            };
            match found {
                Some((ty, plan)) if item.as_ref().is_none_or(|known| *known == ty) => {
                    item = Some(ty);
                    items.push(ItemsPlan {
                        variant: variants.get(index).cloned(),
                        ..plan
                    });
                }
                Some(_) | None => others = true,
            }
        }
        Some(PaginationPlan {
            item: item?,
            items,
            others,
            pagination,
        })
    }

    /// The type of the items of a body, and the fields that lead to them.
    fn items(&self, body: TypeId, path: &[String]) -> Option<(RustType, ItemsPlan)> {
        let types = &self.api.types;
        let mut fields: Vec<(RustIdent, RustType)> = Vec::new();
        let mut id = types.without_null(body).0;
        for name in path {
            let Shape::Object(object) = types.shape(id) else {
                return None;
            };
            let members = self.members(id, object);
            let mut members = members.fields.into_iter();
            let (ident, field) = members.find(|(_, field)| field.name == *name)?;
            fields.push((ident.clone(), self.field_plan(field, ident).ty));
            id = types.without_null(field.ty).0;
        }
        let Shape::List(element) = types.shape(id) else {
            return None;
        };
        let plan = ItemsPlan {
            variant: None,
            body: self.rust_type(body),
            fields,
        };
        Some((self.rust_type(*element), plan))
    }
}
