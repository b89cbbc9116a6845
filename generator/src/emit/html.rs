//! Takes HTML in a description apart into tags that mean layout, and text.

/// A part of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// What is shown as it is.
    Text(&'a str),
    /// The line ends.
    Break,
    /// The paragraph ends.
    Paragraph,
    /// An item of a list begins.
    Item,
    /// A list ends.
    ListEnd,
    /// A link to an address begins.
    Link(&'a str),
    /// A link ends.
    LinkEnd,
}

/// The parts in order; tags that change no more than the look of text are left out, those that HTML has not are text.
pub(super) fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        push_text(&mut pieces, before);
        let comment = tag.starts_with("<!--");
        let (end, width) = match comment {
            true => (tag.find("-->"), "-->".len()),
            false => (tag.find('>'), ">".len()),
        };
        let Some(end) = end else {
            // A tag or comment that does not end here.
            push_text(&mut pieces, if comment { "" } else { tag });
            return pieces;
        };
        let (tag, after) = tag.split_at(end + width);
        rest = after;
        if comment {
            continue;
        }
        match piece(tag) {
            Some(Some(piece)) => pieces.push(piece),
            Some(None) => {}
            None => push_text(&mut pieces, tag),
        }
    }
    push_text(&mut pieces, rest);
    pieces
}

fn push_text<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
}

/// What a tag means, if HTML has it; `Some(None)` if that is nothing here.
fn piece(tag: &str) -> Option<Option<Piece<'_>>> {
    let inner = tag.strip_prefix('<')?.strip_suffix('>')?;
    let closing = inner.starts_with('/');
    let inner = inner.trim_start_matches('/');
    let end = inner
        .find(|end: char| !end.is_ascii_alphanumeric())
        .unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(end);
    // `<T, U>` and `<your-key>` are no tags; what an opening tag says beside its name are attributes with values.
    let plain = attributes.trim_end_matches('/').trim();
    if !plain.is_empty() && !plain.contains('=') {
        return None;
    }
    Some(match (name.to_ascii_lowercase().as_str(), closing) {
        ("br", _) => Some(Piece::Break),
        ("li", false) => Some(Piece::Item),
        ("ul" | "ol", true) => Some(Piece::ListEnd),
        ("a", false) => href(attributes).map(Piece::Link),
        ("a", true) => Some(Piece::LinkEnd),
        (
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "tr" | "pre"
            | "blockquote" | "hr" | "details" | "summary" | "section" | "dl" | "dt" | "dd",
            _,
        ) => Some(Piece::Paragraph),
        (
            "b" | "strong" | "i" | "em" | "u" | "s" | "code" | "tt" | "span" | "font" | "small"
            | "sup" | "sub" | "ul" | "ol" | "li" | "tbody" | "thead" | "td" | "th" | "img" | "kbd"
            | "center" | "strike" | "del" | "mark",
            _,
        ) => None,
        _ => return None,
    })
}

fn href(attributes: &str) -> Option<&str> {
    let (_, value) = attributes.split_once("href=")?;
    let quote = value
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''))?;
    value[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn tags_of_html_are_layout_and_others_are_text() {
        assert_eq!(
            pieces("<p>one</p><ul><li><b>two</b></ul>a<br/>Vec<T> <your-key> a < b"),
            [
                Piece::Paragraph,
                Piece::Text("one"),
                Piece::Paragraph,
                Piece::Item,
                Piece::Text("two"),
                Piece::ListEnd,
                Piece::Text("a"),
                Piece::Break,
                Piece::Text("Vec"),
                Piece::Text("<T>"),
                Piece::Text(" "),
                Piece::Text("<your-key>"),
                Piece::Text(" a "),
                Piece::Text("< b"),
            ]
        );
    }

    #[test]
    fn links_have_addresses_and_comments_are_gone() {
        assert_eq!(
            pieces("<a class='x' href=\"https://example.com\">here</a><!-- not <b> -->"),
            [
                Piece::Link("https://example.com"),
                Piece::Text("here"),
                Piece::LinkEnd
            ]
        );
    }
}
