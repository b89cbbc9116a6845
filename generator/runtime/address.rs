//! Where a request goes: put together as text, and parsed only where the URL standard may spell it another way.

use std::borrow::Cow;

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, PathAndQuery};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

use super::error::{NotSent, Why};
use super::parameter::encode;
use super::request::RequestParts;

/// What a path template may hold as it is: all that RFC 3986 section 3.3 allows, and `?` for what follows the path.
const TEMPLATE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What an address begins with.
#[derive(Debug)]
pub(super) struct Base<'a> {
    text: Cow<'a, str>,
    is_normal: bool,
}

impl<'a> Base<'a> {
    /// One that may be spelled in any way, or in [that of the standard](is_normal_base), but for slashes at its end.
    pub(super) fn new(text: impl Into<Cow<'a, str>>, is_normal: bool) -> Self {
        Self {
            text: text.into(),
            is_normal,
        }
    }

    /// Whether what follows it continues a query.
    fn has_query(&self) -> bool {
        !self.is_normal && self.text.contains('?')
    }

    /// Without the slashes at its end: every path begins with one.
    pub(super) fn trimmed(&self) -> &str {
        self.text.trim_end_matches('/')
    }

    /// The address of this text: the base, and what may be spelled as the URL standard does.
    pub(super) fn address(&self, text: String, is_plain: bool) -> Result<Uri, NotSent> {
        if self.is_normal && is_plain {
            return to_uri(text);
        }
        if self.text.contains('{') {
            let base = &self.text;
            return Err(refused(&format!(
                "the server `{base}` has a variable without a value; the call must be given a base URL"
            )));
        }
        let url = Url::parse(&text);
        let url =
            url.map_err(|error| refused(&format!("the address cannot be formed: {error}")))?;
        to_uri(url.into())
    }
}

/// Whether the URL standard would spell a base URL as it is, whatever follows it, but for slashes at its end.
pub(super) fn is_normal_base(base: &str) -> bool {
    let ends = |text: &str| text.trim_end_matches('/').len();
    let url = Url::parse(base);
    url.is_ok_and(|url| {
        let (base, url) = (base.get(..ends(base)), url.as_str());
        base == url.get(..ends(url)) && !url.contains(['?', '#', '{'])
    })
}

/// Whether the URL standard spells what is made of a path template as it is.
///
/// Values are percent-encoded, and `.` and `..` are refused; so it depends on what stands around them: on a character that
/// might be encoded, and on what might be a segment `.` or `..`.
pub(super) const fn is_plain(template: &str) -> bool {
    let mut rest = template.as_bytes();
    let (mut before, mut is_variable) = (0, false);
    while let [byte, after @ ..] = rest {
        let is_kept = match *byte {
            b'{' => !is_variable,
            b'}' => is_variable,
            b'/' => !is_variable,
            b'.' => before != b'/' && before != b'{',
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'~' => true,
            b'!' | b'$' | b'&' | b'(' | b')' | b'*' | b'+' | b',' => true,
            b':' | b';' | b'=' | b'?' | b'@' => true,
            _ => false,
        };
        if !is_kept || (before == 0 && *byte != b'/') {
            return false;
        }
        is_variable = match *byte {
            b'{' => true,
            b'}' => false,
            _ => is_variable,
        };
        before = *byte;
        rest = after;
    }
    before != 0 && !is_variable
}

/// Whether a path template has a query.
pub(super) const fn has_query(template: &str) -> bool {
    let mut rest = template.as_bytes();
    while let [byte, after @ ..] = rest {
        if *byte == b'?' {
            return true;
        }
        rest = after;
    }
    false
}

/// The address of a text that is spelled as the URL standard does.
pub(super) fn to_uri(text: String) -> Result<Uri, NotSent> {
    Uri::from_maybe_shared(Bytes::from(text))
        .map_err(|_| refused("the address is too long or cannot be formed"))
}

/// An address as the URL standard reads it.
pub(super) fn to_url(uri: &Uri) -> Result<Url, url::ParseError> {
    let authority = uri.authority().map_or("", Authority::as_str);
    let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let scheme = uri.scheme_str().unwrap_or_default();
    Url::parse(&[scheme, "://", authority, path].concat())
}

/// Nothing is sent, because of the address.
pub(super) fn refused(why: &str) -> NotSent {
    NotSent::new(Why::Address(why.to_owned()))
}

/// A text up to a byte, which is an ASCII character, and from there.
fn before(text: &str, ends: impl Fn(u8) -> bool) -> (&str, &str) {
    let end = text.bytes().position(ends).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

impl RequestParts {
    /// The address: base URL, path, query.
    pub(super) fn address(
        &mut self,
        base: &Base<'_>,
        secrets: &[(&'static str, String)],
    ) -> String {
        let start = base.trimmed();
        let given = self.path.as_str().len() + self.query.as_str().len();
        let mut text = String::with_capacity(start.len() + self.line.path.len() + given + 1);
        text.push_str(start);
        self.render_path(&mut text);
        let has_query = self.line.has_query || base.has_query();
        let mut separator = if has_query { '&' } else { '?' };
        if !self.query.as_str().is_empty() {
            text.push(separator);
            text.push_str(self.query.as_str());
            separator = '&';
        }
        for (name, value) in secrets {
            text.push(separator);
            text.push_str(&encode(name));
            text.push('=');
            text.push_str(value);
            separator = '&';
        }
        text
    }

    /// The path template with its variables in place; a segment that would be `.` or `..` is refused.
    fn render_path(&mut self, text: &mut String) {
        let mut leaves = None;
        let mut rest = self.line.path;
        let (mut start, mut variable) = (text.len(), None);
        loop {
            let (literal, after) = before(rest, |byte| matches!(byte, b'/' | b'{'));
            self.literal(literal, text);
            if let Some(after) = after.strip_prefix('{') {
                let (name, after) = before(after, |byte| matches!(byte, b'/' | b'}'));
                let Some(after) = after.strip_prefix('}') else {
                    // A brace that is not closed is no variable.
                    self.literal("{", text);
                    self.literal(name, text);
                    rest = after;
                    continue;
                };
                match self.path.get(name) {
                    Some(value) => {
                        text.push_str(value);
                        variable = Some(name);
                    }
                    None => text.extend(utf8_percent_encode(name, TEMPLATE)),
                }
                rest = after;
                continue;
            }
            if matches!(text.get(start..), Some("." | "..")) {
                leaves = leaves.or(variable);
            }
            let Some(after) = after.strip_prefix('/') else {
                break;
            };
            text.push('/');
            (start, variable) = (text.len(), None);
            rest = after;
        }
        if let Some(variable) = leaves {
            self.refuse(variable, "would leave its segment of the path");
        }
    }

    /// What stands between variables of the path template.
    fn literal(&self, literal: &str, text: &mut String) {
        if self.line.is_plain {
            text.push_str(literal);
        } else {
            text.extend(utf8_percent_encode(literal, TEMPLATE));
        }
    }
}
