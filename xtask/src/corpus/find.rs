//! Which documents a folder holds.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How deep a subfolder is searched for its main document.
const DEPTH: usize = 6;

/// A description in the folder: a file, or a subfolder with several.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// The name in the folder.
    pub(crate) name: String,
    /// The files to read; more than one if a subfolder holds several at its shallowest level.
    pub(crate) files: Vec<PathBuf>,
    /// The size of these files.
    pub(crate) bytes: u64,
}

/// All descriptions of a folder, sorted by name.
///
/// Where the folder has an `INDEX.tsv`, its first column says which; otherwise they are the files
/// at the top and in every subfolder the shallowest that say `openapi` or `swagger`.
pub(crate) fn find(folder: &Path) -> io::Result<Vec<Document>> {
    let mut documents = Vec::new();
    for name in names(folder)? {
        let path = folder.join(&name);
        let files = if path.is_dir() {
            main_documents(&path)?
        } else {
            vec![path]
        };
        if files.is_empty() {
            continue;
        }
        let bytes = files
            .iter()
            .map(|file| fs::metadata(file).map_or(0, |file| file.len()))
            .sum();
        documents.push(Document {
            name: name.trim_end_matches('/').to_owned(),
            files,
            bytes,
        });
    }
    documents.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(documents)
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let index = folder.join("INDEX.tsv");
    if index.exists() {
        let text = fs::read_to_string(index)?;
        let first = text
            .lines()
            .skip(1)
            .filter_map(|line| line.split('\t').next());
        return Ok(first
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect());
    }
    let (folders, files) = entries(folder)?;
    let named = |path: &PathBuf| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    Ok(folders
        .iter()
        .chain(files.iter().filter(|file| is_description(file)))
        .filter_map(named)
        .collect())
}

/// The files of the shallowest level that are whole descriptions.
fn main_documents(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut level = vec![folder.to_path_buf()];
    for _ in 0..DEPTH {
        let mut below = Vec::new();
        let mut found = Vec::new();
        for folder in &level {
            let (folders, files) = entries(folder)?;
            below.extend(folders);
            found.extend(files.into_iter().filter(|file| is_description(file)));
        }
        if !found.is_empty() {
            return Ok(found);
        }
        level = below;
    }
    Ok(Vec::new())
}

/// The folders and files in a folder, each sorted; hidden ones are left out.
fn entries(folder: &Path) -> io::Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            all.push(entry.path());
        }
    }
    all.sort();
    Ok(all.into_iter().partition(|path| path.is_dir()))
}

/// Whether a file says at its root that it is a description. Only the root is looked at: a line that
/// is not indented in YAML, one that is indented at most once in JSON.
fn is_description(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    let json = match extension {
        Some("json") => true,
        Some("yaml" | "yml") => false,
        _ => return false,
    };
    let Ok(text) = fs::read_to_string(file) else {
        return false;
    };
    if json {
        let root: Result<serde_json::Map<String, serde_json::Value>, _> =
            serde_json::from_str(&text);
        return root.is_ok_and(|root| root.contains_key("openapi") || root.contains_key("swagger"));
    }
    text.lines().any(|line| {
        let key = line.trim_start_matches(['"', '\'']);
        ["openapi", "swagger"].iter().any(|name| {
            key.strip_prefix(name)
                .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
        })
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::find;

    #[test]
    fn files_and_the_shallowest_of_subfolders_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("b.yaml", "\"openapi\": 3.1.0\n");
        write("a.json", "{\"info\": {}, \"swagger\": \"2.0\"}");
        write("c.json", "{\"info\": {\"openapi\": 1}}");
        write("notes.txt", "openapi: 3.1.0\n");
        write("sub/parts/one.yaml", "type: object\n");
        write("sub/api/main.yml", "swagger: '2.0'\n");
        write("sub/api/deep/other.yml", "swagger: '2.0'\n");
        let names = |folder: &std::path::Path| -> Vec<(String, usize)> {
            let found = find(folder).unwrap();
            found
                .into_iter()
                .map(|one| (one.name, one.files.len()))
                .collect()
        };
        let expected = [("a.json", 1), ("b.yaml", 1), ("sub", 1)];
        assert_eq!(
            names(folder.path()),
            expected.map(|(name, files)| (name.to_owned(), files))
        );
        write("INDEX.tsv", "file\tsource\nsub/\tx\nb.yaml\ty\n");
        assert_eq!(
            names(folder.path()),
            [("b.yaml".to_owned(), 1), ("sub".to_owned(), 1)]
        );
    }
}
