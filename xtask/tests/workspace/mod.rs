//! A workspace of a test's own, in which the commands run.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a watching command may take to notice; far more than it needs.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) const SHELF: &str = "openapi: 3.1.0
info:
  title: Shelf
  version: \"1\"
servers:
  - url: https://shelf.example
tags:
  - name: Loans
paths:
  /loans/{id}:
    delete:
      tags: [Loans]
      operationId: endLoan
      parameters:
        - name: id
          in: path
          required: true
          schema: {type: string}
      responses:
        \"204\":
          description: The book is back.
";

pub(crate) struct Workspace {
    at: TempDir,
}

/// What became of a command.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    /// Its standard output.
    pub(crate) printed: String,
    /// Its standard error.
    pub(crate) said: String,
}

impl Workspace {
    /// A workspace with a description, settings, and no client.
    pub(crate) fn new() -> Self {
        let workspace = Self {
            at: tempfile::tempdir().expect("a folder"),
        };
        workspace.write("spec/openapi.yaml", SHELF);
        workspace.write("spec/codegen.toml", "[client]\nname = \"shelf-client\"\n");
        fs::create_dir(workspace.path("xtask")).expect("a folder");
        workspace
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.at.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(arguments)
            .current_dir(self.at.path())
            .env("CARGO_MANIFEST_DIR", self.path("xtask"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        let output = self.command(arguments).output().expect("xtask runs");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Ended {
            code: output.status.code(),
            printed: text(output.stdout),
            said: text(output.stderr),
        }
    }

    /// `codegen --watch`.
    pub(crate) fn watch(&self) -> Watching {
        let mut child = self
            .command(&["codegen", "--watch"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("xtask runs");
        let said = BufReader::new(child.stderr.take().expect("a pipe"));
        let (send, lines) = channel();
        thread::spawn(move || {
            said.lines()
                .map_while(Result::ok)
                .try_for_each(|line| send.send(line))
        });
        Watching { child, lines }
    }
}

/// A command that goes on until it is ended; a test that fails ends it as well.
pub(crate) struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    /// Waits for the outcome of the next run.
    pub(crate) fn until(&self, outcome: &str) {
        let (end, mut said) = (Instant::now() + PATIENCE, String::new());
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left);
            let line = line.unwrap_or_else(|error| panic!("{error}; it said:\n{said}"));
            if line.contains("; watching for changes") {
                assert!(line.starts_with(outcome), "{said}{line}");
                return;
            }
            said.push_str(&line);
            said.push('\n');
        }
    }

    /// Ends it; it must not have run again without a reason.
    pub(crate) fn end(mut self) {
        thread::sleep(Duration::from_secs(1));
        let more: Vec<String> = self.lines.try_iter().collect();
        assert_eq!(more, [""; 0]);
        let running = self.child.try_wait().expect("a child");
        assert!(running.is_none(), "{running:?}");
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
