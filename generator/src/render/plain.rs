//! The layout of implementations no line of which prettyplease would break: written as they stand, without being parsed.
//!
//! **Invariant:** what is laid out here is what prettyplease and [`super::join`] make of it; all else is left to these.

use proc_macro2::{Delimiter, Punct, Spacing, TokenStream, TokenTree};

use super::WIDTH;
use super::join::one_or_other;

/// How long a line may be that prettyplease breaks on no account.
const SHORT: usize = 85;

/// An implementation as text; `None` if it is something else, or may have to be broken.
pub(super) fn render(tokens: &TokenStream) -> Option<String> {
    match tokens.clone().into_iter().next()? {
        TokenTree::Ident(first) if first == "impl" => {}
        TokenTree::Ident(_) | TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {
            return None;
        }
    }
    let mut text = String::new();
    block(&mut text, tokens.clone(), 0)?;
    Some(text)
}

/// What stands between braces: members, statements or arms, each on a line of its own.
fn block(text: &mut String, tokens: TokenStream, indent: usize) -> Option<()> {
    let mut line = Line::new(indent);
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' && line.is_empty() => {
                line.text.push('#');
                line.token(tokens.next()?)?;
                line.end(text)?;
                line = Line::new(indent);
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                // Fields of a value may stand on one line; what an arm leads to need not be in braces.
                line.begins_block().then_some(())?;
                let inner = group.stream();
                line.word(if inner.is_empty() { "{}" } else { "{" });
                let start = text.len();
                line.end(text)?;
                if !inner.is_empty() {
                    block(text, inner, indent + 4)?;
                    match text.get(start..).and_then(on_one_line) {
                        Some(line) => text.replace_range(start.., &line),
                        None => text.push_str(&format!("{:indent$}}}\n", "")),
                    }
                }
                line = Line::new(indent);
            }
            TokenTree::Punct(mark)
                if mark.as_char() == ';' || mark.as_char() == ',' && line.angles == 0 =>
            {
                // Behind a brace that closes.
                if line.is_empty() {
                    return None;
                }
                line.text.push(mark.as_char());
                line.end(text)?;
                line = Line::new(indent);
            }
            token => line.token(token)?,
        }
    }
    if line.is_empty() {
        return Some(());
    }
    // The value of a block; an arm would have a comma.
    let is_value = !line.text.contains("=>");
    is_value.then_some(())?;
    line.end(text)
}

/// A `match` of two answers that [`super::join`] would join; its closing brace is still to come.
fn on_one_line(block: &str) -> Option<String> {
    let (opening, arms) = block.split_once('\n')?;
    let arms = one_or_other(opening.trim_start(), arms.lines())?;
    let line = format!("{opening} {arms} }}\n");
    (line.trim_end().len() <= WIDTH).then_some(line)
}

/// A line that is being written.
struct Line {
    text: String,
    indent: usize,
    /// How many brackets of generics are open.
    angles: usize,
    /// The first marks of an operator.
    operator: String,
}

impl Line {
    fn new(indent: usize) -> Self {
        Self {
            text: " ".repeat(indent),
            indent,
            angles: 0,
            operator: String::new(),
        }
    }

    fn is_empty(&self) -> bool {
        self.text.len() == self.indent
    }

    /// What is said, without the blanks before it.
    fn said(&self) -> &str {
        self.text.get(self.indent..).unwrap_or_default()
    }

    /// Whether members, statements or arms stand between the braces that follow.
    fn begins_block(&self) -> bool {
        ["impl ", "fn ", "pub fn ", "match ", "if "]
            .iter()
            .any(|start| self.said().starts_with(start))
    }

    fn end(self, text: &mut String) -> Option<()> {
        self.fits().then_some(())?;
        text.push_str(&self.text);
        text.push('\n');
        Some(())
    }

    /// Whether it stays in one line: prettyplease does not break it, or what it breaks is joined again.
    fn fits(&self) -> bool {
        let (text, said) = (&self.text, self.said());
        let one_call = |call: &str| call.matches('(').count() == 1 && !call.contains(['?', '[']);
        let is_joined = match said.split_once(" => answer.") {
            Some((_, call)) => one_call(call) && !call.contains('.'),
            None => said.starts_with("const LINE: RequestLine = RequestLine::") && one_call(said),
        };
        text.len() <= SHORT || is_joined && text.len() <= WIDTH && text.is_ascii()
    }

