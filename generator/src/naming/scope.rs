//! A scope in which each name is claimed once.

use super::ident::{Case, RustIdent};
use crate::hash::HashSet;

/// Names that are taken, without `r#`.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
}

/// How a name was claimed.
#[derive(Debug)]
pub(super) struct Claim {
    /// The name.
    pub(super) ident: RustIdent,
    /// Whether nothing but a number told it from another.
    pub(super) numbered: bool,
}

impl Scope {
    /// A scope in which these names are taken from the start.
    pub(super) fn with(reserved: &[&str]) -> Self {
        Self {
            taken: reserved.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// Claims a name that a person decided on.
    pub(super) fn claim_decided(&mut self, ident: RustIdent) -> Option<RustIdent> {
        self.taken.insert(ident.text().to_owned()).then_some(ident)
    }

    /// Whether something has the name.
    pub(super) fn has(&self, ident: &RustIdent) -> bool {
        self.taken.contains(ident.text())
    }

    /// Claims the first of these texts whose name is free; if none is, the last with a number.
    pub(super) fn claim<T: AsRef<str>>(
        &mut self,
        candidates: impl IntoIterator<Item = T>,
        case: Case,
    ) -> Claim {
        self.claim_but(&[], candidates, case)
    }

    /// Claims the first of these texts whose name is free and not one of `others`; if none is, the last with a number.
    pub(super) fn claim_but<T: AsRef<str>>(
        &mut self,
        others: &[&str],
        candidates: impl IntoIterator<Item = T>,
        case: Case,
    ) -> Claim {
        let mut claimed = |ident: &RustIdent| {
            let name = ident.text();
            !others.contains(&name)
                && !self.taken.contains(name)
                && self.taken.insert(name.to_owned())
        };
        let mut last = None;
        for candidate in candidates {
            let ident = RustIdent::from_words(candidate.as_ref(), case);
            if claimed(&ident) {
                return Claim {
                    ident,
                    numbered: false,
                };
            }
            last = Some(ident);
        }
        let base = last.unwrap_or_else(|| RustIdent::from_words("", case));
        let mut number = 2;
        loop {
            let ident = base.suffixed(number);
            if claimed(&ident) {
                return Claim {
                    ident,
                    numbered: true,
                };
            }
            number += 1;
        }
    }
}
