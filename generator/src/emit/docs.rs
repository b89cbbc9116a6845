//! Text of the document as doc comments that rustdoc takes without a word.
//!
//! CommonMark comes in, a plain subset of it goes out: paragraphs, lists, code, links, emphasis. What rustdoc would
//! take for HTML, for a link to an item or for a test is written so that it is none.

use super::html::{self, Piece};
use crate::hidden::is_hidden;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// How long a line of a doc comment may be.
const WIDTH: usize = 112;

/// The lines of a doc comment that says this.
#[must_use]
pub(super) fn lines(markdown: &str) -> Vec<String> {
    let mut writer = Writer::default();
    if is_plain(markdown) {
        markdown.clone_into(&mut writer.text);
    } else {
        let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
        Parser::new_ext(markdown, options).for_each(|event| writer.event(event));
    }
    writer.flush();
    while writer.lines.last().is_some_and(String::is_empty) {
        writer.lines.pop();
    }
    writer.lines
}

/// Whether a text is one paragraph on one line, of characters that all mean themselves: most are.
fn is_plain(markdown: &str) -> bool {
    markdown.starts_with(|first: char| first.is_ascii_alphabetic())
        && markdown.bytes().all(means_itself)
        && !markdown.contains("http")
}

/// A phrase of the document on one line, such as a summary.
#[must_use]
pub(super) fn phrase(markdown: &str) -> String {
    lines(markdown)
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A phrase as a sentence.
#[must_use]
pub(super) fn sentence(markdown: &str) -> String {
    with_stop(&phrase(markdown))
}

/// Text of a doc comment with a full stop at its end.
#[must_use]
pub(super) fn with_stop(text: &str) -> String {
    if text.is_empty() || text.ends_with(['.', '!', '?', ':', ';', '`', '>']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// A text as code, with a blank for each character that no code on a line can hold.
#[must_use]
pub(super) fn span(text: &str) -> String {
    let unfit =
        |character| character == '`' || matches!(character, '\n' | '\t') || is_hidden(character);
    format!("`{}`", text.replace(unfit, " "))
}

/// A short text as code; `None` if it is too long for a line or holds what no code on a line can.
#[must_use]
pub(super) fn code(text: &str) -> Option<String> {
    let fits = text.len() <= 80
        && !text.contains('`')
        && !text.contains(['\n', '\t'])
        && !text.chars().any(is_hidden);
    fits.then(|| format!("`{text}`"))
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    /// The paragraph being written, words separated by blanks; a line feed breaks the line.
    text: String,
    /// For each open list, the next number or `None`.
    lists: Vec<Option<u64>>,
    /// For each open list, how far the text of its items is indented.
    hangs: Vec<usize>,
    /// The marker of the item that has just begun.
    marker: Option<String>,
    code: Option<Vec<String>>,
    link: Option<(String, usize)>,
    /// The cells of the row of a table that is being written.
    cells: Vec<String>,
    /// Whether the innermost list is one of HTML.
    html_list: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push(text.into_string()),
                None => {
                    let escaped = escape(&text, self.link.is_some());
                    self.text.push_str(&escaped);
                }
            },
            Event::Code(code) => self.inline_code(&code),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text.push_str(&escape(&text, false))
            }
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push('\n'),
            Event::Rule => self.flush(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                if level <= HeadingLevel::H6 {
                    self.text.push_str("**");
                }
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                // Any language but Rust: rustdoc would compile what it takes for a test.
                let language = match kind {
                    CodeBlockKind::Fenced(language)
                        if ["json", "xml", "http", "bash", "yaml", "html"]
                            .contains(&&*language.to_lowercase()) =>
                    {
                        language.to_lowercase()
                    }
                    CodeBlockKind::Fenced(_) | CodeBlockKind::Indented => "text".to_owned(),
                };
                self.code = Some(vec![language]);
            }
            Tag::List(first) => {
                self.flush_line();
                self.lists.push(first);
                self.hangs.push(2);
            }
            Tag::Item => {
                self.flush_line();
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.marker = Some(marker);
            }
            Tag::Emphasis => self.text.push('*'),
            Tag::Strong => self.text.push_str("**"),
            Tag::Strikethrough => self.text.push_str("~~"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.link = Some((dest_url.into_string(), self.text.len()))
            }
            Tag::Table(_) => self.flush(),
            Tag::TableHead | Tag::TableRow | Tag::TableCell => {}
            Tag::Paragraph | Tag::BlockQuote(_) => {}
            Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => {}
            Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
            // A kind of a later version of the parser: its text is still written.
            #[allow(
                unreachable_patterns,
                reason = "the parser adds kinds in minor versions"
            )]
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.text.push_str("**");
                self.flush();
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::List(_) => {
                self.flush_line();
                self.lists.pop();
                self.hangs.pop();
                if self.lists.is_empty() {
                    self.blank();
                }
            }
            TagEnd::Item => self.flush_line(),
            TagEnd::Emphasis => self.text.push('*'),
            TagEnd::Strong => self.text.push_str("**"),
            TagEnd::Strikethrough => self.text.push_str("~~"),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.text).replace('\n', " ");
                self.cells.push(cell.trim().replace('|', "\\|"));
            }
            TagEnd::TableHead => {
                let under = vec!["---"; self.cells.len()].join(" | ");
                self.row();
                self.line_of_table(&under);
            }
            TagEnd::TableRow => self.row(),
            TagEnd::Paragraph if self.html_list && self.lists.len() == 1 => self.end_html_list(),
            TagEnd::Paragraph if self.lists.is_empty() => self.flush(),
            TagEnd::Paragraph => self.flush_line(),
            TagEnd::HtmlBlock => {
                self.end_html_list();
                self.flush();
            }
            TagEnd::Table | TagEnd::BlockQuote(_) => self.flush(),
            _ => {}
        }
    }

    /// A row of a table, which stays on one line.
    fn row(&mut self) {
        let cells = std::mem::take(&mut self.cells).join(" | ");
        self.line_of_table(&cells);
    }

    fn line_of_table(&mut self, cells: &str) {
        let indent = " ".repeat(self.hangs.iter().sum());
        self.lines.push(format!("{indent}| {cells} |"));
    }

    /// HTML, of which the layout is kept as far as CommonMark has it.
    fn html(&mut self, html: &str) {
        for piece in html::pieces(html) {
            match piece {
                Piece::Text(text) => {
                    let text = text.replace(['\n', '\r'], " ");
                    let escaped = escape(&text, self.link.is_some());
                    self.text.push_str(&escaped);
                }
                Piece::Break => self.text.push('\n'),
                Piece::Paragraph if self.lists.is_empty() && self.cells.is_empty() => self.flush(),
                Piece::Paragraph => self.text.push('\n'),
                Piece::Item => {
                    self.flush_line();
                    if self.lists.is_empty() {
                        self.lists.push(None);
                        self.hangs.push(2);
                        self.html_list = true;
                    }
                    self.marker = Some("- ".to_owned());
                }
                Piece::ListEnd => self.end_html_list(),
                Piece::Link(url) => self.link = Some((url.to_owned(), self.text.len())),
                Piece::LinkEnd => self.end_link(),
            }
        }
    }

    fn end_html_list(&mut self) {
        // A list of CommonMark within it ends first.
        if self.html_list && self.lists.len() == 1 {
            self.html_list = false;
            self.flush_line();
            self.marker = None;
            self.lists.pop();
            self.hangs.pop();
            self.blank();
        }
    }

    /// A link to an absolute address stays one; of any other the text remains.
    fn end_link(&mut self) {
        let Some((url, start)) = self.link.take() else {
            return;
        };
        let absolute = url.starts_with("https://") || url.starts_with("http://");
        if !absolute
            || url.contains([' ', '<', '>', '(', ')', '\n', '\\'])
            || start > self.text.len()
        {
            return;
        }
        let text = self.text.split_off(start);
        let plain = text.replace('\\', "");
        if plain.is_empty() || plain == url || plain == format!("<{url}>") {
            self.text.push_str(&format!("<{url}>"));
        } else {
            self.text.push_str(&format!("[{text}]({url})"));
        }
    }

    fn inline_code(&mut self, code: &str) {
        let code: String = code
            .chars()
            .filter(|character| !is_hidden(*character))
            .collect();
        if code.trim().is_empty() {
            return;
        }
        let fence = if code.contains('`') { "``" } else { "`" };
        let space = if code.starts_with('`') || code.ends_with('`') {
            " "
        } else {
            ""
        };
        self.text
            .push_str(&format!("{fence}{space}{code}{space}{fence}"));
    }

    fn code_block(&mut self) {
        let Some(code) = self.code.take() else { return };
        let mut parts = code.into_iter();
        let language = parts.next().unwrap_or_default();
        let text: String = parts
            .collect::<String>()
            .chars()
            .filter(|character| !is_hidden(*character))
            .collect();
        let indent = " ".repeat(self.hangs.iter().sum());
        let ticks = if text.contains("```") { "~~~~" } else { "```" };
        self.lines.push(format!("{indent}{ticks}{language}"));
        self.lines.extend(
            text.trim_end()
                .lines()
                .map(|line| format!("{indent}{}", line.trim_end().replace('\t', "    "))),
        );
        self.lines.push(format!("{indent}{ticks}"));
        self.blank();
    }

    fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// Ends a paragraph.
    fn flush(&mut self) {
        self.flush_line();
        self.blank();
    }

    /// Ends a paragraph without a blank line after it.
    fn flush_line(&mut self) {
        let text = std::mem::take(&mut self.text);
        if text.trim().is_empty() {
            return;
        }
        let marker = self.marker.take();
        if let (Some(marker), Some(hang)) = (&marker, self.hangs.last_mut()) {
            *hang = marker.len();
        }
        // A later paragraph of an item, for instance after a list within it.
        if marker.is_none() && !self.hangs.is_empty() {
            self.blank();
        }
        // What belongs to an item stands under its first word, also in its later paragraphs.
        let outer: usize = self.hangs.iter().rev().skip(1).sum();
        let hang = " ".repeat(self.hangs.iter().sum());
        let mut lead = marker.map_or_else(
            || hang.clone(),
            |marker| format!("{}{marker}", " ".repeat(outer)),
        );
        for part in text
            .split('\n')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            wrap(part, &mut lead, &hang, &mut self.lines);
        }
    }
}

