//! Makes up a string that a regular expression matches, for the generated wire tests.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How long a string is at most that is made up.
const LONGEST: usize = 4096;
/// How many parts of a pattern are written at most.
const STEPS: usize = 100_000;
/// Characters that are chosen where a class allows them, best first.
const PLAIN: [char; 8] = ['a', 'A', '1', '0', 'Z', '-', '_', ' '];

/// A string of at least and at most so many characters that a pattern (ECMA-262) matches; `None` if the pattern says more
/// than regular expressions can, or if no such string was found.
pub(super) fn matching(pattern: &str, least: usize, most: Option<usize>) -> Option<String> {
    let parsed = regex_syntax::ParserBuilder::new()
        .nest_limit(100)
        .build()
        .parse(pattern)
        .ok()?;
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

fn chosen(class: &Class) -> Option<char> {
    let ranges: Vec<(char, char)> = match class {
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
    };
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
    use super::matching;

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
    fn what_cannot_be_matched_is_not_made_up() {
        assert_eq!(matching("^(?!a)b$", 0, None), None);
        assert_eq!(matching("(", 0, None), None);
        assert_eq!(matching("^abc$", 5, None), None);
        assert_eq!(matching("a{999}{999}{999}", 0, None), None);
        assert_eq!(matching("(b{2}){999}{999}{999}a", 0, None), None);
    }
}
