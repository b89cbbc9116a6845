//! What other generators take, measured beside this one, each step once.

use std::fs;
use std::path::Path;

use super::alone::{Alone, Step};
use super::generator::PACKAGE;
use super::numbers::{Outcome, PeerBuild, PeerMeasured};
use super::one_call::Program;
use super::own::{Extent, empty, lines};
use super::peer::{PEERS, Peer, built};
use super::usage::{Limits, usage_within};
use crate::corpus::progress::Progress;

/// How others are measured.
pub(super) struct Others<'a> {
    pub(super) document: &'a Path,
    /// The request line of what the program calls.
    pub(super) line: Option<&'a str>,
    pub(super) extent: Extent,
    /// What each of their commands may take.
    pub(super) limits: Limits,
    pub(super) progress: &'a Progress,
}

impl Others<'_> {
    /// Generates and checks a client with each, and builds that of the one whose check takes the least.
    ///
    /// What is `measured` already is not measured again; `save` is given all there is after each step.
    ///
    /// # Errors
    ///
    /// What kept this from being measured; that a peer fails is part of the outcome.
    pub(super) fn measure(
        &self,
        mut measured: Vec<PeerMeasured>,
        mut save: impl FnMut(&[PeerMeasured]) -> Result<(), String>,
    ) -> Result<(), String> {
        measured.retain(|one| PEERS.iter().any(|peer| self.is_done(peer, one)));
        for peer in PEERS {
            if !measured.iter().any(|one| self.is_done(peer, one)) {
                measured.push(self.generate_and_check(peer)?);
                save(&measured)?;
            }
        }
        if self.extent < Extent::Build {
            return Ok(());
        }
        let Some((peer, alone)) = self.best(&measured)? else {
            return Ok(());
        };
        for step in [Step::Dev, Step::Release] {
            let one = measured.iter_mut().find(|one| peer.made(one));
            let Some(one) = one else { continue };
            let build = one.build.get_or_insert_with(PeerBuild::default);
            self.build(peer, &alone, step, build);
            save(&measured)?;
        }
        Ok(())
    }

    /// Whether all that is asked of a peer was measured.
    fn is_done(&self, peer: &Peer, one: &PeerMeasured) -> bool {
        let checked = one.check.is_some() || one.generate.result().is_err();
        peer.made(one) && (checked || self.extent < Extent::Check)
    }

    fn generate_and_check(&self, peer: &Peer) -> Result<PeerMeasured, String> {
        let label = self.label(peer);
        self.progress.begin(&format!("{label}: generating"));
        let mut measured = PeerMeasured {
            name: peer.package.to_owned(),
            version: peer.version.to_owned(),
            generate: self.generate(peer)?,
            lines: None,
            check: None,
            build: None,
        };
        let mut said = format!("{label}: generate {}", measured.generate);
        if measured.generate.result().is_ok() {
            let source = peer.folder(self.document).join("src");
            let lines = lines(&source).map_err(|error| error.to_string())?;
            measured.lines = Some(lines);
            if self.extent >= Extent::Check {
                self.progress.begin(&format!("{label}: check"));
                let program = self.program(peer)?;
                let program = program.unwrap_or_else(|| Program::idle(PACKAGE));
                let check = self.outcome(&self.alone(peer, &program)?, Step::Check);
                said += &format!(", check {check}");
                measured.check = Some(check);
            }
        }
        self.progress.end(&said, false);
        Ok(measured)
    }

    fn generate(&self, peer: &Peer) -> Result<Outcome, String> {
        let folder = peer.folder(self.document);
        empty(&folder)?;
        fs::create_dir_all(&folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
        let taken = usage_within(&peer.command(self.document, &folder), Some(self.limits));
        if taken.is_ok() {
            (peer.complete)(&folder)?;
        }
        Ok(taken.map_or_else(|said| self.failed(&said), Outcome::Taken))
    }

    /// The peer whose check took the least of those that have the operation, and its client.
    fn best(&self, measured: &[PeerMeasured]) -> Result<Option<(&'static Peer, Alone)>, String> {
        let taken = |peer: &Peer| {
            let one = measured.iter().find(|one| peer.made(one))?;
            Some(one.check.as_ref()?.result().ok()?.cpu_seconds)
        };
        let checked = PEERS.iter().filter_map(|peer| Some((taken(peer)?, peer)));
        let mut checked: Vec<(f64, &Peer)> = checked.collect();
        checked.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        for (_, peer) in checked {
            // What was checked in an earlier run need not be there any more.
            if !peer.folder(self.document).join("Cargo.toml").exists() {
                self.generate(peer)?;
            }
            if let Some(program) = self.program(peer)? {
                return Ok(Some((peer, self.alone(peer, &program)?)));
            }
        }
        Ok(None)
    }

    fn build(&self, peer: &Peer, alone: &Alone, step: Step, build: &mut PeerBuild) {
        let known = match step {
            Step::Check => return,
            Step::Dev => &mut build.dev,
            Step::Release => &mut build.release,
        };
        if known.is_some() {
            return;
        }
        let label = format!("{}: {}", self.label(peer), step.name());
        self.progress.begin(&label);
        let outcome = self.outcome(alone, step);
        self.progress.end(&format!("{label} {outcome}"), false);
        if step == Step::Release && outcome.result().is_ok() {
            build.program_bytes = alone.program_bytes().ok();
        }
        *known = Some(outcome);
    }

    fn program(&self, peer: &Peer) -> Result<Option<Program>, String> {
        let folder = peer.folder(self.document);
        self.line
            .map_or(Ok(None), |line| peer.program(&folder, line))
    }

    fn alone(&self, peer: &Peer, program: &Program) -> Result<Alone, String> {
        Alone::lay_out(
            &peer.folder(self.document),
            program,
            built(),
            Some(self.limits),
        )
    }

    fn label(&self, peer: &Peer) -> String {
        let stem = self.document.file_stem().unwrap_or_default();
        format!(
            "{}, {} {}",
            stem.to_string_lossy(),
            peer.package,
            peer.version
        )
    }

    /// What a step took, or in few words how it failed.
    fn outcome(&self, alone: &Alone, step: Step) -> Outcome {
        if alone.prepare(step).is_err() {
            return Outcome::Failed("its dependencies do not compile".to_owned());
        }
        alone
            .take(step)
            .map_or_else(|said| self.failed(&said), Outcome::Taken)
    }

    fn failed(&self, said: &str) -> Outcome {
        Outcome::Failed(in_few_words(said, self.limits))
    }
}

