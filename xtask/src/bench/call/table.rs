//! The table: a line for each client, each number beside its ratio to that of the call that is written by hand.

use std::fmt::Write as _;

use super::{Calls, Taken};

const HEADS: [&str; 6] = [
    "operation",
    "client",
    "a call, µs",
    "CPU of the calling thread, µs",
    "allocations",
    "allocated bytes",
];

/// The whole table as Markdown. Instructions are shown where they were counted.
pub(in crate::bench) fn table(numbers: &Calls) -> String {
    let all = numbers.operations.iter();
    let is_counted = all.clone().any(|one| one.generated.instructions.is_some());
    let mut heads = HEADS.to_vec();
    heads.extend(is_counted.then_some("instructions"));
    let mut text = format!(
        "{}; {} rounds of {} calls of each client, the median of all; in brackets the ratio to the call written by hand, \
        of times the median of each round's.\n\n| {} |\n|{}\n",
        numbers.run,
        numbers.rounds,
        numbers.calls,
        heads.join(" | "),
        " --- |".repeat(heads.len())
    );
    for one in all {
        let (ours, theirs) = (one.generated, one.by_hand);
        let _ = writeln!(
            text,
            "| `{}` | generated | {:.1} ({:.3}) | {:.1} ({:.3}) | {:.1} ({:.3}) | {:.0} ({:.3}) |{}",
            one.operation,
            ours.microseconds,
            one.time_ratio,
            ours.cpu_microseconds,
            one.cpu_ratio,
            ours.allocations,
            ours.allocations / theirs.allocations,
            ours.allocated_bytes,
            ours.allocated_bytes / theirs.allocated_bytes,
            counted(ours, Some(theirs)),
        );
        let Taken {
            microseconds,
            cpu_microseconds,
            allocations,
            allocated_bytes,
            instructions: _,
        } = theirs;
        let _ = writeln!(
            text,
            "| | by hand | {microseconds:.1} | {cpu_microseconds:.1} | {allocations:.1} | {allocated_bytes:.0} |{}",
            counted(theirs, None)
        );
    }
    text
}

/// The column of instructions, if they were counted.
#[allow(clippy::cast_precision_loss, reason = "to be shown")]
fn counted(of: Taken, beside: Option<Taken>) -> String {
    let Some(count) = of.instructions else {
        return String::new();
    };
    match beside.and_then(|beside| beside.instructions) {
        Some(other) => format!(" {count} ({:.3}) |", count as f64 / other as f64),
        None => format!(" {count} |"),
    }
}
