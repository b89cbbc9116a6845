//! The operation that programs call, and the programs that call it: with a client of ours, and with those of peers.

use std::fs;
use std::path::Path;

/// An operation that can be called without saying anything.
#[derive(Clone, Debug)]
pub(super) struct OneCall {
    /// Its request line: `GET /models`.
    pub(super) line: String,
    /// The function of our client.
    function: String,
}

/// A package that makes one call.
pub(super) struct Program {
    /// The client's package.
    pub(super) client: String,
    /// What it depends on beside the client and `tokio`.
    pub(super) dependencies: &'static str,
    /// `let answer = …;`
    call: String,
}

/// What a peer's client wants to be given for a call.
pub(super) struct Manner {
    /// The line of its source that stands above the operation's function.
    pub(super) mark: fn(line: &str) -> String,
    /// Makes the client.
    pub(super) client: &'static str,
}

impl OneCall {
    /// Chooses the operation, if there is one: the first by path that is a GET, and for which our function asks nothing.
    ///
    /// # Errors
    ///
    /// What cannot be read.
    pub(super) fn choose(client: &Path) -> Result<Option<Self>, String> {
        let wrong = |error: std::io::Error| format!("`{}`: {error}", client.display());
        let mut found: Vec<Self> = Vec::new();
        for entry in fs::read_dir(client.join("src")).map_err(wrong)? {
            let path = entry.map_err(wrong)?.path();
            if path.is_file() {
                let text = fs::read_to_string(&path).map_err(wrong)?;
                found.extend(without_arguments(&text));
            }
        }
        Ok(found
            .into_iter()
            .min_by(|one, other| one.line.cmp(&other.line)))
    }

    /// The program of our client.
    pub(super) fn ours(&self, package: &str) -> Program {
        let client = "measured::Client::builder().base_url(address).build().expect(\"a client\")";
        Program {
            client: package.to_owned(),
            dependencies: "",
            call: format!("{client}.{}().await", self.function),
        }
    }
}

impl Program {
    /// A program that does nothing.
    pub(super) fn idle(client: &str) -> Self {
        Self {
            client: client.to_owned(),
            dependencies: "",
            call: "async { Ok::<(), ()>(drop(address)) }.await".to_owned(),
        }
    }

    /// The program of a peer's client, whose source this is; `None` if it has no function for the operation.
    pub(super) fn of_peer(
        line: &str,
        source: &str,
        manner: &Manner,
        dependencies: &'static str,
    ) -> Option<Self> {
        let (_, after) = source.split_once(&(manner.mark)(line))?;
        let (_, after) = after.split_once("pub async fn ")?;
        let (function, after) = after.split_once('(')?;
        let (arguments, _) = after.split_once(") -> ")?;
        let types = arguments
            .split(",\n")
            .filter_map(|argument| argument.split_once(": "));
        let given: Vec<String> = types.map(|(_, kind)| nothing(kind.trim())).collect();
        Some(Self {
            client: "measured".to_owned(),
            dependencies,
            call: format!("{}.{function}({}).await", manner.client, given.join(", ")),
        })
    }

    /// The source of the program. The answer is looked at, so that reading it cannot be left out.
    pub(super) fn source(&self) -> String {
        format!(
            "//! Makes one call of the server at the address that it is given.\n\n\
            fn main() {{\n    \
                let address = std::env::args().nth(1).unwrap_or_default();\n    \
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();\n    \
                let answer = runtime.expect(\"a runtime\").block_on(async {{ {} }});\n    \
                println!(\"{{}}\", answer.is_ok());\n\
            }}\n",
            self.call
        )
    }
}

/// The functions of a file of ours that are a GET and have no argument.
fn without_arguments(text: &str) -> Vec<OneCall> {
    let mut line = None;
    let mut found = Vec::new();
    for row in text.lines() {
        if let Some(rest) = row.strip_prefix("    /// `GET ") {
            line = rest.split_once('`').map(|(path, _)| format!("GET {path}"));
        } else if let Some(rest) = row.strip_prefix("    pub fn ")
            && let (Some(line), Some((function, _))) =
                (line.take(), rest.split_once("(&self) -> Call<"))
        {
            let function = function.to_owned();
            found.push(OneCall { line, function });
        }
    }
    found
}

/// What stands for an argument that says nothing.
fn nothing(kind: &str) -> String {
    if kind.starts_with("Option<impl") {
        "None::<&str>".to_owned()
    } else if kind.starts_with("Option<") {
        "None".to_owned()
    } else if let Some(into) = kind
        .strip_prefix("impl Into<")
        .and_then(|rest| rest.strip_suffix('>'))
    {
        format!("<{into}>::default()")
    } else {
        "&Default::default()".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{OneCall, without_arguments};

    #[test]
    fn a_function_is_found_by_its_request_line_and_given_nothing() {
        let ours = "    /// Them.\n    ///\n    /// `GET /things`.\n    pub fn list(&self) -> Call<List> {\n";
        let calls = without_arguments(ours);
        let [OneCall { line, function }] = &calls[..] else {
            panic!("{calls:?}");
        };
        assert_eq!((line.as_str(), function.as_str()), ("GET /things", "list"));

        let theirs = "#[doc = \"GET /things\"]\npub async fn get(\n    &self,\n    a: Option<impl AsRef<str>>,\n    \
            b: impl Into<x::Value>,\n    c: &Query,\n) -> Answer {";
        let manner = super::Manner {
            mark: |line| format!("\"{line}\""),
            client: "client",
        };
        let program = super::Program::of_peer(line, theirs, &manner, "").unwrap();
        let call = "client.get(None::<&str>, <x::Value>::default(), &Default::default()).await";
        assert_eq!(program.call, call);
    }
}
