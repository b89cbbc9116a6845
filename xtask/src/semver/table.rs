//! What both said of each pair, as a table.

/// What was said of a pair.
pub(super) struct Verdict {
    pub(super) name: String,
    /// The lints that failed.
    pub(super) lints: Vec<String>,
    /// Whether `diff` says that something is breaking.
    pub(super) ours: bool,
    /// Why `cargo semver-checks` cannot know, where it cannot.
    pub(super) unseen: Option<&'static str>,
}

impl Verdict {
    fn theirs(&self) -> bool {
        !self.lints.is_empty()
    }

    fn agreed(&self) -> bool {
        self.ours == self.theirs()
    }
}

const fn said(breaking: bool) -> &'static str {
    if breaking { "breaking" } else { "not breaking" }
}

/// Prints the table; whether both agree where both can know.
pub(super) fn print(verdicts: &[Verdict]) -> bool {
    println!("| pair | `diff` | `cargo semver-checks` | |");
    println!("| --- | --- | --- | --- |");
    for one in verdicts {
        let lints = one.lints.join(", ");
        let lints = if lints.is_empty() {
            String::new()
        } else {
            format!(": {lints}")
        };
        let remark = match (one.agreed(), one.unseen) {
            (true, _) => "",
            (false, Some(why)) => why,
            (false, None) => "**they differ**",
        };
        let (ours, theirs) = (said(one.ours), said(one.theirs()));
        println!("| {} | {ours} | {theirs}{lints} | {remark} |", one.name);
    }
    let known: Vec<&Verdict> = verdicts
        .iter()
        .filter(|one| one.agreed() || one.unseen.is_none())
        .collect();
    let agreed = known.iter().filter(|one| one.agreed()).count();
    println!(
        "\n{} pairs: of {} both can know, and agree on {agreed}; {} are out of the sight of `cargo semver-checks`",
        verdicts.len(),
        known.len(),
        verdicts.len() - known.len(),
    );
    agreed == known.len()
}
