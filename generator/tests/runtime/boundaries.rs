//! Which file of the runtime may know which crate.

use std::fs;
use std::path::Path;

/// The files of the runtime of which a line that is no comment is such a line.
fn having(is_one: impl Fn(&str) -> bool) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the runtime is there") {
        let path = entry.expect("the folder can be read").path();
        let text = fs::read_to_string(&path).expect("the file is text");
        let mut lines = text.lines().map(str::trim_start);
        if lines.any(|line| !line.starts_with("//") && is_one(line)) {
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

/// The files of the runtime that name a crate outside of comments.
fn naming(text: &str) -> Vec<String> {
    having(|line| line.contains(text))
}

#[test]
fn the_clock_is_known_to_what_waits() {
    assert_eq!(naming("tokio::time"), ["timer.rs"]);
    assert_eq!(naming("SystemTime::now"), ["timer.rs", "web.rs"]);
    assert_eq!(naming("std::time::Instant"), [""; 0]);
}

/// Whether a line has a word which is not part of another, nor the name of what a hook does.
fn has_word(line: &str, word: &str) -> bool {
    let line = line.replace("Step::Send", "");
    let is_variant = line.strip_suffix(',') == Some(word);
    let mut words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    !is_variant && words.any(|one| one == word)
}

#[test]
fn threads_are_known_to_few() {
    // What blocks a thread is not there on the web.
    let of_threads = ["blocking.rs", "platform.rs", "timer.rs"];
    assert_eq!(naming("tokio"), of_threads);
    assert_eq!(naming("std::thread"), ["blocking.rs", "platform.rs"]);
    // Whatever else may go to another thread says so by `MaybeSend` and `MaybeSync`.
    assert_eq!(having(|line| has_word(line, "Send")), ["platform.rs"]);
    assert_eq!(having(|line| has_word(line, "Sync")), ["platform.rs"]);
}

#[test]
fn the_web_is_known_to_its_clock_and_its_transport() {
    for word in ["gloo_timers", "js_sys", "web_time"] {
        assert_eq!(naming(word), ["web.rs"], "{word}");
    }
    let by_target = [
        "blocking.rs",
        "mod.rs",
        "platform.rs",
        "reqwest_transport.rs",
        "timer.rs",
    ];
    for file in naming("target_family") {
        assert!(by_target.contains(&file.as_str()), "{file}");
    }
}

#[test]
fn the_http_library_is_known_to_its_transport_and_where_that_is_chosen() {
    assert_eq!(
        naming("reqwest"),
        [
            "builder.rs",
            "mod.rs",
            "reqwest_transport.rs",
            "web_transport.rs"
        ]
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
