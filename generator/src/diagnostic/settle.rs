//! What is left to be said at the end of a run: less what is allowed, and no mistake twice.

use super::{Code, Diagnostic, Diagnostics, Severity, pointers};
use crate::hash::HashSet;
use crate::pointer::Pointer;
use crate::settings::{Allowance, Settings};
use crate::source::{Place, Source};

impl Diagnostics {
    /// Says of each which place of its file it is about, takes out the warnings and notes that are allowed and what is said twice,
    /// and makes errors of the other warnings if the run is strict. With `complete`, all has been said: an allowance
    /// that was not needed is a warning.
    pub fn settle(&mut self, source: &Source, settings: &Settings, complete: bool) {
        self.unite_unread(source);
        self.say_type_once();
        pointers::fill(&mut self.list, source);
        let needed = self.allow(&settings.allow);
        self.say_once();
        let unneeded = settings.allow.iter().zip(needed);
        let unneeded = unneeded.filter(|(_, needed)| complete && !needed);
        for (allowance, _) in unneeded {
            self.push(unused(allowance, settings));
        }
        if self.strict {
            for one in &mut self.list {
                if one.severity == Severity::Warning {
                    one.severity = Severity::Error;
                }
            }
        }
    }

    /// Takes out the warnings and notes that are allowed; gives back which allowances were needed for that.
    fn allow(&mut self, allowances: &[Allowance]) -> Vec<bool> {
        let mut needed = vec![false; allowances.len()];
        self.list.retain(|one| {
            let mut kept = true;
            if one.severity >= Severity::Warning {
                for (allowance, needed) in allowances.iter().zip(&mut needed) {
                    if allowance.code == one.code && allowance.covers(one.pointer.as_ref()) {
                        *needed = true;
                        kept = false;
                    }
                }
            }
            kept
        });
        needed
    }

    /// A schema whose `type` is wrong, which is said, is not one that says none.
    fn say_type_once(&mut self) {
        let wrong = self.iter().filter(|one| one.code == Code::WrongType);
        let wrong = wrong.filter_map(|one| one.pointer.as_ref());
        let wrong = wrong.filter(|pointer| pointer.last().as_deref() == Some("type"));
        let wrong: HashSet<Pointer> = wrong.filter_map(Pointer::parent).collect();
        self.keep(|one| {
            let pointer = one.pointer.as_ref();
            one.code != Code::ImpliedType || !pointer.is_some_and(|at| wrong.contains(at))
        });
    }

    /// What several operations share is read for each of them: a mistake in it is still one.
    fn say_once(&mut self) {
        /// What a reader would take for the same.
        type Said = (Severity, Code, String, Option<Place>, Option<Pointer>);
        let mut said: HashSet<Said> = HashSet::default();
        self.list.retain(|one| {
            let pointer = one.pointer.clone().filter(|_| one.place.is_none());
            let message = one.message.clone();
            said.insert((one.severity, one.code, message, one.place, pointer))
        });
    }
}

fn unused(Allowance { code, at, .. }: &Allowance, settings: &Settings) -> Diagnostic {
    let (message, place) = match at {
        Some(at) => (
            format!("nothing at `{at}` is diagnosed as `{code}`"),
            at.as_str(),
        ),
        None => (format!("nothing is diagnosed as `{code}`"), code.as_str()),
    };
    Diagnostic::new(Severity::Warning, Code::UnusedSetting, message)
        .at_some(settings.strings.place(place))
        .help("take the `[[allow]]` out of codegen.toml")
}
