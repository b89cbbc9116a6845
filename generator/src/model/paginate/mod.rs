//! Decides which operations answer pages: by `codegen.toml`, by the description, and says which others look as if they did.
//!
//! What is said of one operation goes before what is said of all that it fits, and `codegen.toml` before the description.

mod block;
mod body;
mod fit;
mod request;
mod suggest;
mod words;

use super::{Api, Operation};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::settings::{Pagination, PaginationKind, PaginationRule, Settings, is_named};
use fit::{Fit, Unfit};

/// Which operations answer pages, once the types of the API are what they will be.
pub fn paginate(api: &mut Api, settings: &Settings, diagnostics: &mut Diagnostics) {
    let mut met = vec![false; settings.pagination.len()];
    let mut undeclared = Vec::new();
    for index in 0..api.operations.len() {
        let decided = Decision {
            api,
            settings,
            diagnostics: &mut *diagnostics,
            met: &mut met,
        }
        .decide(index);
        match decided {
            Decided::Pages(pagination) => {
                if let Some(operation) = api.operations.get_mut(index) {
                    operation.pagination = Some(pagination);
                }
            }
            Decided::None => {}
            Decided::Nothing => undeclared.push(index),
        }
    }
    unused(api, settings, &met, diagnostics);
    say_undeclared(api, &undeclared, diagnostics);
}

/// What is said of an operation.
enum Decided {
    /// Its answers are pages.
    Pages(super::Pagination),
    /// They are not, or what is said of them was refused.
    None,
    /// Nothing is said.
    Nothing,
}

/// What is needed to decide on an operation.
struct Decision<'a> {
    api: &'a Api,
    settings: &'a Settings,
    diagnostics: &'a mut Diagnostics,
    /// Which rules of the settings apply to anything.
    met: &'a mut [bool],
}

impl Decision<'_> {
    fn decide(&mut self, index: usize) -> Decided {
        let api = self.api;
        let Some(operation) = api.operations.get(index) else {
            return Decided::Nothing;
        };
        let fit = Fit { api, operation };
        self.by_name(&fit)
            .or_else(|| self.by_itself(&fit))
            .unwrap_or_else(|| self.by_fitting(&fit))
    }

    /// By the line of codegen.toml that names the operation, and must fit it.
    fn by_name(&mut self, fit: &Fit<'_>) -> Option<Decided> {
        let (id, path) = (fit.operation.id.as_deref(), fit.operation.path.as_str());
        let mut lines = self.settings.operation.iter();
        let declared = lines.find_map(|line| {
            let is_meant = is_named(&line.matched, id, &fit.operation.method, path);
            line.pagination.as_ref().filter(|_| is_meant)
        })?;
        Some(fitted(fit, declared.get_ref()).unwrap_or_else(|unfit| {
            let strings = &self.settings.strings;
            let place = strings.place_within(declared.span(), &unfit.at);
            let message = format!(
                "{} cannot be read page by page: {}",
                called(fit.operation),
                unfit.why
            );
            let said = Diagnostic::new(Severity::Fatal, Code::BadSetting, message)
                .at_some(place)
                .about(&fit.operation.pointer);
            self.diagnostics.push(helped(said, unfit.help));
            Decided::None
        }))
    }

    /// By what the description says of the operation.
    fn by_itself(&mut self, fit: &Fit<'_>) -> Option<Decided> {
        let declared = fit.operation.declared.as_ref()?;
        Some(fitted(fit, &declared.pagination).unwrap_or_else(|unfit| {
            let message = format!(
                "{} cannot be read page by page: {}",
                called(fit.operation),
                unfit.why
            );
            let said = Diagnostic::new(Severity::Warning, Code::UnfitPagination, message);
            let said = said.about(&declared.pointer);
            self.diagnostics.push(helped(said, unfit.help));
            Decided::None
        }))
    }

    /// By the first rule for all operations that fits this one.
    fn by_fitting(&mut self, fit: &Fit<'_>) -> Decided {
        let rules = self.settings.pagination.iter().map(toml::Spanned::get_ref);
        let rules = rules.enumerate();
        let rules = rules.map(|(index, PaginationRule(rule))| (Some(index), rule));
        let declared = self.api.declared.iter().map(|one| (None, &one.pagination));
        // A field that is not documented is believed of an operation that is named, not of all.
        let is_linked = fit.has_link();
        let link = PaginationKind::Link { next: None };
        let all = rules.chain(declared);
        let mut unfit = None;
        for (index, declared) in all.filter(|(_, one)| is_linked || one.kind != link) {
            match fit.of(declared) {
                Ok(pagination) => {
                    if let Some(met) = index.and_then(|index| self.met.get_mut(index)) {
                        *met = true;
                    }
                    return Decided::Pages(pagination);
                }
                Err(why) if fit.is_meant(declared) => unfit = unfit.or(Some(why)),
                Err(_) => {}
            }
        }
        let Some(unfit) = unfit else {
            return Decided::Nothing;
        };
        let message = format!(
            "{} fits no declaration of pages: {}",
            called(fit.operation),
            unfit.why
        );
        let said = Diagnostic::new(Severity::Note, Code::UnfitPagination, message);
        let said = said.about(&fit.operation.pointer);
        self.diagnostics.push(helped(said, unfit.help));
        Decided::Nothing
    }
}

fn fitted(fit: &Fit<'_>, declared: &Pagination) -> Result<Decided, Unfit> {
    if declared.kind == PaginationKind::None {
        return Ok(Decided::None);
    }
    fit.of(declared).map(Decided::Pages)
}

fn helped(said: Diagnostic, help: Option<String>) -> Diagnostic {
    match help {
        Some(help) => said.help(help),
        None => said,
    }
}

/// An operation, for people.
fn called(operation: &Operation) -> String {
    match &operation.id {
        Some(id) => format!("`{id}`"),
        None => format!("`{} {}`", operation.method, operation.path.as_str()),
    }
}

/// Says which rules fit nothing; what is not selected may have rules of its own.
fn unused(api: &Api, settings: &Settings, met: &[bool], diagnostics: &mut Diagnostics) {
    let rules = settings.pagination.iter().zip(met);
    for (rule, _) in rules.filter(|(_, met)| !**met && api.unselected.is_none()) {
        let message = "no operation answers pages like these";
        let said = Diagnostic::warning(Code::UnusedSetting, message);
        // The span is that of the header.
        let part = rule.span().start..usize::MAX;
        let said = said.at_some(settings.strings.place_within(part, "kind"));
        diagnostics.push(said.help("mend the `[[pagination]]` of codegen.toml, or take it out"));
    }
}

/// Says of operations that look as if they answered pages how that would be declared.
fn say_undeclared(api: &Api, undeclared: &[usize], diagnostics: &mut Diagnostics) {
    let Some(suggested) = suggest::suggest(api, undeclared) else {
        return;
    };
    let first = called(suggested.first);
    let message = match suggested.others {
        0 => format!("{first} looks as if it answered pages"),
        1 => format!("{first} and another operation look as if they answered pages"),
        count => format!("{first} and {count} other operations look as if they answered pages"),
    };
    let said = Diagnostic::new(Severity::Note, Code::UndeclaredPagination, message);
    diagnostics.push(said.about(&suggested.first.pointer).help(suggested.help));
}
