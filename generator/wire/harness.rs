use std::fmt::Debug;

/// Where the server is, if a test run is wanted.
const BASE_URL: &str = "CLIENTWRIGHT_BASE_URL";

/// A file that says which operations are called, as `METHOD /path` lines; without it all are.
const OPERATIONS: &str = "CLIENTWRIGHT_OPERATIONS";

/// What the server is asked for beside the status (RFC 7240), such as `dynamic=true`.
const PREFER: &str = "CLIENTWRIGHT_PREFER";

/// What was expected of an answer and what came, one line of JSON for each.
struct Wire {
    lines: Vec<String>,
    wrong: usize,
    only: Option<String>,
    prefer: String,
    /// The request line of the operation that is being called.
    line: &'static str,
}

impl Wire {
    fn new() -> Self {
        let only = std::env::var_os(OPERATIONS).map(|path| std::fs::read_to_string(path).unwrap());
        let prefer = std::env::var(PREFER).map_or_else(|_| String::new(), |wish| format!(", {wish}"));
        Self { lines: Vec::new(), wrong: 0, only, prefer, line: "" }
    }

    /// Whether an operation is to be called.
    fn wants(&mut self, line: &'static str) -> bool {
        self.line = line;
        self.only.as_ref().is_none_or(|only| only.lines().any(|one| one == line))
    }

    /// What is asked for to be answered with a status.
    fn prefer(&self, status: &str) -> String {
        format!("code={status}{}", self.prefer)
    }

    /// Compares what a call gave with the documented status, and the failure's name if it is one.
    fn check<T: Debug>(&mut self, operation: &str, status: &str, name: Option<&str>, got: Result<Response<T>, Error>) {
        let (answered, gave) = match &got {
            Ok(response) => (Some(response.status().as_u16()), "success".to_owned()),
            Err(Error::Api(error)) => (Some(error.status().as_u16()), error.kind().name().to_owned()),
            Err(error) => (error.status().map(|status| status.as_u16()), format!("{error}")),
        };
        let digits = status.trim_end_matches('X');
        let status_fits = answered.is_some_and(|answered| answered.to_string().starts_with(digits)) || status == "default";
        let right = status_fits && gave == name.unwrap_or("success");
        self.wrong += usize::from(!right);
        let cause = got.as_ref().err().and_then(std::error::Error::source).map(ToString::to_string);
        let body = got.as_ref().err().and_then(Error::body).map(|body| String::from_utf8_lossy(body).chars().take(600).collect::<String>());
        // What an independent mock server found wrong with the request.
        let headers = match &got {
            Ok(response) => Some(response.headers()),
            Err(error) => error.headers(),
        };
        let refused = headers.and_then(|headers| headers.get("sl-violations")?.to_str().ok()).unwrap_or_default();
        let (cause, body) = (cause.unwrap_or_default(), body.unwrap_or_default());
        let texts = [self.line, operation, status, name.unwrap_or("success"), &gave, &cause, &body, refused];
        let texts = texts.map(|text| Json::from(serde_json::Value::from(text)).to_string());
        let [line, operation, status, expected, gave, cause, body, refused] = texts;
        let answered = answered.map_or("null".to_owned(), |answered| answered.to_string());
        self.lines.push(format!(
            "{{\"line\":{line},\"operation\":{operation},\"status\":{status},\"expected\":{expected},\"answered\":{answered},\"gave\":{gave},\"cause\":{cause},\"body\":{body},\"refused\":{refused},\"right\":{right}}}"
        ));
    }

    /// Prints every line, and fails if one of them is wrong.
    fn finish(self) {
        for line in &self.lines {
            println!("wire {line}");
        }
        assert_eq!(self.wrong, 0, "of {} answers so many were not decoded to the documented variant", self.lines.len());
    }
}
