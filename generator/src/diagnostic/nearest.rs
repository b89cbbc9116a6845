//! The name that was meant by one that is not known.

/// From how alike two names are, from 0 to 1, one is taken for a misspelling of the other.
const ALIKE: f64 = 0.7;

/// What to do about a keyword that is not known, and like none that is.
pub(crate) const NOT_KNOWN: &str = "take it out, or let its name begin with `x-`";

/// The known name that a name is most alike, if it is taken for a misspelling of that.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let alike = |one: &str| strsim::normalized_damerau_levenshtein(&one.to_lowercase(), &lower);
    let known = known.into_iter().map(|one| (one, alike(one)));
    known
        .filter(|(_, alike)| *alike >= ALIKE)
        .max_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(one, _)| one)
}

/// What to do about a name that is not known: write the nearest one, or else this.
pub(crate) fn or_nearest<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    match nearest(name, known) {
        Some(meant) => format!("is `{meant}` meant?"),
        None => otherwise.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const KNOWN: [&str; 4] = ["properties", "required", "minLength", "title"];

    #[test]
    fn a_misspelling_is_known() {
        for (written, meant) in [
            ("propertys", "properties"),
            ("property", "properties"),
            ("requried", "required"),
            ("minlength", "minLength"),
            ("Title", "title"),
        ] {
            assert_eq!(nearest(written, KNOWN), Some(meant), "{written}");
        }
    }

    #[test]
    fn what_is_like_nothing_means_nothing() {
        for written in ["", "optional", "nonEmpty", "foo"] {
            assert_eq!(nearest(written, KNOWN), None, "{written}");
        }
    }
}