/// Breaks a paragraph into lines; a word that would begin a block on its line is escaped.
fn wrap(text: &str, lead: &mut String, hang: &str, lines: &mut Vec<String>) {
    let mut line = std::mem::replace(lead, hang.to_owned());
    let mut width = line.chars().count();
    let mut empty = true;
    for word in text.split_whitespace() {
        let long = word.chars().count();
        if !empty && width + 1 + long > WIDTH {
            lines.push(std::mem::replace(&mut line, hang.to_owned()));
            width = hang.len();
            empty = true;
        }
        if empty {
            let first = begin(word);
            width += first.chars().count();
            line.push_str(&first);
        } else {
            width += 1 + long;
            line.push(' ');
            line.push_str(word);
        }
        empty = false;
    }
    if !empty {
        lines.push(line);
    }
}

/// A word at the beginning of a line.
fn begin(word: &str) -> String {
    let number = word
        .strip_suffix(['.', ')'])
        .filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(digits) = number {
        return format!("{digits}\\{}", &word[digits.len()..]);
    }
    if matches!(word, "-" | "+")
        || word.starts_with(['#', '>', '=', '|'])
        || word.starts_with("--")
        || word.starts_with("~~~")
    {
        return format!("\\{word}");
    }
    word.to_owned()
}

