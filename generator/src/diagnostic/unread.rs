//! References into files that were not read: one diagnostic of each, which says why and what it costs.

use super::{Diagnostic, Diagnostics, Severity};
use crate::hash::{HashMap, HashSet};
use crate::pointer::Pointer;
use crate::source::{Place, Source, file_referred_to, is_elsewhere};

/// What a diagnostic says of where references lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// The file of this name, which references name, is not read; the diagnostic says why.
    ToUnread(String),
    /// A reference leads nowhere.
    Nowhere {
        /// What it says.
        target: String,
        /// What becomes of the place where it stands.
        cost: &'static str,
    },
}

impl Leads {
    /// That a reference leads nowhere, and what becomes of the place where it stands.
    #[must_use]
    pub fn nowhere(target: &Pointer, cost: &'static str) -> Self {
        Self::Nowhere {
            target: target.as_str().to_owned(),
            cost,
        }
    }
}

impl Diagnostics {
    /// That a reference leads nowhere because its file was not read is said as that: with the reason of the one and the cost
    /// of the other.
    pub(super) fn unite_unread(&mut self, source: &Source) {
        let unread = self.iter().filter_map(|one| match one.leads.as_deref() {
            // What stops the run is said as it is.
            Some(Leads::ToUnread(name)) if one.severity == Severity::Warning => {
                Some((name.clone(), one.clone()))
            }
            Some(Leads::ToUnread(_) | Leads::Nowhere { .. }) | None => None,
        });
        let unread: HashMap<String, Diagnostic> = unread.collect();
        if unread.is_empty() {
            return;
        }
        let mut met: HashSet<String> = HashSet::default();
        for one in &mut self.list {
            let Some(Leads::Nowhere { target, cost }) = one.leads.as_deref() else {
                continue;
            };
            let Some(name) = one.place.and_then(|place| file_of(target, place, source)) else {
                continue;
            };
            let Some(cause) = unread.get(&name) else {
                continue;
            };
            one.code = cause.code;
            one.message = format!("{}; {cost}", cause.message);
            one.help.clone_from(&cause.help);
            met.insert(name);
        }
        self.keep(|one| match one.leads.as_deref() {
            Some(Leads::ToUnread(name)) => !met.contains(name),
            Some(Leads::Nowhere { .. }) | None => true,
        });
    }
}

/// The name of the file that a reference at a place leads to, if it leads into another one.
fn file_of(target: &str, place: Place, source: &Source) -> Option<String> {
    let file = target.split('#').next().filter(|file| !file.is_empty())?;
    if is_elsewhere(file) {
        return Some(file.to_owned());
    }
    let from = source.files.get(usize::try_from(place.file).ok()?)?;
    Some(file_referred_to(&from.name, file))
}
