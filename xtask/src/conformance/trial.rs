//! Puts one description's client to the test: Prism first, and where Prism cannot judge, an own server.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use clientwright::diagnostic::Diagnostics;
use clientwright::document::import;
use clientwright::settings::Settings;

use super::client::Client;
use super::described::Described;
use super::line::{Line, Verdict};
use super::message::Message;
use super::mock::{Mock, wanted};
use super::relay::{Exchange, Relay};
use crate::corpus::find::Document;
use crate::prism::{self, Prism, PrismError};
use crate::root::target;

/// Why there is no result.
pub(super) enum Wrong {
    Prism(PrismError),
    Client(String),
}

impl From<PrismError> for Wrong {
    fn from(error: PrismError) -> Self {
        Self::Prism(error)
    }
}

impl From<String> for Wrong {
    fn from(message: String) -> Self {
        Self::Client(message)
    }
}

/// How often a server that ended is started again for one description.
const RESTARTS: usize = 12;

/// Calls every operation for each documented status, and says who is at fault for what is not as expected.
pub(super) fn trial(path: &Path) -> Result<Vec<Line>, Wrong> {
    let client = Client::of(path)?;
    let repaired = repaired(path)?;
    let path = repaired.as_deref().unwrap_or(path);
    let mut session = Session::start(path)?;
    let mut lines = session.call_all(&client)?;
    session.made_up(&client, &mut lines)?;
    if lines.iter().all(|line| line.right) {
        return Ok(lines);
    }
    for line in lines.iter_mut().filter(|line| !line.right) {
        line.verdict = fault(line);
    }
    let document = Document {
        name: path.display().to_string(),
        files: vec![path.to_path_buf()],
        bytes: 0,
    };
    let described = Arc::new(Described::read(&document)?);
    let own = Mock::start(Arc::clone(&described)).map_err(PrismError::Io)?;
    let wrong = wrong_lines(&lines);
    let again = client.call(&own.base_url(), Some(&wrong), None)?;
    let exchanges = session.exchanges();
    let mut curled = HashMap::new();
    for line in lines.iter_mut().filter(|line| !line.right) {
        let Some(at_own) = again.iter().find(|other| other.is_of(line)) else {
            continue;
        };
        let of_line = exchanges.iter().filter(|one| of(one, line));
        let mut found = Err("there is no exchange of it".to_owned());
        for exchange in of_line {
            found = limit(&described, &mut session, line, exchange, &mut curled);
            if found.is_ok() {
                break;
            }
        }
        match found {
            Ok(evidence) if at_own.right => {
                line.verdict = Verdict::ServerLimit;
                line.evidence = evidence;
            }
            Ok(evidence) => {
                let own = format!("{} {}", at_own.gave, at_own.body);
                line.evidence = format!("{evidence}; at the own server: {own}");
            }
            Err(why) => line.evidence = format!("no limit of the server: {why}"),
        }
    }
    Ok(lines)
}

/// The description as a `codegen.toml` beside it repairs it by overlays, in a file of its own.
fn repaired(path: &Path) -> Result<Option<PathBuf>, String> {
    let settings = path.with_file_name("codegen.toml");
    if !settings.exists() {
        return Ok(None);
    }
    let mut settings = Settings::read(&settings).map_err(|error| error.to_string())?;
    if settings.source.overlays.is_empty() {
        return Ok(None);
    }
    let mut diagnostics = Diagnostics::keep_going();
    let source = clientwright::read(&[path.to_path_buf()], &mut settings, &mut diagnostics);
    let text = import(&source, &mut diagnostics);
    let text = text.ok_or_else(|| "the repaired description cannot be read".to_owned())?;
    let name = path.file_stem().unwrap_or_default();
    let mut repaired = target().join("conformance").join(name);
    repaired.set_extension("repaired.yaml");
    std::fs::write(&repaired, text)
        .map_err(|error| format!("cannot write `{}`: {error}", repaired.display()))?;
    Ok(Some(repaired))
}

/// A server of a description, started again when it ends.
struct Session<'a> {
    path: &'a Path,
    server: Prism,
    relay: Relay,
    /// What earlier servers were asked.
    before: Vec<Exchange>,
}

impl<'a> Session<'a> {
    fn start(path: &'a Path) -> Result<Self, PrismError> {
        let server = Prism::start(path, prism::Manner::default())?;
        let relay = Relay::to(server.port())?;
        Ok(Self {
            path,
            server,
            relay,
            before: Vec::new(),
        })
    }

    fn restart(&mut self) -> Result<(), PrismError> {
        self.before.extend(self.relay.exchanges());
        self.server = Prism::start(self.path, prism::Manner::default())?;
        self.relay = Relay::to(self.server.port())?;
        Ok(())
    }

    fn exchanges(&self) -> Vec<Exchange> {
        let mut all = self.before.clone();
        all.extend(self.relay.exchanges());
        all
    }

    /// Calls all operations; what a server was asked when it ended is left as it came, and the rest is asked anew.
    fn call_all(&mut self, client: &Client) -> Result<Vec<Line>, Wrong> {
        let mut done: Vec<Line> = Vec::new();
        let mut only: Option<Vec<String>> = None;
        for _ in 0..RESTARTS {
            let mut lines = client.call(&self.relay.base_url(), only.as_deref(), None)?;
            let cut = lines.iter().position(|line| line.answered.is_none());
            let Some(cut) = cut.filter(|_| !self.server.is_running()) else {
                done.extend(lines);
                return Ok(done);
            };
            self.restart()?;
            let last = lines
                .get(cut)
                .map(|line| line.line.clone())
                .unwrap_or_default();
            let rest = lines.split_off(cut);
            let (of_last, rest): (Vec<Line>, Vec<Line>) =
                rest.into_iter().partition(|line| line.line == last);
            done.extend(lines);
            done.extend(of_last);
            let mut rest: Vec<String> = rest.into_iter().map(|line| line.line).collect();
            rest.dedup();
            if rest.is_empty() {
                return Ok(done);
            }
            only = Some(rest);
        }
        Err(Wrong::Client("Prism ended again and again".to_owned()))
    }

