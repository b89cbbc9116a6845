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

/// The whole table as Markdown.
pub(in crate::bench) fn table(numbers: &Calls) -> String {
    let mut text = format!(
        "{}; {} rounds of {} calls of each client, the median of all; in brackets the ratio to the call written by hand, \
        of times the median of each round's.\n\n| {} |\n|{}\n",
        numbers.run,
        numbers.rounds,
        numbers.calls,
        HEADS.join(" | "),
        " --- |".repeat(HEADS.len())
    );
    for one in &numbers.operations {
        let (ours, theirs) = (one.generated, one.by_hand);
        let _ = writeln!(
            text,
            "| `{}` | generated | {:.1} ({:.3}) | {:.1} ({:.3}) | {:.1} ({:.3}) | {:.0} ({:.3}) |",
            one.operation,
            ours.microseconds,
            one.time_ratio,
            ours.cpu_microseconds,
            one.cpu_ratio,
            ours.allocations,
            ours.allocations / theirs.allocations,
            ours.allocated_bytes,
            ours.allocated_bytes / theirs.allocated_bytes,
        );
        let Taken {
            microseconds,
            cpu_microseconds,
            allocations,
            allocated_bytes,
        } = theirs;
        let _ = writeln!(
            text,
            "| | by hand | {microseconds:.1} | {cpu_microseconds:.1} | {allocations:.1} | {allocated_bytes:.0} |"
        );
    }
    text
}
