//! Strings that a regular expression matches: one is made up for the generated wire tests, another is looked at.

use std::collections::BTreeSet;

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// How long a string is at most that is made up.
const LONGEST: usize = 4096;
/// How many parts of a pattern are written at most.
const STEPS: usize = 100_000;
/// Characters that are chosen where a class allows them, best first.
const PLAIN: [char; 8] = ['a', 'A', '1', '0', 'Z', '-', '_', ' '];

/// A string of at least and at most so many characters that a pattern (ECMA-262) matches; `None` if the pattern says more
/// than regular expressions can, or if no such string was found.
pub(super) fn matching(pattern: &str, least: usize, most: Option<usize>) -> Option<String> {
    let parsed = parsed(pattern)?;
    let fits = |text: &String| {
        let length = text.chars().count();
        length >= least && most.is_none_or(|most| length <= most)
    };
    // What may be repeated is repeated more and more until the string is long enough.
    let mut extra = 0;
    loop {
        let mut text = String::new();
        write(&parsed, extra, &mut text, &mut { STEPS })?;
        if text.is_empty() && extra == 0 && most != Some(0) {
            // An empty string says nothing where one that is not empty is allowed.
        } else if fits(&text) {
            return Some(text);
        }
        if extra >= LONGEST {
            return fits(&String::new()).then(String::new);
        }
        extra += 1 + extra / 8;
    }
}

fn parsed(pattern: &str) -> Option<Hir> {
    let mut parser = regex_syntax::ParserBuilder::new().nest_limit(100).build();
    parser.parse(pattern).ok()
}

/// Whether a pattern (ECMA-262) matches somewhere in a text; `None` if it says more than regular expressions can, or
/// if finding out takes too long.
pub(super) fn is_match(pattern: &str, text: &str) -> Option<bool> {
    let parsed = parsed(pattern)?;
    let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let ends = ends(&parsed, text, &starts.collect(), &mut { STEPS })?;
    Some(!ends.is_empty())
}

/// Where a match may end that begins at one of these places.
fn ends(
    hir: &Hir,
    text: &str,
    starts: &BTreeSet<usize>,
    steps: &mut usize,
) -> Option<BTreeSet<usize>> {
    *steps = steps.checked_sub(1)?;
    let rest = |at: &usize| text.get(*at..).unwrap_or_default();
    Some(match hir.kind() {
        HirKind::Empty => starts.clone(),
        HirKind::Look(Look::Start) => starts.iter().copied().filter(|at| *at == 0).collect(),
        HirKind::Look(Look::End) => starts
            .iter()
            .copied()
            .filter(|at| *at == text.len())
            .collect(),
        HirKind::Look(_) => return None,
        HirKind::Literal(literal) => {
            let literal = std::str::from_utf8(&literal.0).ok()?;
            let after = starts.iter().filter(|at| rest(at).starts_with(literal));
            after.map(|at| at + literal.len()).collect()
        }
        HirKind::Class(class) => {
            let ranges = ranges(class);
            let after = |at: &usize| {
                let one = rest(at).chars().next()?;
                let has = ranges
                    .iter()
                    .any(|(first, last)| (first..=last).contains(&&one));
                has.then(|| at + one.len_utf8())
            };
            starts.iter().filter_map(after).collect()
        }
        HirKind::Capture(capture) => ends(&capture.sub, text, starts, steps)?,
        HirKind::Concat(parts) => {
            let mut at = starts.clone();
            for part in parts {
                at = ends(part, text, &at, steps)?;
            }
            at
        }
        HirKind::Alternation(parts) => {
            let mut all = BTreeSet::new();
            for part in parts {
                all.extend(ends(part, text, starts, steps)?);
            }
            all
        }
        HirKind::Repetition(repeated) => {
            let mut at = starts.clone();
            for _ in 0..repeated.min {
                at = ends(&repeated.sub, text, &at, steps)?;
            }
            let mut all = at.clone();
            let mut times = repeated.min;
            while repeated.max.is_none_or(|most| times < most) {
                let next = ends(&repeated.sub, text, &at, steps)?;
                let before = all.len();
                all.extend(next.iter().copied());
                if all.len() == before {
                    break;
                }
                (at, times) = (next, times + 1);
            }
            all
        }
    })
}

