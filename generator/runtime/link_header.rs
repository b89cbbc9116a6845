//! The header field `Link` (RFC 8288): where the next page is.

use http::HeaderMap;
use http::header::LINK;

/// The reference to the next page, which may be relative; `None` if no link says `rel=next` of this page.
///
/// What is no link by the grammar of RFC 8288 section 3 ends what is read of its line.
pub(super) fn next(headers: &HeaderMap) -> Option<&str> {
    let mut lines = headers.get_all(LINK).iter();
    lines.find_map(|line| {
        let mut rest = std::str::from_utf8(line.as_bytes()).ok()?;
        while let Some((link, after)) = link(rest) {
            if link.is_next {
                return Some(link.target);
            }
            rest = after;
        }
        None
    })
}

/// One link of a line.
struct Link<'h> {
    target: &'h str,
    /// Whether it leads from this page, and not from another, to the next.
    is_next: bool,
}

/// The first link and what follows it; empty elements of the list are none.
fn link(text: &str) -> Option<(Link<'_>, &str)> {
    let text = text.trim_start_matches([' ', '\t', ',']);
    let (target, mut rest) = text.strip_prefix('<')?.split_once('>')?;
    let (mut relation, mut anchored) = (None, false);
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let Some(after) = rest.strip_prefix(';') else {
            break;
        };
        let (name, value, after) = parameter(after)?;
        // The first counts (RFC 8288 section 3.3).
        if name.eq_ignore_ascii_case("rel") && relation.is_none() {
            relation = Some(value);
        }
        // What it leads from is then another resource (section 3.2).
        anchored |= name.eq_ignore_ascii_case("anchor");
        rest = after;
    }
    if !rest.is_empty() && !rest.starts_with(',') {
        return None;
    }
    let mut relations = relation.unwrap_or_default().split_ascii_whitespace();
    let is_next = !anchored && relations.any(|one| one.eq_ignore_ascii_case("next"));
    Some((
        Link {
            target: target.trim(),
            is_next,
        },
        rest,
    ))
}

/// A parameter's name and value, and what follows it. No relation holds a character that would be escaped, so what is
/// quoted stays as it is spelled.
fn parameter(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim_start_matches([' ', '\t']);
    let end = text.find(['=', ';', ',']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let name = name.trim_end_matches([' ', '\t']);
    let Some(value) = rest.strip_prefix('=') else {
        return Some((name, "", rest));
    };
    let value = value.trim_start_matches([' ', '\t']);
    let Some(quoted) = value.strip_prefix('"') else {
        let end = value.find([' ', '\t', ';', ',']).unwrap_or(value.len());
        let (value, rest) = value.split_at(end);
        return Some((name, value, rest));
    };
    let mut escaped = false;
    let end = quoted.find(|character| {
        let ends = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        ends
    })?;
    let (value, rest) = quoted.split_at(end);
    Some((name, value, rest.strip_prefix('"').unwrap_or(rest)))
}
