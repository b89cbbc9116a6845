//! Plans what requests send as content: an argument of one type, or an enum where there is a choice.

use super::ident::Case;
use super::operation::SETTERS_TAKEN;
use super::plan::{ArgumentPlan, BodyVariantPlan, Role, RustType, SamplePlan, Sent};
use super::scope::Scope;
use super::size::LARGE;
use super::{Naming, RustIdent, words};
use crate::model::{Body, BodyContent, Format, Written};
use crate::source::Value;

impl Naming<'_> {
    pub(super) fn body(
        &mut self,
        body: &Body,
        choice: Option<&RustIdent>,
        scope: &mut Scope,
    ) -> Option<ArgumentPlan> {
        let candidates = ["body", "request body", "content"];
        let setters = if body.required { &[] } else { SETTERS_TAKEN };
        let ident = scope.claim_but(setters, candidates, Case::Value).ident;
        let mut variants = self.body_variants(body);
        let sample = self.settings.tests.then(|| {
            let content = body.contents.first();
            let sample = content.map_or(SamplePlan::Upload, |content| self.body_sample(content));
            match (choice, variants.first()) {
                (Some(choice), Some(first)) => {
                    let sample = Box::new(match first.ty {
                        RustType::Boxed(_) => SamplePlan::Boxed(Box::new(sample)),
                        _ => sample,
                    });
                    SamplePlan::Choice(choice.clone(), first.ident.clone(), sample)
                }
                _ => sample,
            }
        });
        let (ty, role) = match choice {
            Some(choice) => (
                RustType::Named(choice.clone()),
                Role::Choice(choice.clone(), variants),
            ),
            None => {
                let only = variants.pop()?;
                (only.ty, Role::Body(only.content))
            }
        };
        Some(ArgumentPlan {
            ident,
            optional: !body.required,
            docs: body.docs.clone(),
            ty,
            role,
            sample,
        })
    }

    fn body_variants(&self, body: &Body) -> Vec<BodyVariantPlan> {
        let mut scope = Scope::with(&["Self"]);
        let words = words::content_words(body.contents.iter());
        let variants = body.contents.iter().zip(words).map(|(content, word)| {
            let ty = match content.written {
                Written::Json(ty) | Written::Form(ty, _) | Written::Multipart(ty, _)
                    if body.contents.len() > 1 && self.size(ty, 0) >= LARGE =>
                {
                    RustType::Boxed(Box::new(self.rust_type(ty)))
                }
                Written::Json(ty) | Written::Form(ty, _) | Written::Multipart(ty, _) => {
                    self.rust_type(ty)
                }
                Written::Text => RustType::String,
                Written::Upload => RustType::Formatted(Format::Binary),
            };
            BodyVariantPlan {
                ident: scope
                    .claim([word.clone(), format!("{word} body")], Case::Type)
                    .ident,
                ty,
                content: Sent {
                    media_type: content.media_type.clone(),
                    written: content.written.clone(),
                },
            }
        });
        variants.collect()
    }

    fn body_sample(&self, content: &BodyContent) -> SamplePlan {
        match content.written {
            Written::Json(ty) | Written::Form(ty, _) | Written::Multipart(ty, _) => {
                self.sample(ty, content.sample.as_ref())
            }
            Written::Text => {
                SamplePlan::Text(match content.sample.as_ref().map(|one| &one.value) {
                    Some(Value::String(text)) => text.to_string(),
                    Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_json(),
                    Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => {
                        "sample".to_owned()
                    }
                })
            }
            Written::Upload => SamplePlan::Upload,
        }
    }
}
