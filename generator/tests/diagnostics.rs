//! One minimal description for each code, and exactly what is printed about it.
//!
//! `CLIENTWRIGHT_BLESS=1 cargo test -p clientwright --test diagnostics` writes `printed.txt` anew, to be read in review.

use std::fs;
use std::path::Path;
use std::process::Command;

use clientwright::diagnostic::Code;

/// What the program prints about an example, beside how the run ended.
fn printed(code: Code) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_clientwright"));
    command.current_dir(folder.path()).args(["--out", "out"]);
    for (name, bytes) in code.example().files {
        fs::write(folder.path().join(name), bytes).unwrap();
        let option = if *name == "codegen.toml" {
            "--settings"
        } else {
            "--spec"
        };
        command.args([option, name]);
    }
    let said = String::from_utf8(command.output().unwrap().stderr).unwrap();
    let (diagnostics, _) = said.rsplit_once("\n\n").unwrap_or_default();
    format!("{diagnostics}\n")
}

#[test]
fn each_code_has_an_example_and_what_is_printed_about_it() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/examples");
    let bless = std::env::var_os("CLIENTWRIGHT_BLESS").is_some();
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let printed = printed(*code);
        let path = examples.join(code.as_str()).join("printed.txt");
        if bless {
            fs::write(path, &printed).unwrap();
        }
        if !printed.contains(&format!("[{code}]: "))
            || (!bless && printed != code.example().printed)
        {
            wrong.push(format!("{code}:\n{printed}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each says what is wrong, where, and what to do; but for files that are not there, the line is shown.
#[test]
fn each_says_where_it_is_and_what_to_do() {
    for code in Code::ALL {
        let printed = code.example().printed;
        assert!(
            printed.contains("= help: ") || printed.contains("help: "),
            "{printed}"
        );
        assert!(printed.contains(" --> "), "{printed}");
        assert!(
            printed.contains(" | ") && printed.contains('^'),
            "{printed}"
        );
    }
}
