//! What came of conformance as a table, and what was not as expected, by reason.

use std::time::Duration;

use super::line::{Line, Verdict};

/// How much of a text is shown, in characters.
const SHOWN: usize = 500;

pub(super) fn head() {
    println!(
        "{:<60} {:>10} {:>8} {:>8} {:>8} {:>15} {:>13} {:>7}",
        "document",
        "operations",
        "statuses",
        "accepted",
        "rejected",
        "decoded wrongly",
        "Prism's limit",
        "seconds"
    );
}

pub(super) fn row(name: &str, lines: &[Line], took: Duration) {
    numbers(name, lines, &format!("{:.0}", took.as_secs_f64()));
}

/// The sums, and what of all is right.
pub(super) fn totals(lines: &[Line]) {
    let mut documents: Vec<&str> = lines.iter().map(|line| line.document.as_str()).collect();
    documents.dedup();
    if documents.len() > 1 {
        numbers(&format!("all {} documents", documents.len()), lines, "");
    }
    let right = lines
        .iter()
        .filter(|line| line.verdict == Verdict::Accepted)
        .count();
    let made_up = lines
        .iter()
        .filter(|line| line.right && !line.evidence.is_empty())
        .count();
    if !lines.is_empty() {
        #[allow(
            clippy::cast_precision_loss,
            reason = "there are not that many answers"
        )]
        let share = 100.0 * right as f64 / lines.len() as f64;
        println!(
            "{right} of {} accepted and decoded to their variant: {share:.2} %",
            lines.len()
        );
    }
    if made_up > 0 {
        println!(
            "{made_up} of them with an answer made up from the schema: the description's own example contradicts it"
        );
    }
}

fn numbers(name: &str, lines: &[Line], seconds: &str) {
    let mut operations: Vec<(&str, &str)> = lines
        .iter()
        .map(|line| (line.document.as_str(), line.operation.as_str()))
        .collect();
    operations.dedup();
    let of = |verdict: Verdict| lines.iter().filter(|line| line.verdict == verdict).count();
    println!(
        "{name:<60} {:>10} {:>8} {:>8} {:>8} {:>15} {:>13} {seconds:>7}",
        operations.len(),
        lines.len(),
        of(Verdict::Accepted),
        of(Verdict::Rejected),
        of(Verdict::DecodedWrongly),
        of(Verdict::ServerLimit),
    );
}

/// Every answer that was not as expected.
pub(super) fn faults(lines: &[Line]) {
    for line in lines {
        let what = match line.verdict {
            Verdict::Accepted => continue,
            Verdict::Rejected => "rejected",
            Verdict::DecodedWrongly => "decoded wrongly",
            Verdict::ServerLimit => "Prism's limit",
        };
        println!(
            "\n{} {} {}: {what}\n  expected {}, got {}",
            line.document, line.line, line.status, line.expected, line.gave
        );
        for (name, text) in [
            ("evidence", &line.evidence),
            ("cause", &line.cause),
            ("server", &line.refused),
            ("body", &line.body),
        ] {
            let hidden = line.verdict == Verdict::ServerLimit && matches!(name, "server" | "body");
            if !text.is_empty() && !hidden {
                let shown: String = text.chars().take(SHOWN).collect();
                println!("  {name}: {shown}");
            }
        }
    }
}
