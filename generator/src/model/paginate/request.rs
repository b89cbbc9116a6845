//! What of an operation's requests says which page is asked for.

use super::body::{self, Standing};
use super::fit::{Fit, Unfit};
use crate::model::{Location, Moving, PageSize, Parameter, Shape, Style, Written};
use crate::settings::BodyPath;

/// How many names are told to somebody who asked for one that is not there.
const NAMED: usize = 12;

impl Fit<'_> {
    pub(super) fn size(&self, parameter: Option<&str>) -> Result<Option<PageSize>, Unfit> {
        let Some(name) = parameter else {
            return Ok(None);
        };
        let parameter = self.parameter(name)?;
        let described = self.described(name);
        Ok(Some(PageSize {
            parameter,
            usual: described.and_then(|one| one.usual),
            most: described.and_then(|one| one.most),
        }))
    }

    pub(super) fn usual(&self, parameter: &str) -> Option<u64> {
        self.described(parameter)?.usual
    }

    fn described(&self, name: &str) -> Option<&Parameter> {
        let mut all = self.queries();
        all.find(|one| one.name == name)
    }

    /// The parameters of the query.
    pub(super) fn queries(&self) -> impl Iterator<Item = &Parameter> {
        let all = self.operation.parameters.iter();
        all.filter(|one| one.location == Location::Query)
    }

    /// What of a request moves: a query parameter, or a member of its content if it is said as a JSON Pointer.
    pub(super) fn moving(&self, said: &str, counts: bool) -> Result<Moving, Unfit> {
        if !said.starts_with('/') {
            return self.parameter(said).map(Moving::Query);
        }
        let BodyPath(at) =
            BodyPath::try_from(said.to_owned()).map_err(|why| Unfit::new(said, why))?;
        let contents = self.operation.body.iter().flat_map(|body| &body.contents);
        let json = contents.filter_map(|content| match content.written {
            Written::Json(id) => Some(id),
            Written::Form(..) | Written::Multipart(..) | Written::Text | Written::Upload => None,
        });
        let types = &self.api.types;
        let mut why = Unfit::new(said, "its requests have no JSON content");
        for id in json {
            match body::written_at(types, id, &at) {
                Ok(Standing::Type(id)) if body::is_scalar(types, id) => {
                    let is_number = body::is_digits(types, id).unwrap_or(counts);
                    return Ok(Moving::Member { at, is_number });
                }
                Ok(Standing::Anything) => {
                    let is_number = counts;
                    return Ok(Moving::Member { at, is_number });
                }
                Ok(Standing::Type(_)) => {
                    let text =
                        format!("the member `{said}` of its content is not one text or number");
                    why = Unfit::new(said, text);
                }
                Err(missing) => {
                    let text = format!(
                        "its content has no `{said}`: there is no `{}`",
                        missing.name
                    );
                    why = Unfit {
                        help: missing.help,
                        ..Unfit::new(said, text)
                    };
                }
            }
        }
        Err(why)
    }

    /// A query parameter of one value, or a member of one that is an object: `page[after]`.
    fn parameter(&self, name: &str) -> Result<String, Unfit> {
        let types = &self.api.types;
        let ty = self.described(name).map(|one| one.ty).or_else(|| {
            let (object, member) = name.strip_suffix(']')?.split_once('[')?;
            let object = self
                .described(object)
                .filter(|one| one.style == Style::DeepObject)?;
            let Shape::Object(object) = types.shape(types.without_null(object.ty).0) else {
                return None;
            };
            let field = object.fields.iter().find(|field| field.name == member);
            field.map(|field| field.ty)
        });
        match ty {
            Some(ty) if body::is_scalar(types, ty) => Ok(name.to_owned()),
            Some(_) => {
                let why = format!("the parameter `{name}` is not one text or number");
                Err(Unfit::new(name, why))
            }
            None => {
                let names = self.queries().take(NAMED);
                let names: Vec<String> = names.map(|one| format!("`{}`", one.name)).collect();
                let why = format!("it has no query parameter `{name}`");
                Err(Unfit {
                    help: (!names.is_empty()).then(|| format!("there are {}", names.join(", "))),
                    ..Unfit::new(name, why)
                })
            }
        }
    }
}
