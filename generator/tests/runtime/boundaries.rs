//! Which file of the runtime may know which crate.

use std::fs;
use std::path::Path;

/// The files of the runtime that name a crate outside of comments.
fn naming(word: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the runtime is there") {
        let path = entry.expect("the folder can be read").path();
        let text = fs::read_to_string(&path).expect("the file is text");
        let names = text
            .lines()
            .any(|line| !line.trim_start().starts_with("//") && line.contains(word));
        if names {
            files.push(
                path.file_name()
                    .expect("a file")
                    .to_string_lossy()
                    .into_owned(),
            );
        }
    }
    files.sort();
    files
}

#[test]
fn the_clock_is_known_to_what_waits() {
    assert_eq!(naming("tokio::time"), ["timer.rs"]);
    assert_eq!(naming("SystemTime::now"), ["timer.rs"]);
    // What is downloaded can be written to a file.
    assert_eq!(naming("tokio::io"), ["download.rs"]);
    assert_eq!(naming("tokio"), ["download.rs", "timer.rs"]);
    assert!(naming("std::thread").is_empty());
}

#[test]
fn the_http_library_is_known_to_its_transport_and_where_that_is_chosen() {
    assert_eq!(
        naming("reqwest"),
        ["builder.rs", "mod.rs", "reqwest_transport.rs"]
    );
}

#[test]
fn tracing_is_known_to_what_tells_it() {
    assert_eq!(naming("tracing::"), ["trace.rs"]);
}

#[test]
fn the_runtime_is_a_folder_of_files_that_say_what_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    let mut files = 0;
    for entry in fs::read_dir(folder).expect("the runtime is there") {
        let path = entry.expect("the folder can be read").path();
        let text = fs::read_to_string(&path).expect("the file is text");
        assert!(text.starts_with("//! "), "{}", path.display());
        files += 1;
    }
    assert!(files > 20);
}
