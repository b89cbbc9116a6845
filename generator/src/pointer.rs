//! JSON Pointers (RFC 6901) as URI fragments: the name of every place in a document.

use std::borrow::Cow;
use std::fmt;

/// A place in a document, as a JSON Pointer in URI fragment form (RFC 6901 section 6): `#/paths/~1v1~1x/get`.
///
/// A place in another file than the entry document is prefixed by that file's relative name: `parts.yaml#/schemas/A`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The whole entry document, `#`.
    #[must_use]
    pub fn root() -> Self {
        Self("#".to_owned())
    }

    /// The place that a `$ref` means (RFC 3986 section 4.4 for references within the document).
    ///
    /// Percent-encoding is undone, so that one place has one spelling.
    #[must_use]
    pub fn from_reference(text: &str) -> Self {
        let (file, path) = text.split_once('#').unwrap_or((text, ""));
        if text.len() > file.len() && is_spelled_so(path) {
            return Self(text.to_owned());
        }
        let start = Self(format!("{file}#"));
        path.split('/')
            .skip(1)
            .map(unescape)
            .fold(start, |place, token| place.child(&token))
    }

    /// The file that it is in; empty for the entry document.
    #[must_use]
    pub fn file(&self) -> &str {
        self.0.split_once('#').map_or("", |(file, _)| file)
    }

    /// Whether the place is in the entry document.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.0.starts_with('#')
    }

    /// The place one member or element further in.
    #[must_use]
    pub fn child(&self, token: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + token.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        push_escaped(&mut text, token);
        Self(text)
    }

    /// Goes to the place one member further in; what is returned leads back.
    pub(crate) fn enter(&mut self, token: &str) -> Way {
        let way = Way(self.0.len());
        self.0.push('/');
        push_escaped(&mut self.0, token);
        way
    }

    /// Goes to the place of an array's element; what is returned leads back.
    pub(crate) fn enter_element(&mut self, index: usize) -> Way {
        self.enter(&index.to_string())
    }

    /// Goes back to where a way began.
    pub(crate) fn leave(&mut self, way: Way) {
        self.0.truncate(way.0);
    }

    /// The place of an array's element.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The reference tokens, unescaped, from the root inwards.
    pub fn tokens(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.path().split('/').skip(1).map(unescape)
    }

    fn path(&self) -> &str {
        self.0.split_once('#').map_or("", |(_, path)| path)
    }

    /// The last reference token, unescaped.
    #[must_use]
    pub fn last(&self) -> Option<Cow<'_, str>> {
        self.path().rsplit_once('/').map(|(_, last)| unescape(last))
    }

    /// The last reference token but one, unescaped: what the place that holds this one is called.
    #[must_use]
    pub fn holder(&self) -> Option<Cow<'_, str>> {
        let (holder, _) = self.path().rsplit_once('/')?;
        holder.rsplit_once('/').map(|(_, last)| unescape(last))
    }

    /// The place that holds this one; `None` at the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let hash = self.0.find('#')?;
        let slash = self.0.rfind('/').filter(|slash| *slash > hash)?;
        Some(Self(self.0[..slash].to_owned()))
    }

    /// The key of the schema among the components that this is the place of.
    #[must_use]
    pub fn component(&self) -> Option<Cow<'_, str>> {
        let key = self.path().strip_prefix("/components/schemas/")?;
        (!key.contains('/')).then(|| unescape(key))
    }

    /// Whether it is another place or lies in it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        let rest = self.0.strip_prefix(&other.0);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The fragment form, `#/a/b`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The way back from a place further in.
#[must_use]
pub(crate) struct Way(usize);

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn push_escaped(text: &mut String, token: &str) {
    if !token.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        text.push_str(token);
        return;
    }
    for character in token.chars() {
        match character {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            other => text.push(other),
        }
    }
}

/// Whether the path of a reference is spelled as a pointer's.
fn is_spelled_so(path: &str) -> bool {
    let escapes = path.split('~').skip(1);
    (path.is_empty() || path.starts_with('/'))
        && !path.contains('%')
        && escapes.into_iter().all(|rest| rest.starts_with(['0', '1']))
}

/// Undoes percent-encoding (RFC 3986 section 2.1), then `~1` and `~0` (RFC 6901 section 4).
fn unescape(token: &str) -> Cow<'_, str> {
    let decoded = if token.contains('%') {
        Cow::Owned(percent_decode(token))
    } else {
        Cow::Borrowed(token)
    };
    if decoded.contains('~') {
        Cow::Owned(decoded.replace("~1", "/").replace("~0", "~"))
    } else {
        decoded
    }
}

/// Undoes percent-encoding (RFC 3986 section 2.1); what is no escape, or would not be UTF-8, stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten();
        match escape.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn tokens_are_escaped_and_read_back() {
        let place = Pointer::root().child("paths").child("/v1/a~b").index(3);
        assert_eq!(place.as_str(), "#/paths/~1v1~1a~0b/3");
        assert_eq!(
            place.tokens().collect::<Vec<_>>(),
            ["paths", "/v1/a~b", "3"]
        );
        assert_eq!(place.parent().unwrap().last().unwrap(), "/v1/a~b");
        assert_eq!(place.holder().unwrap(), "/v1/a~b");
        assert_eq!(Pointer::root().child("a").holder(), None);
    }

    #[test]
    fn a_reference_has_one_spelling() {
        for (written, meant) in [
            ("#/a/b", "#/a/b"),
            ("#/a~1b/c~0d", "#/a~1b/c~0d"),
            ("#/a%2Fb", "#/a~1b"),
            ("#/a~2", "#/a~02"),
            ("#", "#"),
            ("#a/b", "#/b"),
            ("parts.yaml", "parts.yaml#"),
            ("parts.yaml#/a", "parts.yaml#/a"),
        ] {
            assert_eq!(Pointer::from_reference(written).as_str(), meant);
        }
    }

    #[test]
    fn a_walk_comes_back() {
        let mut place = Pointer::root();
        let outer = place.enter("a/b");
        let inner = place.enter_element(7);
        assert_eq!(place.as_str(), "#/a~1b/7");
        place.leave(inner);
        assert_eq!(place.as_str(), "#/a~1b");
        place.leave(outer);
        assert_eq!(place, Pointer::root());
    }

    #[test]
    fn a_component_has_a_key() {
        let key = |text: &str| {
            Pointer::from_reference(text)
                .component()
                .map(|key| key.into_owned())
        };
        assert_eq!(key("#/components/schemas/a~1b"), Some("a/b".to_owned()));
        assert_eq!(key("#/components/schemas/A/items"), None);
        assert_eq!(key("#/paths"), None);
    }

    #[test]
    fn percent_encoding_of_a_reference_is_undone() {
        let place = Pointer::from_reference("#/components/schemas/Caf%C3%A9%2");
        assert_eq!(place.last().unwrap(), "Café%2");
    }
}
