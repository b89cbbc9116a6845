//! The types that `cargo xtask bench json` compares read and write the same.
//!
//! Builds three crates and what they depend on, which takes a minute: it runs when asked for,
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
