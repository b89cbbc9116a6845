//! The table: a line for each variant, each number beside its ratio to the derive's.

use std::fmt::Write as _;

use super::variant::Variant;
use super::{Measured, Numbers};

const HEADS: [&str; 9] = [
    "types",
    "check, CPU s",
    "peak, MiB",
    "dev, CPU s",
    "release, CPU s",
    "peak, MiB",
    "program, KiB",
    "decode, MB/s",
    "encode, MB/s",
];

/// The whole table as Markdown.
pub(in crate::bench) fn table(numbers: &Numbers) -> String {
    let mut text = format!(
        "{} structs of 12 properties, a body of {} bytes, the median of {} runs; {}; \
         in brackets the ratio to the derive's\n\n| {} |\n|{}\n",
        numbers.types,
        numbers.body_bytes,
        numbers.runs,
        numbers.run,
        HEADS.join(" | "),
        " --- |".repeat(HEADS.len())
    );
    let derive = numbers
        .variants
        .iter()
        .find(|one| one.variant == Variant::Derived);
    let against = derive.map(columns).unwrap_or_default();
    for one in &numbers.variants {
        let cells = columns(one);
        let cells = cells
            .iter()
            .zip(against)
            .map(|(own, other)| cell(*own, other));
        let _ = writeln!(
            text,
            "| {} | {} |",
            one.variant.name(),
            cells.collect::<Vec<_>>().join(" | ")
        );
    }
    text
}

fn columns(one: &Measured) -> [Option<f64>; 8] {
    let cpu = |usage: &super::Usage| usage.cpu_seconds;
    let peak = |usage: &super::Usage| usage.peak_mib;
    #[allow(clippy::cast_precision_loss, reason = "no program is that large")]
    let kib = |speed: super::Speed| speed.program_bytes as f64 / 1024.0;
    [
        one.check.as_ref().map(cpu),
        one.check.as_ref().map(peak),
        one.dev.as_ref().map(cpu),
        one.release.as_ref().map(cpu),
        one.release.as_ref().map(peak),
        one.speed.map(kib),
        one.speed.map(|speed| speed.decode),
        one.speed.map(|speed| speed.encode),
    ]
}

fn cell(own: Option<f64>, other: Option<f64>) -> String {
    let Some(own) = own else {
        return "–".to_owned();
    };
    let shown = if own < 100.0 {
        format!("{own:.2}")
    } else {
        format!("{own:.0}")
    };
    match other {
        Some(other) if other > 0.0 => format!("{shown} ({:.2})", own / other),
        Some(_) | None => shown,
    }
}
