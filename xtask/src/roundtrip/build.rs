//! The compiler's side: the crate and its program built once, and every value sent through it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clientwright::output::Output;
use serde::Deserialize;

use super::program;
use crate::corpus::generate::save;
use crate::root::{target, workspace};

/// The program's name in the crate.
const PROGRAM: &str = "roundtrip";

/// Why there is no program.
#[derive(Debug)]
pub(super) enum Unbuilt {
    /// Cargo could not even begin, or the disk failed.
    Cargo(String),
    /// The types of these numbers do not do what the program asks, each with what the compiler says.
    Types(Vec<(usize, String)>),
    /// The crate itself does not compile; the first error.
    Crate(String),
}

/// What became of a value.
pub(super) type Answer = Result<Back, String>;

/// A value that was read and written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Back {
    /// Whether the generated crate takes it for what was sent.
    pub(super) equal: bool,
    /// The text that came back.
    pub(super) text: String,
}

/// Writes the crate with its program and compiles it; gives the program's path.
pub(super) fn build(output: &Output, slug: &str, numbers: &[usize]) -> Result<PathBuf, Unbuilt> {
    let folder = target().join("roundtrip/crates").join(slug);
    let program = program::text(&output.manifest.name, numbers);
    lay_out(output, &folder, &program).map_err(|error| Unbuilt::Cargo(error.to_string()))?;
    let built = target().join("roundtrip/built");
    let output = Command::new("cargo")
        .args(["build", "--quiet", "--offline", "--no-default-features"])
        .args(["--example", PROGRAM, "--message-format=json"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", &built)
        // Built once only, and never looked at with a debugger.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .output()
        .map_err(|error| Unbuilt::Cargo(format!("cargo cannot be run: {error}")))?;
    if output.status.success() {
        return Ok(built.join("debug/examples").join(PROGRAM));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(why(
        &String::from_utf8_lossy(&output.stdout),
        &said,
        numbers,
    ))
}

fn lay_out(
    output: &Output,
    folder: &Path,
    program: &str,
) -> Result<(), Box<dyn std::error::Error>> {
    save(output, folder)?;
    fs::create_dir_all(folder.join("examples"))?;
    fs::write(folder.join(format!("examples/{PROGRAM}.rs")), program)?;
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

/// What cargo says, one JSON object a line (The Cargo Book, "External tools").
#[derive(Deserialize)]
struct Line {
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    message: String,
    rendered: Option<String>,
    #[serde(default)]
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    is_primary: bool,
}

fn why(stdout: &str, stderr: &str, numbers: &[usize]) -> Unbuilt {
    let program = Path::new("examples").join(format!("{PROGRAM}.rs"));
    let mut types = Vec::new();
    let mut first = None;
    let messages = stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Line>(line).ok()?.message);
    for message in messages.filter(|message| message.level.starts_with("error")) {
        let span = message.spans.iter().find(|span| span.is_primary);
        let number = span
            .filter(|span| Path::new(&span.file_name) == program)
            .and_then(|span| program::number_on(span.line_start, numbers));
        match number {
            Some(number) => types.push((number, message.message)),
            None if message.message.starts_with("aborting due to") => {}
            None => {
                first.get_or_insert(message.rendered.unwrap_or(message.message));
            }
        }
    }
    match (first, types.is_empty()) {
        (Some(first), _) => Unbuilt::Crate(first.trim_end().to_owned()),
        (None, false) => Unbuilt::Types(types),
        (None, true) => Unbuilt::Cargo(stderr.trim().to_owned()),
    }
}

/// Sends every value through the program, and gives what became of each, in order.
///
/// A program that ends before its input does, as one does whose stack is exhausted, is started again after the value that
/// ended it.
pub(super) fn send(program: &Path, values: &[(usize, &str)]) -> io::Result<Vec<Answer>> {
    let input = tempfile::NamedTempFile::new()?;
    let mut answers: Vec<Answer> = Vec::with_capacity(values.len());
    while let Some(open) = values.get(answers.len()..).filter(|open| !open.is_empty()) {
        let lines: Vec<String> = open
            .iter()
            .map(|(number, text)| format!("{number}\t{text}\n"))
            .collect();
        fs::write(input.path(), lines.concat())?;
        let output = Command::new(program)
            .stdin(File::open(input.path())?)
            .stderr(Stdio::null())
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        // A last line without an end was cut off.
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let said = whole.lines().take(open.len());
        let before = answers.len();
        answers.extend(said.map(answer));
        if answers.len() - before < open.len() {
            answers.push(Err(format!("ends the program: {}", output.status)));
        }
    }
    Ok(answers)
}

fn answer(line: &str) -> Answer {
    match line.split_once('\t') {
        Some(("error", why)) => Err(why.to_owned()),
        Some((equal, text)) => Ok(Back {
            equal: equal == "true",
            text: text.to_owned(),
        }),
        None => Err(format!("the program said `{line}`")),
    }
}
