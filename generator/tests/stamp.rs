//! The stamp of a run: with nothing changed the next one does not look into files, and whatever changed is noticed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use clientwright::cli::{Exit, Job, Manner, run};
use clientwright::render::MARK;
use tempfile::TempDir;

const SHELF: &str = r##"openapi: 3.1.0
info: {title: Shelf, version: "1"}
servers: [{url: "https://shelf.example"}]
paths:
  /loans/{id}:
    get:
      operationId: getLoan
      tags: [loans]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: It.
          content: {application/json: {schema: {$ref: "#/components/schemas/Loan"}}}
components:
  schemas:
    Loan: {type: object, properties: {book: {type: string}, reader: {$ref: "people.yaml#/Reader"}}}
"##;

/// A crate that a run has brought up to date.
struct Shelf {
    at: TempDir,
}

impl Shelf {
    fn new() -> Self {
        let shelf = Self {
            at: tempfile::tempdir().unwrap(),
        };
        shelf.put("shelf.yaml", SHELF);
        shelf.put("codegen.toml", "[client]\nname = \"shelf-client\"\n");
        assert_eq!(run(&shelf.job()), Exit::Done);
        shelf
    }

    fn path(&self, name: &str) -> PathBuf {
        self.at.path().join(name)
    }

    /// Writes a file as if it had been there for a while.
    fn put(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
        changed(
            &self.path(name),
            SystemTime::now() - Duration::from_secs(60),
        );
    }

    fn job(&self) -> Job {
        Job {
            spec: vec![self.path("shelf.yaml")],
            out: self.path("out"),
            settings: Some(self.path("codegen.toml")),
            name: None,
            names: None,
            stamp: Some(self.path("target/shelf.json")),
            manner: Manner::default(),
            command: String::new(),
        }
    }

    fn loans(&self) -> PathBuf {
        self.path("out/src/loans.rs")
    }

    /// Changes a generated file in a way that only reading it shows.
    fn tamper(&self) -> String {
        let text = fs::read_to_string(self.loans()).unwrap();
        let when = fs::metadata(self.loans()).unwrap().modified().unwrap();
        fs::write(self.loans(), text.replace("Loan", "Loam")).unwrap();
        changed(&self.loans(), when);
        text
    }
}

fn changed(path: &Path, when: SystemTime) {
    let file = File::options().write(true).open(path).unwrap();
    file.set_modified(when).unwrap();
}

#[test]
fn with_nothing_changed_no_file_is_read() {
    let shelf = Shelf::new();
    let text = shelf.tamper();
    assert_eq!(run(&shelf.job()), Exit::Done);
    let now = fs::read_to_string(shelf.loans()).unwrap();
    assert_eq!(now, text.replace("Loan", "Loam"));
}

#[test]
fn a_check_and_a_run_for_programs_do_all_their_work() {
    let shelf = Shelf::new();
    let text = shelf.tamper();
    let mut job = shelf.job();
    job.manner.check = true;
    assert_eq!(run(&job), Exit::Wrong);
    let mut job = shelf.job();
    job.manner.report = Some(shelf.path("report.json"));
    assert_eq!(run(&job), Exit::Done);
    assert!(shelf.path("report.json").exists());
    assert_eq!(fs::read_to_string(shelf.loans()).unwrap(), text);
}

#[test]
fn whatever_changed_is_noticed() {
    type Change = fn(&Shelf);
    let changes: [(&str, Change); 8] = [
        ("the description", |shelf| {
            shelf.put("shelf.yaml", &SHELF.replace("book", "page"))
        }),
        ("what it lacked is there", |shelf| {
            shelf.put("people.yaml", "Reader: {type: string}\n")
        }),
        ("the settings", |shelf| {
            shelf.put("codegen.toml", "[client]\nname = \"shelves\"\n")
        }),
        ("a generated file", |shelf| {
            fs::write(shelf.path("out/src/lib.rs"), MARK).unwrap()
        }),
        ("a generated file is gone", |shelf| {
            fs::remove_file(shelf.path("out/src/types.rs")).unwrap()
        }),
        ("a file that is no longer made", |shelf| {
            fs::write(shelf.path("out/src/old.rs"), MARK).unwrap()
        }),
        ("the recorded names", |shelf| {
            fs::remove_file(shelf.path("out/names.lock")).unwrap()
        }),
        ("the manifest", |shelf| {
            let path = shelf.path("out/Cargo.toml");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(path, text.replace("bytes", "# bytes")).unwrap();
        }),
    ];
    for (what, change) in changes {
        let shelf = Shelf::new();
        let text = shelf.tamper();
        change(&shelf);
        assert_eq!(run(&shelf.job()), Exit::Done, "{what}");
        let now = fs::read_to_string(shelf.loans()).unwrap();
        assert!(!now.contains("Loam"), "{what}");
        assert!(now == text || matches!(what, "the description" | "what it lacked is there"));
    }
}

#[test]
fn what_is_asked_for_is_part_of_it() {
    let shelf = Shelf::new();
    shelf.tamper();
    let mut job = shelf.job();
    job.manner.tests = true;
    assert_eq!(run(&job), Exit::Done);
    assert!(shelf.path("out/tests/wire.rs").exists());
}

#[test]
fn a_description_that_was_just_changed_is_looked_at_again() {
    let shelf = Shelf::new();
    fs::write(shelf.path("shelf.yaml"), SHELF.replace("book", "page")).unwrap();
    assert_eq!(run(&shelf.job()), Exit::Done);
    shelf.tamper();
    assert_eq!(run(&shelf.job()), Exit::Done);
    let now = fs::read_to_string(shelf.loans()).unwrap();
    assert!(!now.contains("Loam"));
}

#[test]
fn a_stamp_that_is_no_stamp_is_none() {
    let shelf = Shelf::new();
    let text = shelf.tamper();
    fs::write(shelf.path("target/shelf.json"), "{}").unwrap();
    assert_eq!(run(&shelf.job()), Exit::Done);
    assert_eq!(fs::read_to_string(shelf.loans()).unwrap(), text);
}
