//! The types that have names, by name, or else by place.

use super::Comparing;
use super::pair::{Pair, pairs};
use super::rule::Rule;
use crate::emit::spelled;
use crate::hash::HashMap;
use crate::model::Direction;
use crate::naming::{Plan, TypeKind, TypePlan};

fn all(plan: &Plan) -> impl Iterator<Item = &TypePlan> {
    let modules = plan.modules.iter().flat_map(|module| &module.types);
    let shared = plan.shared.iter().flat_map(|shared| &shared.types);
    modules.chain(&plan.everywhere).chain(shared)
}

const fn what(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Struct { .. } => "a struct",
        TypeKind::Enumeration(_) => "an enum of values",
        TypeKind::Union { .. } => "an enum of alternatives",
        TypeKind::Tuple { .. } => "a tuple",
    }
}

/// Whether it is the body of a failure.
fn is_problem(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Struct { problem, .. } => problem.is_some(),
        TypeKind::Enumeration(_) => false,
        TypeKind::Union { failure, .. } | TypeKind::Tuple { failure, .. } => *failure,
    }
}

/// What a type has, whatever it is called and wherever it stands; nothing if that is not enough to know it again.
fn contents(plan: &TypePlan) -> String {
    match &plan.kind {
        TypeKind::Struct { fields, rest, .. } => {
            let fields = fields.iter();
            let mut all: Vec<String> = fields
                .map(|one| format!("{:?}: {}", one.name, spelled(&one.ty)))
                .collect();
            all.extend(rest.iter().map(|(_, ty)| spelled(ty)));
            all.join(", ")
        }
        TypeKind::Enumeration(values) => {
            let values = values.iter().map(|one| one.value.value.to_json());
            values.collect::<Vec<_>>().join(" | ")
        }
        TypeKind::Union { variants, .. } => {
            let variants = variants.iter().map(|one| spelled(&one.ty));
            variants.collect::<Vec<_>>().join(" or ")
        }
        TypeKind::Tuple { .. } => String::new(),
    }
}

/// Takes types that are gone for those that are new and have the same contents, where only one has.
fn alike(mut all: Vec<Pair<'_, TypePlan>>) -> Vec<Pair<'_, TypePlan>> {
    let mut known: HashMap<String, (Vec<usize>, Vec<usize>)> = HashMap::default();
    for (at, pair) in all.iter().enumerate() {
        match pair {
            Pair::Gone(old) => known.entry(contents(old)).or_default().0.push(at),
            Pair::New(new) => known.entry(contents(new)).or_default().1.push(at),
            Pair::Kept(..) | Pair::Renamed(..) => {}
        }
    }
    known.remove("");
    let mut renamed: Vec<(usize, usize)> = known
        .into_values()
        .filter_map(|(old, new)| match (old.as_slice(), new.as_slice()) {
            ([old], [new]) => Some((*old, *new)),
            _ => None,
        })
        .collect();
    // The later ones first: those before them stay where they are.
    renamed.sort_unstable_by_key(|(_, new)| std::cmp::Reverse(*new));
    for (old, new) in renamed {
        if let (Some(Pair::Gone(before)), Some(Pair::New(now))) = (all.get(old), all.get(new)) {
            let pair = Pair::Renamed(*before, *now);
            all.remove(new);
            if let Some(slot) = all.get_mut(old) {
                *slot = pair;
            }
        }
    }
    all
}

impl<'a> Comparing<'a> {
    pub(super) fn pair_types(&mut self) -> Vec<Pair<'a, TypePlan>> {
        let pairs = pairs(
            all(self.old.plan),
            all(self.new.plan),
            |one| &one.ident,
            |one| &one.pointer,
        );
        let pairs = alike(pairs);
        for pair in &pairs {
            if let Pair::Renamed(old, new) = pair {
                self.renames.add(&old.ident, &new.ident);
            }
        }
        pairs
    }

    pub(super) fn compare_types(&mut self, pairs: &[Pair<'a, TypePlan>]) {
        for pair in pairs {
            match *pair {
                Pair::Kept(old, new) => self.compare_type(old, new),
                Pair::Renamed(old, new) => {
                    let path = format!("types::{}", old.ident);
                    self.compare_name(&path, &new.pointer, &old.ident, &new.ident);
                    self.compare_type(old, new);
                }
                Pair::Gone(old) => {
                    let path = format!("types::{}", old.ident);
                    self.add(Rule::TypeRemoved, path, &old.pointer, "is gone");
                }
                Pair::New(new) => {
                    let (path, kind) = (format!("types::{}", new.ident), what(&new.kind));
                    let message = format!("is new, {kind}");
                    self.add(Rule::TypeAdded, path, &new.pointer, message);
                }
            }
        }
    }

    fn compare_type(&mut self, old: &TypePlan, new: &TypePlan) {
        let path = format!("types::{}", new.ident);
        self.compare_docs(&path, &new.pointer, &old.docs, &new.docs);
        self.compare_directions(&path, old, new);
        match (is_problem(&old.kind), is_problem(&new.kind)) {
            (true, false) => {
                let message = "is not the body of a failure any more";
                self.add(Rule::ProblemRemoved, &path, &new.pointer, message);
            }
            (false, true) => {
                let message = "is the body of a failure, too";
                self.add(Rule::ProblemAdded, &path, &new.pointer, message);
            }
            (true, true) | (false, false) => {}
        }
        let pointer = &new.pointer;
        match (&old.kind, &new.kind) {
            (TypeKind::Struct { .. }, TypeKind::Struct { .. }) => self.compare_structs(old, new),
            (TypeKind::Enumeration(before), TypeKind::Enumeration(now)) => {
                self.compare_values(&path, pointer, before, now);
            }
            (TypeKind::Union { variants, .. }, TypeKind::Union { variants: now, .. }) => {
                self.compare_alternatives(&path, pointer, variants, now)
            }
            (
                TypeKind::Tuple { elements, rest, .. },
                TypeKind::Tuple {
                    elements: now,
                    rest: further,
                    ..
                },
            ) => {
                let (old, new) = (
                    (elements.as_slice(), rest.as_ref()),
                    (now.as_slice(), further.as_ref()),
                );
                self.compare_elements(&path, pointer, old, new);
            }
            (
                TypeKind::Struct { .. }
                | TypeKind::Enumeration(_)
                | TypeKind::Union { .. }
                | TypeKind::Tuple { .. },
                _,
            ) => {
                let message = format!("is {} (it was {})", what(&new.kind), what(&old.kind));
                self.add(Rule::TypeKind, &path, pointer, message);
            }
        }
    }

    fn compare_directions(&mut self, path: &str, old: &TypePlan, new: &TypePlan) {
        // What travels no way at all is read.
        let ways = |direction: Direction| (direction.read || !direction.write, direction.write);
        let ((reads, writes), (read, written)) = (ways(old.direction), ways(new.direction));
        let ways = [
            (
                reads,
                read,
                Rule::ReadingRemoved,
                Rule::ReadingAdded,
                "read from",
            ),
            (
                writes,
                written,
                Rule::WritingRemoved,
                Rule::WritingAdded,
                "written as",
            ),
        ];
        for (before, now, removed, added, what) in ways {
            match (before, now) {
                (true, false) => {
                    let message =
                        format!("is not {what} JSON any more without the feature `serde`");
                    self.add(removed, path, &new.pointer, message);
                }
                (false, true) => {
                    let message = format!("is {what} JSON, too");
                    self.add(added, path, &new.pointer, message);
                }
                (true, true) | (false, false) => {}
            }
        }
    }
}