    fn token(&mut self, token: TokenTree) -> Option<()> {
        match token {
            // What these words begin prettyplease lays out as a whole.
            TokenTree::Ident(ident) if ident == "else" || ident == "where" => return None,
            TokenTree::Ident(ident) => self.word(&ident.to_string()),
            TokenTree::Literal(literal) => self.word(&literal.to_string()),
            TokenTree::Punct(mark) => self.mark(&mark)?,
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ('(', ')'),
                    Delimiter::Bracket => ('[', ']'),
                    Delimiter::Brace | Delimiter::None => return None,
                };
                let ends = |word: &&str| self.text.ends_with(*word);
                if [
                    " as", " for", " if", " in", " let", " match", " mut", " return",
                ]
                .iter()
                .any(ends)
                {
                    return None;
                }
                self.text.push(open);
                for token in group.stream() {
                    self.token(token)?;
                }
                // A comma at the end stands only where lines are broken.
                if self.text.ends_with(' ') {
                    return None;
                }
                self.text.push(close);
            }
        }
        Some(())
    }

    fn word(&mut self, word: &str) {
        let follows =
            |last: char| last.is_alphanumeric() || matches!(last, '_' | '"' | ')' | ']' | '>');
        if self.text.ends_with(follows) {
            self.text.push(' ');
        }
        self.text.push_str(word);
    }

    fn mark(&mut self, mark: &Punct) -> Option<()> {
        // What follows a brace that closes goes on with what it closed.
        if self.is_empty() {
            return None;
        }
        self.operator.push(mark.as_char());
        if mark.spacing() == Spacing::Joint && mark.as_char() != '\'' {
            return Some(());
        }
        let operator = std::mem::take(&mut self.operator);
        match operator.as_str() {
            "<" => self.angles += 1,
            ">" => self.angles = self.angles.checked_sub(1)?,
            ">>" => self.angles = self.angles.checked_sub(2)?,
            _ => {}
        }
        match operator.as_str() {
            "::" | "." | "?" | "..=" | "<" | ">" | ">>" | "&" | "'" => {
                self.text.push_str(&operator);
            }
            ":" | "," => {
                self.text.push_str(&operator);
                self.text.push(' ');
            }
            "=" | "=>" | "->" | "|" => {
                self.text.push(' ');
                self.text.push_str(&operator);
                self.text.push(' ');
            }
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::render;
    use crate::render::pretty;

    #[test]
    fn what_is_laid_out_is_laid_out_as_prettyplease_would() {
        let long = "/a/path/that/is/rather/long/but/not/too/long/for/a/line";
        let implementations = [
            quote!(
                impl Operation for GetLoan {
                    type Output = BTreeMap<String, Vec<Option<Loan>>>;
                    type Error = GetLoanError;
                    const LINE: RequestLine = RequestLine::new(Method::GET, #long);
                    #[inline]
                    fn request(&self, request: &mut RequestParts) {
                        request.path("id", &self.id);
                        if let Some(page) = &self.page {
                            request.query("page", page);
                        }
                        request.authorize(&[&[&API_KEY, &TOKEN], &[]]);
                    }
                    fn answer(answer: Answer<'_>) -> Reading<Self> {
                        match answer.status() {
                            200..=299 => answer.success(),
                            404 | 410 if answer.is("a/b") => answer.text()?.failure(Why::Gone),
                            500 => answer.failure(GetLoanError::SomethingThatHasALongNameWentWrongSoThatItIsBrokenFirst),
                            _ => answer.undocumented(),
                        }
                    }
                }
            ),
            quote!(
                impl Operation for Ping {
                    const LINE: RequestLine = RequestLine::new(Method::GET, "/ping").accept("a/b");
                    #[inline]
                    fn request(&self, _: &mut RequestParts) {}
                    #[inline]
                    fn answer(answer: Answer<'_>) -> Reading<Self> {
                        match answer.status() {
                            204 => answer.empty(),
                            _ => answer.undocumented(),
                        }
                    }
                }
            ),
            quote!(
                impl Keyed for Ping {
                    const KEY: &'static str = "Idempotency-Key";
                }
            ),
        ];
        for tokens in implementations {
            let text = render(&tokens).expect("no line is too long");
            assert_eq!(super::super::space(&text), pretty(tokens).unwrap());
        }
    }

    #[test]
    fn what_may_be_broken_is_left() {
        let long = "/a/path/that/is/so/long/that/it/must/be/broken/whatever/else/stands/beside/it/on/the/line";
        for tokens in [
            quote!(impl A for B { const LINE: RequestLine = RequestLine::new(Method::GET, #long); }),
            quote!(impl A for B { fn a() { request.call("a-long-name-of-something", &self.a_long_name_of_something, true); } }),
            quote!(impl A for B { fn a() { match b { 1 => {} } } }),
            quote!(impl A for B { fn a() { b(c,) } }),
            quote!(impl A for B { fn a() { c! { d } } }),
            quote!(impl A for B { fn a() { B { c: d }; } }),
            quote!(impl A for B { fn a() -> B { B { c } } }),
            quote!(impl A for B { fn a() { if b { c(); } else { d(); } } }),
            quote!(
                struct A {
                    b: C,
                }
            ),
        ] {
            assert_eq!(render(&tokens), None, "{tokens}");
        }
    }
}