    /// Asks again for answers made up from the schema, where an example of the description contradicts its own schema.
    fn made_up(&mut self, client: &Client, lines: &mut [Line]) -> Result<(), Wrong> {
        let contradicted = |line: &&Line| !line.right && line.contradicts_itself();
        let wrong = lines.iter().filter(contradicted);
        let mut only: Vec<String> = wrong.map(|line| line.line.clone()).collect();
        only.dedup();
        if only.is_empty() {
            return Ok(());
        }
        let again = client.call(&self.relay.base_url(), Some(&only), Some("dynamic=true"))?;
        for line in lines.iter_mut().filter(|line| !line.right) {
            let better = again.iter().find(|other| other.is_of(line) && other.right);
            if let Some(better) = better {
                *line = better.clone();
                line.evidence =
                    "made up from the schema: the description's example contradicts it".to_owned();
            }
        }
        if !self.server.is_running() {
            self.restart()?;
        }
        Ok(())
    }
}

fn wrong_lines(lines: &[Line]) -> Vec<String> {
    let mut wrong: Vec<String> = lines
        .iter()
        .filter(|line| !line.right)
        .map(|line| line.line.clone())
        .collect();
    wrong.dedup();
    wrong
}

fn fault(line: &Line) -> Verdict {
    let by_server = line.body.contains("stoplight.io/prism/errors");
    if by_server || !line.refused.is_empty() && !line.contradicts_itself() {
        Verdict::Rejected
    } else {
        Verdict::DecodedWrongly
    }
}

/// Whether an exchange is that of a line.
fn of(exchange: &Exchange, line: &Line) -> bool {
    let digits = line.status.trim_end_matches('X');
    let asked = wanted(&exchange.request).to_string();
    // A server that ended at the first request of an operation saw no others.
    let same = asked.starts_with(digits) || line.answered.is_none() && exchange.answer.is_none();
    same && Described::fits(&line.line, &exchange.request)
}

/// What shows that the server is wrong: its answer is not as described, or it refuses a request that is right and
/// refuses the same one from another client.
///
/// # Errors
///
/// In words, what shows that it is not.
fn limit(
    described: &Described,
    session: &mut Session<'_>,
    line: &Line,
    exchange: &Exchange,
    curled: &mut HashMap<Vec<String>, String>,
) -> Result<String, String> {
    let request = &exchange.request;
    described.judge_request(&line.line, request)?;
    let status = exchange.answer.as_ref().and_then(Message::status);
    let asked = line.status.trim_end_matches('X');
    if let (Some(answer), Some(status)) = (&exchange.answer, status)
        && status.to_string().starts_with(asked)
    {
        return match described.judge_answer(&line.line, answer) {
            Ok(()) => Err("the answer is as described".to_owned()),
            Err(why) => Ok(format!("{}: {why}", request.line)),
        };
    }
    // curl says 000 where the connection ends before an answer.
    let status = status.map_or_else(|| "000".to_owned(), |status| status.to_string());
    let mut arguments = arguments(request);
    let answered = match curled.get(&arguments) {
        Some(answered) => answered.clone(),
        None => {
            let key = arguments.clone();
            arguments.push(session.server.base_url() + request.request().1);
            let answered = curl(&arguments);
            if !session.server.is_running() {
                session.restart().map_err(|error| error.to_string())?;
            }
            curled.insert(key, answered.clone());
            answered
        }
    };
    if answered != status {
        return Err(format!("curl was answered {answered}, not {status}"));
    }
    let body = String::from_utf8_lossy(&request.body);
    let content = if body.is_empty() {
        String::new()
    } else {
        format!(" {body}")
    };
    let said = exchange
        .answer
        .as_ref()
        .map(|answer| answer.body.as_slice());
    let said = String::from_utf8_lossy(said.unwrap_or_default());
    let said: String = said.chars().take(400).collect();
    let line = &request.line;
    Ok(format!(
        "{line}{content}: {status} here and from curl: {said}"
    ))
}

/// The same request, as arguments of curl but for its address.
fn arguments(request: &Message) -> Vec<String> {
    let (method, target) = request.request();
    let mut arguments: Vec<String> = [
        "--silent",
        "--globoff",
        "--path-as-is",
        "--max-time",
        "100",
        "--output",
        "/dev/null",
        "--write-out",
        "%{http_code}",
        "--request",
    ]
    .map(str::to_owned)
    .into();
    arguments.push(method.to_owned());
    for (name, value) in &request.headers {
        if !matches!(
            name.as_str(),
            "host" | "content-length" | "transfer-encoding" | "user-agent"
        ) {
            arguments.extend(["--header".to_owned(), format!("{name}: {value}")]);
        }
    }
    if !request.body.is_empty() {
        arguments.extend([
            "--data-raw".to_owned(),
            String::from_utf8_lossy(&request.body).into_owned(),
        ]);
    }
    if method == "HEAD" {
        arguments.push("--head".to_owned());
    }
    arguments.extend(["--user-agent".to_owned(), format!("conformance {target}")]);
    arguments
}

fn curl(arguments: &[String]) -> String {
    let output = Command::new("curl").args(arguments).output();
    output.map_or_else(
        |error| format!("curl cannot be run: {error}"),
        |output| String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}
