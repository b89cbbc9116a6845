//! Where references may lead: into the folders of the named files and those below them.

use std::fs;
use std::path::{Path, PathBuf, absolute};

use super::reference::plain;

/// The folders that may be read from.
#[derive(Debug)]
pub(super) struct Reach {
    folders: Vec<PathBuf>,
    everywhere: bool,
}

impl Reach {
    /// None yet, or all there are.
    pub(super) fn new(everywhere: bool) -> Self {
        Self {
            folders: Vec::new(),
            everywhere,
        }
    }

    /// Adds the folder of a named file; where that is a symbolic link, also that of the file it leads to, beside which the
    /// other files stand where all of them are links.
    pub(super) fn add(&mut self, named: &Path) {
        let spelled = named.parent().and_then(in_full);
        let real = fs::canonicalize(named).ok();
        let real = real.as_deref().and_then(Path::parent).map(Path::to_owned);
        let of_spelled = spelled
            .as_deref()
            .and_then(|path| fs::canonicalize(path).ok());
        for folder in [spelled, of_spelled, real].into_iter().flatten() {
            if !self.folders.contains(&folder) {
                self.folders.push(folder);
            }
        }
    }

    /// Whether a file stands in none of the folders, once all symbolic links are followed.
    pub(super) fn leads_outside(&self, path: &Path) -> bool {
        if self.everywhere {
            return false;
        }
        // Of a file that is not there only the spelling says where it would be.
        let Some(path) = fs::canonicalize(path).ok().or_else(|| in_full(path)) else {
            return true;
        };
        !self.folders.iter().any(|folder| path.starts_with(folder))
    }
}

/// A path from the root on, as it is spelled.
fn in_full(path: &Path) -> Option<PathBuf> {
    let here = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    absolute(here).ok().map(|path| plain(&path))
}
