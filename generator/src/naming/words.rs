//! The texts that names are made from, best first.

use crate::model::{Answer, BodyContent, Operation, Status, Written};

/// Texts for an operation's function: id, else summary, else method and path.
pub(super) fn operation_names(operation: &Operation) -> Vec<String> {
    let line = format!(
        "{} {}",
        operation.method.to_lowercase(),
        path_words(operation.path.as_str())
    );
    let summary = operation
        .docs
        .title
        .as_deref()
        .filter(|title| is_phrase(title, 6));
    let first = operation
        .id
        .clone()
        .or_else(|| summary.map(without_articles))
        .unwrap_or_else(|| line.clone());
    let mut names = vec![first.clone()];
    if let Some(tag) = &operation.tag {
        names.push(format!("{first} {tag}"));
    }
    names.push(format!("{first} {line}"));
    names
}

/// `/v1/contacts/{id}` becomes `v1 contacts by id`.
fn path_words(path: &str) -> String {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let words = segments.map(|segment| segment.replace('{', " by ").replace('}', " "));
    words.collect::<Vec<_>>().join(" ")
}

/// A summary without the words that no function's name has.
fn without_articles(summary: &str) -> String {
    let words = summary
        .split_whitespace()
        .filter(|word| !["a", "an", "the"].contains(&word.to_lowercase().as_str()));
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a text is a short phrase, good for a name.
fn is_phrase(text: &str, words: usize) -> bool {
    let count = text.split_whitespace().count();
    (1..=words).contains(&count)
        && text.len() <= 60
        && !text.contains(['.', ':', ';', ',', '`', '\n', '(', '{', '<'])
        && !text.starts_with(|first: char| first.is_ascii_digit())
}

/// A text short enough for a part of a name: the first words of one that is a sentence.
pub(super) fn shortened(text: &str) -> &str {
    const WHOLE: usize = 60;
    const CUT: usize = 40;
    if text.len() <= WHOLE {
        return text;
    }
    let ends = text.char_indices().take_while(|(at, _)| *at <= CUT);
    let (mut word, mut any) = (0, 0);
    for (at, character) in ends {
        any = at;
        if !character.is_alphanumeric() {
            word = at;
        }
    }
    let end = if word > 0 { word } else { any };
    text.get(..end).unwrap_or(text)
}

/// Texts for a variant of an enum of successes: the status' reason phrase, else the status.
pub(super) fn success_names(answer: &Answer) -> Vec<String> {
    match answer.status {
        Status::Exact(code) => {
            let reason = reason_phrase(code).map(str::to_owned);
            reason
                .into_iter()
                .chain([format!("status {code}")])
                .collect()
        }
        Status::Range(digit) => vec![format!("status {digit}xx")],
        Status::Default => vec!["other status".to_owned()],
    }
}

/// Texts for a variant of an enum of failures: the constant `title`, else the description if it is a short phrase, else the status' reason phrase.
pub(super) fn answer_names(answer: &Answer) -> Vec<String> {
    let reason = match answer.status {
        Status::Exact(code) => {
            reason_phrase(code).map_or_else(|| format!("status {code}"), str::to_owned)
        }
        Status::Range(1) => "informational".to_owned(),
        Status::Range(2) => "success".to_owned(),
        Status::Range(3) => "redirection".to_owned(),
        Status::Range(4) => "client error".to_owned(),
        Status::Range(5) => "server error".to_owned(),
        Status::Range(digit) => format!("status {digit}xx"),
        Status::Default => "other status".to_owned(),
    };
    let exact = matches!(answer.status, Status::Exact(_));
    let title = answer
        .constants
        .iter()
        .find(|(name, _)| name == "title")
        .map(|(_, value)| value.clone());
    let described = Some(answer.description.trim_end_matches('.').to_owned())
        .filter(|text| exact && is_phrase(text, 4));
    let mut names: Vec<String> = title
        .filter(|title| is_phrase(title, 6))
        .or(described)
        .into_iter()
        .collect();
    if let Some(only_as) = &answer.only_as {
        let subtype = only_as.rsplit('/').next().unwrap_or_default();
        let subtype = subtype.split('+').next().unwrap_or_default();
        return vec![format!("{reason} {subtype}"), format!("{reason} {only_as}")];
    }
    let stronger = names.first().cloned();
    names.push(reason.clone());
    names.extend(stronger.map(|first| format!("{first} {reason}")));
    if let Status::Exact(code) = answer.status {
        names.push(format!("{reason} {code}"));
    }
    names
}

/// The reason phrase of a status (RFC 9110 section 15 and the IANA registry).
pub(crate) fn reason_phrase(status: u16) -> Option<&'static str> {
    Some(match status {
        100 => "Continue",
        101 => "Switching Protocols",
        102 => "Processing",
        103 => "Early Hints",
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        205 => "Reset Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        208 => "Already Reported",
        226 => "IM Used",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        305 => "Use Proxy",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Range Not Satisfiable",
        417 => "Expectation Failed",
        418 => "I'm a teapot",
        421 => "Misdirected Request",
        422 => "Unprocessable Content",
        423 => "Locked",
        424 => "Failed Dependency",
        425 => "Too Early",
        426 => "Upgrade Required",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        505 => "HTTP Version Not Supported",
        506 => "Variant Also Negotiates",
        507 => "Insufficient Storage",
        508 => "Loop Detected",
        511 => "Network Authentication Required",
        _ => return None,
    })
}

