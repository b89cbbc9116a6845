//! What `cargo xtask bench` says, and that the types it compares read and write the same.
//!
//! Builds crates and what they depend on, which takes minutes: it runs when asked for,
//! `cargo test --package xtask --test bench -- --ignored`, as `.ci/run` does.

#![cfg(unix)]

use std::process::Command;

#[test]
#[ignore = "builds three crates"]
fn all_programs_of_the_bench_write_the_json_that_they_read() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["bench", "json", "--types", "30", "--only-compare"])
        .output()
        .expect("xtask");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    for name in ["generated", "derive", "derive, flatten"] {
        let line = format!("{name}: writes what it read");
        assert!(said.lines().any(|found| found == line), "{said}");
    }
}

#[test]
#[ignore = "builds the optimised generator"]
fn what_generating_takes_is_said_for_each_description() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["bench", "apis", "--no-check", "--runs", "1"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/openapi.yaml"))
        .output()
        .expect("xtask");
    let said = String::from_utf8_lossy(&output.stdout);
    for name in ["openapi", "made-up-1", "made-up-10", "made-up-100"] {
        let row = said
            .lines()
            .find(|line| line.starts_with(&format!("| {name}, ")));
        let cells: Vec<&str> = row.unwrap_or_default().split('|').map(str::trim).collect();
        // Lines of code: the made-up ones have some for each operation.
        let lines: usize = cells
            .get(6)
            .and_then(|cell| cell.parse().ok())
            .unwrap_or_default();
        assert!(lines > 100, "{name}: {said}");
    }
    assert!(said.contains("- ×100: time "), "{said}");
}
