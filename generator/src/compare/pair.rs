//! Pairs of what is the same thing in two descriptions: by its name, or else by its place.

use std::hash::Hash;

use crate::hash::HashMap;

/// A thing of one description or of both.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pair<'a, T> {
    /// It has the same name in both.
    Kept(&'a T, &'a T),
    /// It has another name.
    Renamed(&'a T, &'a T),
    /// The new description does not have it.
    Gone(&'a T),
    /// The old description did not have it.
    New(&'a T),
}

/// Pairs things by their names, then those that are left by where they stand.
pub(super) fn pairs<'a, T, Name: Eq + Hash, At: Eq + Hash>(
    old: impl IntoIterator<Item = &'a T>,
    new: impl IntoIterator<Item = &'a T>,
    name: impl Fn(&'a T) -> Name,
    place: impl Fn(&'a T) -> At,
) -> Vec<Pair<'a, T>> {
    let new: Vec<&T> = new.into_iter().collect();
    let mut taken = vec![false; new.len()];
    let mut take = |at: Option<&usize>| {
        let at = *at?;
        let free = taken.get_mut(at).filter(|taken| !**taken)?;
        *free = true;
        new.get(at).copied()
    };
    let names = positions(&new, &name);
    let mut pairs: Vec<Pair<'a, T>> = Vec::new();
    let mut left: Vec<&T> = Vec::new();
    for one in old {
        match take(names.get(&name(one))) {
            Some(same) => pairs.push(Pair::Kept(one, same)),
            None => left.push(one),
        }
    }
    let places = positions(&new, &place);
    for one in left {
        pairs.push(match take(places.get(&place(one))) {
            Some(same) => Pair::Renamed(one, same),
            None => Pair::Gone(one),
        });
    }
    let newcomers = new.iter().zip(taken).filter(|(_, taken)| !taken);
    pairs.extend(newcomers.map(|(one, _)| Pair::New(*one)));
    pairs
}

/// Where the first thing of each key stands.
fn positions<'a, T, Key: Eq + Hash>(
    things: &[&'a T],
    key: impl Fn(&'a T) -> Key,
) -> HashMap<Key, usize> {
    let mut positions = HashMap::default();
    for (at, one) in things.iter().enumerate() {
        positions.entry(key(one)).or_insert(at);
    }
    positions
}
