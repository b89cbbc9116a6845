//! What followed from a change to one description.

use std::fmt::Write as _;

use crate::bench::numbers::Apis;

/// A line for each client.
pub(super) fn changed(text: &mut String, numbers: &Apis) {
    let all = numbers.apis.iter();
    let mut all = all
        .filter_map(|api| Some((api, api.operation.as_ref()?, api.changed.as_ref()?)))
        .peekable();
    if all.peek().is_none() {
        return;
    }
    text.push_str("\nA change to the description of the operation that the program calls:\n\n");
    for (api, operation, changed) in all {
        let files: Vec<String> = changed
            .files
            .iter()
            .map(|file| format!("`{file}`"))
            .collect();
        let _ = writeln!(
            text,
            "- {}, `{operation}`: {} written again; incremental check {:.2} CPU s, of everything {:.2} CPU s",
            api.name,
            files.join(", "),
            changed.again.cpu_seconds,
            changed.all.cpu_seconds
        );
    }
}