/// The singular of an English plural, as far as endings tell; `None` if the word does not look like one.
pub(super) fn singular(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let cut = |ending: usize, more: &str| {
        word.get(..word.len() - ending)
            .map(|stem| format!("{stem}{more}"))
    };
    if lower.len() < 4
        || ["ss", "us", "is", "news", "series", "sms", "os"]
            .iter()
            .any(|ending| lower.ends_with(ending))
    {
        None
    } else if lower.ends_with("ies") {
        cut(3, "y")
    } else if ["sses", "xes", "ches", "shes", "zes"]
        .iter()
        .any(|ending| lower.ends_with(ending))
    {
        cut(2, "")
    } else if lower.ends_with('s') {
        cut(1, "")
    } else {
        None
    }
}

/// A word for each of the contents that a body may be: how it is written; where several are written alike, what they
/// are.
pub(super) fn content_words<'c>(
    contents: impl Iterator<Item = &'c BodyContent> + Clone,
) -> Vec<String> {
    let kind = |content: &BodyContent| match content.written {
        Written::Json(_) => "json",
        Written::Form(..) => "form",
        Written::Multipart(..) => "multipart",
        Written::Text if content.media_type.contains("xml") => "xml",
        Written::Text => "text",
        Written::Upload => "upload",
    };
    let word = |content: &BodyContent| {
        let alike = contents
            .clone()
            .filter(|other| kind(other) == kind(content));
        if alike.count() == 1 {
            return kind(content).to_owned();
        }
        let essence = content.media_type.split(';').next().unwrap_or_default();
        let subtype = essence
            .split_once('/')
            .map_or(essence, |(_, subtype)| subtype);
        subtype.to_owned()
    };
    contents.clone().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_phrase, path_words, singular};

    #[test]
    fn plurals_lose_their_ending() {
        let words = [
            "errors",
            "entries",
            "addresses",
            "boxes",
            "status",
            "data",
            "phoneNumbers",
        ];
        let singulars = ["error", "entry", "address", "box", "-", "-", "phoneNumber"];
        assert_eq!(
            words.map(|word| singular(word).unwrap_or_else(|| "-".to_owned())),
            singulars
        );
    }

    #[test]
    fn paths_are_spoken() {
        assert_eq!(path_words("/v1/contacts/{id}"), "v1 contacts  by id ");
    }

    #[test]
    fn sentences_are_no_names() {
        assert!(is_phrase("Not Phone Number User", 4));
        assert!(!is_phrase("The contact was not found.", 4));
    }
}
