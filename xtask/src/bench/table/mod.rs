//! The tables of what was measured, as Markdown.

mod beside;
mod changed;

use std::fmt::Write as _;

use beside::compared;
use changed::changed;

use super::growth::OPERATIONS;
use super::numbers::{Apis, Numbers, Outcome, PeerMeasured};
use super::usage::Usage;

const NONE: &str = "–";

/// All of them.
pub(super) fn all(numbers: &Numbers) -> String {
    let tables = [
        numbers.apis.as_ref().map(apis),
        numbers.call.as_ref().map(super::call::table),
        numbers.json.as_ref().map(super::json::table),
    ];
    let tables: Vec<String> = tables.into_iter().flatten().collect();
    tables.join("\n")
}

/// What `bench apis` measured.
pub(super) fn apis(numbers: &Apis) -> String {
    let others = match &numbers.peers_of {
        Some(day) => format!(", those of others are of an earlier run, on {day}"),
        None if numbers.apis.iter().any(|api| !api.peers.is_empty()) => {
            ", those of others are of one run".to_owned()
        }
        None => String::new(),
    };
    let mut text = format!(
        "{}; our numbers are medians of {} runs{others}.\n\n",
        numbers.run, numbers.runs
    );
    generated(&mut text, numbers);
    if numbers.apis.iter().any(|api| api.check.is_some()) {
        built(&mut text, numbers);
    }
    compared(&mut text, numbers);
    changed(&mut text, numbers);
    let _ = writeln!(
        text,
        "\nGrowth of the made-up description ({OPERATIONS} operations), each beside the one before; 1.00 is linear:\n"
    );
    for one in &numbers.growth {
        let _ = writeln!(
            text,
            "- ×{}: time {:.2}, memory {:.2}, lines {:.2}",
            one.times, one.cpu, one.memory, one.lines
        );
    }
    text
}

fn generated(text: &mut String, numbers: &Apis) {
    head(
        text,
        &[
            "description",
            "generator",
            "generate, CPU s",
            "MiB",
            "nothing changed, CPU ms",
            "lines",
        ],
    );
    for api in &numbers.apis {
        let [cpu, mib] = cells(api.generate);
        let _ = writeln!(
            text,
            "| {}, {} kB | clientwright | {cpu} | {mib} | {:.0} | {} |",
            api.name,
            api.bytes / 1000,
            api.unchanged_ms,
            api.lines,
        );
        for peer in &api.peers {
            let [cpu, mib] = outcome(&peer.generate);
            let lines = peer
                .lines
                .map_or(NONE.to_owned(), |lines| lines.to_string());
            let _ = writeln!(
                text,
                "| | {} | {cpu} | {mib} | {NONE} | {lines} |",
                name(peer)
            );
        }
    }
}

fn built(text: &mut String, numbers: &Apis) {
    text.push('\n');
    head(
        text,
        &[
            "client",
            "generator",
            "check, CPU s",
            "MiB",
            "build, CPU s",
            "MiB",
            "build --release, CPU s",
            "MiB",
            "program, kB",
            "one operation alone, kB",
        ],
    );
    let kb = |bytes: Option<u64>| bytes.map_or(NONE.to_owned(), |bytes| (bytes / 1000).to_string());
    let taken = |usage: Option<Usage>| usage.map_or([NONE.to_owned(), NONE.to_owned()], cells);
    for api in &numbers.apis {
        let build = api.build.as_ref();
        let steps = [
            api.check,
            build.map(|build| build.dev),
            build.map(|build| build.release),
        ];
        let steps: Vec<String> = steps.into_iter().flat_map(taken).collect();
        let _ = writeln!(
            text,
            "| {} | clientwright | {} | {} | {} |",
            api.name,
            steps.join(" | "),
            kb(build.map(|build| build.program_bytes)),
            kb(build.map(|build| build.selected_bytes)),
        );
        for peer in &api.peers {
            let build = peer.build.as_ref();
            let steps = [
                peer.check.as_ref(),
                build.and_then(|build| build.dev.as_ref()),
                build.and_then(|build| build.release.as_ref()),
            ];
            let none = [NONE.to_owned(), NONE.to_owned()];
            let steps = steps
                .into_iter()
                .flat_map(|step| step.map_or(none.clone(), outcome));
            let steps: Vec<String> = steps.collect();
            let program = kb(build.and_then(|build| build.program_bytes));
            let _ = writeln!(
                text,
                "| | {} | {} | {program} | {NONE} |",
                name(peer),
                steps.join(" | ")
            );
        }
    }
}

fn head(text: &mut String, heads: &[&str]) {
    let _ = writeln!(
        text,
        "| {} |\n|{}",
        heads.join(" | "),
        " --- |".repeat(heads.len())
    );
}

fn name(peer: &PeerMeasured) -> String {
    format!("{} {}", peer.name, peer.version)
}

fn outcome(outcome: &Outcome) -> [String; 2] {
    match outcome {
        Outcome::Taken(usage) => cells(*usage),
        Outcome::Failed(why) => [why.clone(), NONE.to_owned()],
    }
}

fn cells(usage: Usage) -> [String; 2] {
    [
        format!("{:.2}", usage.cpu_seconds),
        format!("{:.0}", usage.peak_mib),
    ]
}
