//! The part of a corpus that fits the time of a continuous integration run.

use super::find::Document;

/// How many documents the sample is about.
const SIZE: usize = 40;

/// The largest document of a sample, in bytes.
const LARGEST: u64 = 200_000;

/// A choice that depends on the folder's content alone: of the documents up to [`LARGEST`], sorted by
/// version and then by size, every n-th, beginning with the smallest of each version.
pub(super) fn sample(
    mut documents: Vec<Document>,
    version: impl Fn(&Document) -> String,
) -> Vec<Document> {
    documents.retain(|document| document.bytes <= LARGEST);
    let mut sorted: Vec<(String, Document)> = documents
        .into_iter()
        .map(|document| (family(&version(&document)), document))
        .collect();
    sorted.sort_by(|(a, first), (b, second)| {
        (a, first.bytes, &first.name).cmp(&(b, second.bytes, &second.name))
    });
    let step = sorted.len().div_ceil(SIZE).max(1);
    let mut chosen = Vec::new();
    let mut current = String::new();
    let mut index = 0;
    for (family, document) in sorted {
        if family != current {
            current = family;
            index = 0;
        }
        if index % step == 0 {
            chosen.push(document);
        }
        index += 1;
    }
    chosen.sort_by(|a, b| a.name.cmp(&b.name));
    chosen
}

/// `3.0.3` and `3.0.0` are one.
fn family(version: &str) -> String {
    version.split('.').take(2).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::{Document, LARGEST, SIZE, sample};

    #[test]
    fn every_version_is_there_and_nothing_large() {
        let documents = (0..100_u64).map(|index| Document {
            name: format!("{index:03}"),
            files: Vec::new(),
            bytes: index * LARGEST / 80,
        });
        let version = |document: &Document| {
            let rare = document.name == "007";
            if rare { "3.2.0" } else { "3.0.1" }.to_owned()
        };
        let chosen = sample(documents.clone().collect(), version);
        assert!(chosen.len().abs_diff(SIZE) <= SIZE / 2, "{}", chosen.len());
        assert!(chosen.iter().any(|one| one.name == "007"));
        assert!(chosen.iter().all(|one| one.bytes <= LARGEST));
        let again = sample(documents.rev().collect(), version);
        let names = |list: &[Document]| -> Vec<String> {
            list.iter().map(|one| one.name.clone()).collect()
        };
        assert_eq!(names(&chosen), names(&again));
    }
}
