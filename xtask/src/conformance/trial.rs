//! Puts one description's client to the test: Prism first, and where Prism cannot judge, an own server.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use super::client::Client;
use super::described::Described;
use super::line::{Line, Verdict};
use super::message::Message;
use super::mock::{Mock, wanted};
use super::relay::{Exchange, Relay};
use crate::corpus::find::Document;
use crate::prism::{self, Prism, PrismError};

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

/// Calls every operation for each documented status, and says who is at fault for what is not as expected.
pub(super) fn trial(path: &Path) -> Result<Vec<Line>, Wrong> {
    let client = Client::of(path)?;
    let server = Prism::start(path, prism::Manner::default())?;
    let relay = Relay::to(server.port()).map_err(PrismError::Io)?;
    let mut lines = client.call(&relay.base_url(), None, None)?;
    made_up(&client, &relay, &mut lines)?;
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
    let exchanges = relay.exchanges();
    let mut curled = HashMap::new();
    for line in lines.iter_mut().filter(|line| !line.right) {
        let at_own = again.iter().find(|other| other.is_of(line));
        let Some(at_own) = at_own else { continue };
        let mut of_line = exchanges.iter().filter(|one| of(one, line, &described));
        let shown = of_line.find_map(|one| limit(&described, &server, line, one, &mut curled));
        match shown {
            Some(evidence) if at_own.right => {
                line.verdict = Verdict::ServerLimit;
                line.evidence = evidence;
            }
            Some(evidence) => {
                let own = format!("{} {}", at_own.gave, at_own.body);
                line.evidence = format!("{evidence}; at the own server: {own}");
            }
            None => {}
        }
    }
    Ok(lines)
}

/// Asks again for answers made up from the schema, where an example of the description contradicts its own schema.
fn made_up(client: &Client, relay: &Relay, lines: &mut [Line]) -> Result<(), String> {
    let contradicted = |line: &&Line| !line.right && line.contradicts_itself();
    let mut only: Vec<String> = lines
        .iter()
        .filter(contradicted)
        .map(|line| line.line.clone())
        .collect();
    only.dedup();
    if only.is_empty() {
        return Ok(());
    }
    let again = client.call(&relay.base_url(), Some(&only), Some("dynamic=true"))?;
    for line in lines.iter_mut().filter(|line| !line.right) {
        if let Some(better) = again.iter().find(|other| other.is_of(line) && other.right) {
            *line = better.clone();
            line.evidence =
                "made up from the schema: the description's example contradicts it".to_owned();
        }
    }
    Ok(())
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
fn of(exchange: &Exchange, line: &Line, described: &Described) -> bool {
    let digits = line.status.trim_end_matches('X');
    wanted(&exchange.request).to_string().starts_with(digits)
        && described
            .line_of(&exchange.request)
            .is_ok_and(|one| one == line.line)
}

/// What shows that the server is wrong: its answer is not as described, or it refuses a request that is right and
/// refuses the same one from another client.
fn limit(
    described: &Described,
    server: &Prism,
    line: &Line,
    exchange: &Exchange,
    curled: &mut HashMap<Vec<String>, String>,
) -> Option<String> {
    described
        .judge_request(&line.line, &exchange.request)
        .ok()?;
    let answer = exchange.answer.as_ref()?;
    let status = answer.status()?;
    let asked = line.status.trim_end_matches('X');
    let as_asked = status.to_string().starts_with(asked);
    if as_asked && let Err(why) = described.judge_answer(&line.line, answer) {
        return Some(format!("{}: {why}", exchange.request.line));
    }
    if as_asked {
        return None;
    }
    let arguments = arguments(&exchange.request, &server.base_url());
    let key = arguments.clone();
    let answered = curled
        .entry(key)
        .or_insert_with(|| curl(&arguments))
        .clone();
    (answered == status.to_string()).then(|| {
        let body = String::from_utf8_lossy(&exchange.request.body);
        let content = if body.is_empty() {
            String::new()
        } else {
            format!(" {body}")
        };
        let said: String = String::from_utf8_lossy(&answer.body)
            .chars()
            .take(400)
            .collect();
        format!(
            "{}{content}: {status} here and from curl: {said}",
            exchange.request.line
        )
    })
}

/// The same request, as arguments of curl.
fn arguments(request: &Message, base_url: &str) -> Vec<String> {
    let (method, target) = request.request();
    let mut arguments: Vec<String> = [
        "--silent",
        "--globoff",
        "--path-as-is",
        "--max-time",
        "30",
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
    arguments.push(format!("{base_url}{target}"));
    arguments
}

fn curl(arguments: &[String]) -> String {
    let output = Command::new("curl").args(arguments).output();
    output.map_or_else(
        |error| format!("curl cannot be run: {error}"),
        |output| String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}
