//! A suite from its document to the findings; a schema that makes no crate costs itself alone.

use std::path::{Path, PathBuf};

use clientwright::output::Output;
use clientwright::pointer::Pointer;

use super::build::{Answer, Unbuilt, build, send};
use super::finding::{Findings, Known};
use super::generate::{Generated, Stuck, generate, output_type};
use super::subject::{Subject, Suite};
use super::synthetic::{document, request_type};
use crate::corpus::progress::Progress;
use crate::corpus::slug;

/// How many crates are made of a suite before what is left of it is given up.
const CRATES: usize = 80;

/// What ends a suite before its end.
pub(super) enum Stop {
    /// What keeps cargo or the program from running at all.
    Tool(String),
    /// The generator has not come to an end.
    Stuck,
}

/// What the compiler makes of a crate.
enum Compiled {
    /// The program, and the subjects that it leaves out, each with why.
    Program(PathBuf, Vec<(usize, String)>),
    /// No program: what is wrong with the crate.
    Broken(String),
}

/// Runs a suite.
pub(super) struct Trial<'a> {
    suite: &'a Suite,
    progress: &'a Progress,
    findings: &'a mut Findings,
    crates: usize,
}

impl<'a> Trial<'a> {
    pub(super) fn new(
        suite: &'a Suite,
        progress: &'a Progress,
        findings: &'a mut Findings,
    ) -> Self {
        Self {
            suite,
            progress,
            findings,
            crates: 0,
        }
    }

    /// Sends all values of all subjects.
    ///
    /// # Errors
    ///
    /// What keeps the other subjects from being tried.
    pub(super) fn run(mut self) -> Result<(), Stop> {
        let mut open = vec![(0..self.suite.subjects.len()).collect::<Vec<usize>>()];
        while let Some(chosen) = open.pop() {
            if chosen.is_empty() {
                continue;
            }
            self.crates += 1;
            if let Some(why) = self.attempt(&chosen)? {
                let halves = chosen.split_at(chosen.len() / 2);
                if chosen.len() == 1 || self.crates > CRATES {
                    continue;
                }
                self.say(&format!("{} schemas in two halves: {why}", chosen.len()));
                open.push(halves.1.to_vec());
                open.push(halves.0.to_vec());
            }
        }
        Ok(())
    }

    fn say(&self, text: &str) {
        let line = text.lines().next().unwrap_or_default();
        self.progress.begin(&format!("{}: {line}", self.suite.name));
    }

    /// Tries these subjects in one crate; gives why there is none, if that may be one subject's fault.
    fn attempt(&mut self, chosen: &[usize]) -> Result<Option<String>, Stop> {
        self.say(&format!("generate {} schemas", chosen.len()));
        let package = format!("roundtrip-{}", slug(&self.suite.name));
        let made = generate(document(self.suite, chosen), package).map_err(|Stuck| Stop::Stuck)?;
        let last = chosen.len() == 1 || self.crates > CRATES;
        let output = match &made.output {
            Ok(output) => output,
            Err(why) => {
                if last {
                    self.give_up(chosen, &made, &format!("has no crate: {why}"));
                }
                return Ok(Some(why.clone()));
            }
        };
        match self.compiled(chosen, output)? {
            Compiled::Program(program, refused) => {
                self.feed(&program, chosen, &refused, &made, output)?
            }
            Compiled::Broken(why) => {
                if last {
                    self.give_up(
                        chosen,
                        &made,
                        &format!("has a crate that does not compile: {why}"),
                    );
                }
                return Ok(Some(why));
            }
        }
        Ok(None)
    }

    /// The program, and the subjects that it leaves out; or what is wrong with the crate.
    fn compiled(&self, chosen: &[usize], output: &Output) -> Result<Compiled, Stop> {
        let mut refused: Vec<(usize, String)> = Vec::new();
        for number in chosen {
            match output_type(output, &request_type(*number)).as_deref() {
                None => refused.push((*number, "has no operation".to_owned())),
                Some("()") => refused.push((*number, "is answered with `()`".to_owned())),
                Some(_) => {}
            }
        }
        loop {
            let is_refused = |number: &usize| refused.iter().any(|(other, _)| other == number);
            let numbers: Vec<usize> = chosen
                .iter()
                .copied()
                .filter(|one| !is_refused(one))
                .collect();
            self.say(&format!("compile {} schemas", numbers.len()));
            match build(output, &slug(&self.suite.name), &numbers) {
                Ok(program) => return Ok(Compiled::Program(program, refused)),
                Err(Unbuilt::Cargo(why)) => return Err(Stop::Tool(why)),
                Err(Unbuilt::Crate(why)) => return Ok(Compiled::Broken(why)),
                Err(Unbuilt::Types(types)) => {
                    let types = types.into_iter();
                    refused.extend(types.map(|(one, why)| (one, format!("cannot travel: {why}"))));
                }
            }
        }
    }

    fn feed(
        &mut self,
        program: &Path,
        chosen: &[usize],
        refused: &[(usize, String)],
        made: &Generated,
        output: &Output,
    ) -> Result<(), Stop> {
        let subjects = || {
            let subject = |number: &usize| Some((*number, self.suite.subjects.get(*number)?));
            chosen.iter().filter_map(subject)
        };
        let is_refused = |number: usize| refused.iter().find(|(other, _)| *other == number);
        let values: Vec<(usize, &str)> = subjects()
            .filter(|(number, _)| is_refused(*number).is_none())
            .flat_map(|(number, subject)| {
                let texts = subject.instances.iter().map(|one| one.text.as_str());
                texts.map(move |text| (number, text))
            })
            .collect();
        self.say(&format!("send {} values", values.len()));
        let mut answers = send(program, &values)
            .map_err(|error| Stop::Tool(format!("`{}`: {error}", program.display())))?
            .into_iter();
        for (number, subject) in subjects() {
            let known = Known {
                rust_type: output_type(output, &request_type(number)),
                ..known(subject, number, made)
            };
            let answers: Vec<Answer> = match is_refused(number) {
                Some((_, why)) => subject.instances.iter().map(|_| Err(why.clone())).collect(),
                None => answers.by_ref().take(subject.instances.len()).collect(),
            };
            self.findings.add(&known, &answers);
        }
        Ok(())
    }

    fn give_up(&mut self, chosen: &[usize], made: &Generated, why: &str) {
        for number in chosen {
            if let Some(subject) = self.suite.subjects.get(*number) {
                let answers = vec![Err(why.to_owned()); subject.instances.len()];
                self.findings.add(&known(subject, *number, made), &answers);
            }
        }
    }
}

fn known<'a>(subject: &'a Subject, number: usize, made: &'a Generated) -> Known<'a> {
    Known {
        subject,
        operation: Pointer::root()
            .child("paths")
            .child(&format!("/r/{number}")),
        rust_type: None,
        root: made.root.as_ref(),
        said: &made.said,
    }
}