fn in_few_words(said: &str, limits: Limits) -> String {
    let Limits { seconds, memory } = limits;
    let compiler = said
        .lines()
        .find(|line| line.starts_with("error: could not compile"));
    if said.contains("signal: 24") || said.contains("SIGXCPU") {
        format!("> {seconds} s")
    } else if said.contains("memory allocation of") || said.contains("signal: 6") {
        format!("needs more than {memory} GiB")
    } else if said.contains("signal: 9") {
        "was killed".to_owned()
    } else if let Some(line) = compiler {
        match line.split_once("due to ") {
            Some((_, errors)) => {
                let errors = errors.split_once(';').map_or(errors, |(errors, _)| errors);
                format!("does not compile: {errors}")
            }
            None => "does not compile".to_owned(),
        }
    } else {
        "fails".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, in_few_words};

    #[test]
    fn how_a_peer_failed_is_said_in_few_words() {
        let limits = Limits {
            seconds: 600,
            memory: 18,
        };
        let said = [
            ("(signal: 24, SIGXCPU: CPU time limit exceeded)", "> 600 s"),
            (
                "memory allocation of 65536 bytes failed",
                "needs more than 18 GiB",
            ),
            ("(signal: 9, SIGKILL: kill)", "was killed"),
            (
                "error: could not compile `measured` (lib) due to 3 previous errors; 2 warnings emitted",
                "does not compile: 3 previous errors",
            ),
            ("no such file", "fails"),
        ];
        for (text, words) in said {
            assert_eq!(in_few_words(text, limits), words);
        }
    }
}
