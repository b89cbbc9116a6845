//! Messages of HTTP/1.1 as bytes (RFC 9112), as far as two programs on loopback need it.

use std::io::{self, BufRead, Read};

/// The longest message that is read, in bytes.
const LONGEST: u64 = 64 << 20;

/// A request or an answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    /// The first line.
    pub(super) line: String,
    /// Names in small letters, and values.
    pub(super) headers: Vec<(String, String)>,
    /// The content, whatever its framing was.
    pub(super) body: Vec<u8>,
}

impl Message {
    /// Reads a message; `None` at the end of the connection. An answer without a length ends with the connection,
    /// unless it is known to have no content.
    pub(super) fn read(
        from: &mut impl BufRead,
        has_content: impl Fn(&Self) -> bool,
    ) -> io::Result<Option<Self>> {
        let mut message = Self::default();
        let mut line = String::new();
        loop {
            line.clear();
            if from.read_line(&mut line)? == 0 {
                return Ok(None);
            }
            let text = line.trim_end();
            if message.line.is_empty() {
                text.clone_into(&mut message.line);
            } else if text.is_empty() {
                break;
            } else if let Some((name, value)) = text.split_once(':') {
                let name = name.to_ascii_lowercase();
                message.headers.push((name, value.trim().to_owned()));
            }
        }
        if !has_content(&message) {
            return Ok(Some(message));
        }
        let chunked = message
            .header("transfer-encoding")
            .is_some_and(|one| one.contains("chunked"));
        let length = message
            .header("content-length")
            .and_then(|length| length.parse::<u64>().ok());
        match length {
            _ if chunked => message.body = chunks(from)?,
            Some(length) => {
                from.take(length.min(LONGEST))
                    .read_to_end(&mut message.body)?;
            }
            None if message.line.starts_with("HTTP/") => {
                from.take(LONGEST).read_to_end(&mut message.body)?;
            }
            None => {}
        }
        Ok(Some(message))
    }

    /// The first value of a field.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// Method and target of a request.
    pub(super) fn request(&self) -> (&str, &str) {
        let mut words = self.line.split(' ');
        (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        )
    }

    /// The status of an answer.
    pub(super) fn status(&self) -> Option<u16> {
        self.line.split(' ').nth(1)?.parse().ok()
    }
}

fn chunks(from: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        from.read_line(&mut line)?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = u64::from_str_radix(size, 16).map_err(io::Error::other)?;
        from.take(size.min(LONGEST)).read_to_end(&mut body)?;
        line.clear();
        from.read_line(&mut line)?;
        if size == 0 {
            return Ok(body);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Message;

    #[test]
    fn messages_are_read_one_after_the_other() {
        let mut bytes =
            &b"POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nhiGET /b HTTP/1.1\r\nA: b\r\n\r\n"[..];
        let first = Message::read(&mut bytes, |_| true).unwrap().unwrap();
        assert_eq!(
            (first.request(), first.body.as_slice()),
            (("POST", "/a"), &b"hi"[..])
        );
        let second = Message::read(&mut bytes, |_| true).unwrap().unwrap();
        assert_eq!((second.request().1, second.header("a")), ("/b", Some("b")));
        assert!(Message::read(&mut bytes, |_| true).unwrap().is_none());
        let mut bytes =
            &b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"[..];
        let answer = Message::read(&mut bytes, |_| true).unwrap().unwrap();
        assert_eq!(
            (answer.status(), answer.body.as_slice()),
            (Some(200), &b"abc"[..])
        );
    }
}