fn write(hir: &Hir, extra: usize, text: &mut String, steps: &mut usize) -> Option<()> {
    *steps = steps.checked_sub(1)?;
    if text.len() > LONGEST {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(chosen(class)?),
        HirKind::Capture(capture) => write(&capture.sub, extra, text, steps)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, extra, text, steps)?;
            }
        }
        HirKind::Alternation(parts) => {
            // Another one may be longer.
            let part = parts.get(extra.checked_rem(parts.len())?)?;
            write(part, extra, text, steps)?;
        }
        HirKind::Repetition(repeated) => {
            let least = usize::try_from(repeated.min).ok()?;
            let most = repeated.max.and_then(|most| usize::try_from(most).ok());
            let times = most.unwrap_or(usize::MAX).min(least.saturating_add(extra));
            for _ in 0..times {
                write(&repeated.sub, 0, text, steps)?;
            }
        }
    }
    Some(())
}

fn ranges(class: &Class) -> Vec<(char, char)> {
    match class {
        Class::Unicode(class) => {
            let ranges = class.iter();
            ranges.map(|range| (range.start(), range.end())).collect()
        }
        Class::Bytes(class) => {
            let ranges = class.iter();
            ranges
                .map(|range| (char::from(range.start()), char::from(range.end())))
                .collect()
        }
    }
}

fn chosen(class: &Class) -> Option<char> {
    let ranges = ranges(class);
    let has = |one: &char| {
        ranges
            .iter()
            .any(|(first, last)| (first..=last).contains(&one))
    };
    let visible =
        |(first, last): &(char, char)| ('!'..='~').find(|one| (first..=last).contains(&one));
    PLAIN
        .into_iter()
        .find(has)
        .or_else(|| ranges.iter().find_map(visible))
        .or_else(|| ranges.first().map(|(first, _)| *first))
}

#[cfg(test)]
mod tests {
    use super::{is_match, matching};

    #[test]
    fn strings_match_their_patterns() {
        for (pattern, least, most, expected) in [
            (r"^PN(.*)$", 0, None, "PN"),
            (r"^\+[1-9]\d{1,14}$", 0, None, "+11"),
            (r"^[0-9a-f]{24}$", 0, None, "aaaaaaaaaaaaaaaaaaaaaaaa"),
            (r"^(red|green)\/x$", 0, None, "red/x"),
            (r"^[a-z]*$", 3, Some(8), "aaa"),
            (r"^[A-Z]{2,5}$", 4, None, "AAAA"),
            (r"\S", 0, None, "a"),
            (r"^(?<year>\d{4})-\d{2}$", 0, None, "1111-11"),
            (r"^\p{L}+$", 0, None, "a"),
        ] {
            let made = matching(pattern, least, most);
            assert_eq!(made.as_deref(), Some(expected), "{pattern}");
        }
    }

    #[test]
    fn a_text_matches_a_pattern_or_not() {
        let text = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
        for (pattern, expected) in [
            ("", Some(true)),
            (r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", Some(true)),
            (r"^[\w-]{1,255}$", Some(true)),
            (r"^[a-zA-Z0-9]+$", Some(false)),
            (r"^.{1,32}$", Some(false)),
            ("cc-", Some(true)),
            ("^(a|f4)+7.*(9|x)$", Some(true)),
            ("^(f|f4|f47)(ac|7ac)10b", Some(true)),
            ("^[A-Z]", Some(false)),
            ("^(?=f)", None),
            (r"(\w*)*$", Some(true)),
            ("((a{0,999}){0,999}){0,999}x", Some(false)),
            ("((|a){999}){999}x", None),
        ] {
            assert_eq!(is_match(pattern, text), expected, "{pattern}");
        }
    }

    #[test]
    fn what_cannot_be_matched_is_not_made_up() {
        assert_eq!(matching("^(?!a)b$", 0, None), None);
        assert_eq!(matching("(", 0, None), None);
        assert_eq!(matching("^abc$", 5, None), None);
        assert_eq!(matching("a{999}{999}{999}", 0, None), None);
        assert_eq!(matching("(b{2}){999}{999}{999}a", 0, None), None);
    }
}
