//! Which features a crate is checked with.

use std::fmt;

use super::generate::Generated;

/// Features of a crate that stand for others.
const SETS: [&str; 2] = ["default", "full"];

/// Features that are on while a crate is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Features {
    /// Those that are on unless a user says otherwise.
    Default,
    /// All of them.
    All,
    /// This one alone.
    Only(String),
    /// Not one.
    Nothing,
}

impl Features {
    /// What a crate is checked with: as it comes, or with each of its features alone, with all and with none.
    pub(super) fn to_check(made: &Generated, each: bool) -> Vec<Self> {
        if !each {
            return vec![Self::Default];
        }
        let names = made.features.iter();
        let names = names.filter(|name| !SETS.contains(&name.as_str()));
        let alone = names.cloned().map(Self::Only);
        [Self::All, Self::Nothing]
            .into_iter()
            .chain(alone)
            .collect()
    }

    /// As cargo takes them (The Cargo Book, "Features", "Command line feature options").
    pub(super) fn arguments(&self) -> Vec<&str> {
        match self {
            Self::Default => Vec::new(),
            Self::All => vec!["--all-features"],
            Self::Only(name) => vec!["--no-default-features", "--features", name],
            Self::Nothing => vec!["--no-default-features"],
        }
    }
}

impl fmt::Display for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("the default features"),
            Self::All => f.write_str("all features"),
            Self::Only(name) => write!(f, "`{name}` alone"),
            Self::Nothing => f.write_str("no feature"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Features, Generated};

    #[test]
    fn each_feature_is_checked_alone_but_those_that_stand_for_others() {
        let made = Generated {
            features: ["default", "reqwest", "full", "books"]
                .map(str::to_owned)
                .to_vec(),
            ..Generated::default()
        };
        assert_eq!(Features::to_check(&made, false), [Features::Default]);
        let all = Features::to_check(&made, true);
        let lines: Vec<String> = all.iter().map(|one| one.arguments().join(" ")).collect();
        assert_eq!(
            lines,
            [
                "--all-features",
                "--no-default-features",
                "--no-default-features --features reqwest",
                "--no-default-features --features books",
            ]
        );
    }
}