/// Whether a byte means itself anywhere within a line.
fn means_itself(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" !\"#$%'()+,-./:;=?{}".contains(&byte)
}

/// How many bytes of a text mean themselves, whatever stands around them.
fn plain_run(text: &str, within_link: bool) -> usize {
    // An address begins with an `h` that follows no letter or digit.
    let mut follows = false;
    let first = text.bytes().position(|byte| {
        let starts_address = byte == b'h' && !follows && !within_link;
        follows = byte.is_ascii_alphanumeric();
        starts_address || !means_itself(byte)
    });
    first.unwrap_or(text.len())
}

/// Text that means itself in CommonMark; addresses in it become links, unless it is within one.
fn escape(text: &str, within_link: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let plain = plain_run(rest, within_link);
        if let Some((run, after)) = rest.split_at_checked(plain).filter(|_| plain > 0) {
            escaped.push_str(run);
            previous = run.chars().next_back().unwrap_or(previous);
            rest = after;
            continue;
        }
        if !within_link
            && !previous.is_alphanumeric()
            && (rest.starts_with("https://") || rest.starts_with("http://"))
        {
            let end = rest
                .find(|end: char| {
                    end.is_whitespace() || end.is_control() || "<>\"'`[](){}|\\^".contains(end)
                })
                .unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
            if url.len() > "https://".len() {
                escaped.push_str(&format!("<{url}>"));
                previous = '>';
                rest = &rest[url.len()..];
                continue;
            }
        }
        rest = &rest[character.len_utf8()..];
        let next = rest.chars().next().unwrap_or(' ');
        match character {
            _ if is_hidden(character) => continue,
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => escaped.push('\\'),
            '_' if !previous.is_alphanumeric() || !next.is_alphanumeric() => escaped.push('\\'),
            '&' if next == '#' || next.is_ascii_alphabetic() => escaped.push('\\'),
            _ => {}
        }
        escaped.push(character);
        previous = character;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{lines, sentence};

    #[test]
    fn what_rustdoc_would_take_for_something_else_is_escaped() {
        assert_eq!(
            lines("see [Option] and <b>that</b> or Vec<T>, a_b _c"),
            [r"see \[Option\] and that or Vec\<T>, a_b \_c"]
        );
        assert_eq!(
            lines("at https://example.com/a."),
            ["at <https://example.com/a>."]
        );
        assert_eq!(
            lines("[here](https://example.com) [there](/docs)"),
            ["[here](https://example.com) there"]
        );
    }

    #[test]
    fn plain_text_is_what_the_parser_makes_of_it() {
        let long = "plain text, that is 100% long; ".repeat(8);
        for text in [
            "A (b) - c + d / e: f?",
            "Trailing  blanks  ",
            "Setext = no",
            long.as_str(),
        ] {
            assert!(super::is_plain(text), "{text}");
            // A comment says nothing, and keeps the text from being taken as plain.
            assert_eq!(lines(text), lines(&format!("{text}<!-- -->")), "{text}");
        }
        for text in [
            "",
            "1. a",
            "- a",
            "a\nb",
            "a & b",
            "see http://a.b",
            "é",
            " a",
        ] {
            assert!(!super::is_plain(text), "{text}");
        }
    }

    #[test]
    fn code_is_never_a_test() {
        assert_eq!(
            lines("```\nlet a = 1;\n```\n\n    b();"),
            ["```text", "let a = 1;", "```", "", "```text", "b();", "```"]
        );
    }

    #[test]
    fn tables_stay_tables() {
        assert_eq!(
            lines("| a | b |\n| - | - |\n| x\\|y | [z](https://example.com) |\n\nend"),
            [
                "| a | b |",
                "| --- | --- |",
                r"| x\|y | [z](https://example.com) |",
                "",
                "end"
            ]
        );
    }

    #[test]
    fn layout_of_html_is_kept() {
        assert_eq!(
            lines("<p>One <b>two</b>.</p>\n<ul><li>three<li>four</ul>five<br>six"),
            ["One two.", "", "- three", "- four", "", "five", "six"]
        );
        assert_eq!(
            lines("a <a href='https://example.com/x'>link</a> in <i>text</i>"),
            ["a [link](https://example.com/x) in text"]
        );
    }

    #[test]
    fn lists_hang() {
        assert_eq!(
            lines("* one\n* two\n  more\n\nend"),
            ["- one", "- two more", "", "end"]
        );
        assert_eq!(
            lines("- a\n  - in\n\n  more\n- b"),
            ["- a", "  - in", "", "  more", "- b"]
        );
        assert_eq!(
            lines("1. one\n   - in\n2. two"),
            ["1. one", "   - in", "2. two"]
        );
    }

    #[test]
    fn direction_changing_characters_are_gone() {
        assert_eq!(lines("a\u{202e}b"), ["ab"]);
    }

    #[test]
    fn a_phrase_becomes_a_sentence() {
        assert_eq!(sentence("Delete a contact"), "Delete a contact.");
        assert_eq!(sentence("Really?"), "Really?");
    }
}
