//! Finds the files among what is sent as parts (OpenAPI 3.1 section 4.8.14.5).

use indexmap::IndexMap;
use openapiv3::Encoding;

use super::Lower;
use super::body::is_text;
use crate::document::SchemaId;
use crate::model::{Field, Format, Shape, Type, TypeId};
use crate::pointer::Pointer;

/// How deep alternatives of what is sent as parts are followed.
const DEPTH: usize = 4;

impl<'a> Lower<'a> {
    /// The type with files where strings of a binary format are, and where parts are of a media type that is no text.
    pub(super) fn with_files(
        &mut self,
        ty: TypeId,
        encodings: &IndexMap<String, Encoding>,
        pointer: &Pointer,
        depth: usize,
    ) -> TypeId {
        let is_binary = |encoding: &Encoding| {
            let mut types = encoding
                .content_type
                .iter()
                .flat_map(|types| types.split(','));
            types.any(|known| !is_text(known.trim()))
        };
        let said = encodings.iter().filter(|(_, encoding)| is_binary(encoding));
        let said: Vec<String> = said.map(|(name, _)| name.clone()).collect();
        if let Some(known) = self.with_files.get(&(ty, said.clone())) {
            return *known;
        }
        let shape = match self.types.shape(ty).clone() {
            Shape::Nullable(inner) if depth < DEPTH => {
                Shape::Nullable(self.with_files(inner, encodings, pointer, depth + 1))
            }
            Shape::Union(mut union) if depth < DEPTH => {
                for variant in &mut union.variants {
                    variant.ty = self.with_files(variant.ty, encodings, pointer, depth + 1);
                }
                Shape::Union(union)
            }
            Shape::Object(mut object) => {
                for field in &mut object.fields {
                    field.ty = self
                        .file(field, said.contains(&field.name))
                        .unwrap_or(field.ty);
                }
                Shape::Object(object)
            }
            other => other,
        };
        let made = if shape == *self.types.shape(ty) {
            ty
        } else {
            let like = self.types.get(ty).clone();
            let pointer = if depth == 0 {
                pointer.child("schema")
            } else {
                like.pointer.clone()
            };
            self.types.add(Type {
                pointer,
                shape,
                ..like
            })
        };
        self.with_files.insert((ty, said), made);
        made
    }

    /// The type of a property that is a file or a list of files.
    fn file(&mut self, field: &Field, said: bool) -> Option<TypeId> {
        let binary = |format: Option<&str>| said || format == Some("binary");
        let id = self.document.schemas.at(&field.pointer);
        let (format, items) = id.map(|id| self.format_of(id, 0)).unwrap_or_default();
        let of_items = items.and_then(|id| self.format_of(id, 0).0);
        let is_list = match self.types.shape(self.types.without_null(field.ty).0) {
            Shape::Text | Shape::Json if binary(format) => false,
            Shape::List(inner) if binary(of_items) && self.may_be_file(*inner) => true,
            // One file or several: a list of one is the same as one.
            Shape::Union(union) if binary(format.or(of_items)) => {
                let mut is_list = false;
                for variant in &union.variants {
                    match self.types.shape(variant.ty) {
                        Shape::List(inner) if self.may_be_file(*inner) => is_list = true,
                        _ if self.may_be_file(variant.ty) => {}
                        _ => return None,
                    }
                }
                is_list
            }
            _ => return None,
        };
        let file = self.plain(Shape::Formatted(Format::Binary), &field.pointer);
        Some(if is_list {
            self.plain(Shape::List(file), &field.pointer)
        } else {
            file
        })
    }

    /// The format of a schema or of one that it says no more than, and the schema of its elements.
    fn format_of(&self, id: SchemaId, depth: usize) -> (Option<&'a str>, Option<SchemaId>) {
        let Some(schema) = self.document.schemas.get(id).filter(|_| depth < DEPTH) else {
            return (None, None);
        };
        let binary = || schema.is_binary().then_some("binary");
        let own = (schema.format.as_deref().or_else(binary), schema.items);
        let target = schema.reference.as_ref();
        let target = target.and_then(|target| self.document.schemas.at(target));
        let parts = target.iter().chain(&schema.all_of);
        let parts = parts
            .chain(schema.any_of.first())
            .chain(schema.one_of.first());
        let parts = parts.map(|part| self.format_of(*part, depth + 1));
        let part = parts
            .into_iter()
            .find(|part| *part != (None, None))
            .unwrap_or_default();
        (own.0.or(part.0), own.1.or(part.1))
    }

    fn may_be_file(&self, ty: TypeId) -> bool {
        matches!(self.types.shape(ty), Shape::Text | Shape::Json)
    }
}
