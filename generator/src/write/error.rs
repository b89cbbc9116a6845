//! Why a folder cannot be brought up to date.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a folder cannot be brought up to date or checked.
#[derive(Debug)]
pub enum WriteError {
    /// The disk refused something.
    Io {
        /// What was tried.
        what: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file that this program did not make stands where one would be written.
    Foreign(Vec<PathBuf>),
    /// A symbolic link leads out of the folder.
    Link(PathBuf),
    /// The folder is a file, or lies below one.
    NoFolder {
        /// The folder, as it was given.
        folder: PathBuf,
        /// What stands in its way.
        file: PathBuf,
    },
    /// The staging folder says what no run could have meant.
    Journal(PathBuf),
    /// Another run is writing to the folder.
    Busy(PathBuf),
    /// A `Cargo.toml` that is not TOML, or not a manifest.
    Manifest {
        /// Where.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
}

impl WriteError {
    /// For `map_err` on what the disk refuses.
    pub(super) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { what, path, source }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { what, path, source } => {
                write!(f, "cannot {what} `{}`: {source}", path.display())
            }
            Self::Foreign(paths) => {
                f.write_str("nothing was written: these files were not made by clientwright and would be overwritten:")?;
                paths
                    .iter()
                    .try_for_each(|path| write!(f, "\n  {}", path.display()))?;
                f.write_str("\nmove them away or choose another folder")
            }
            Self::Link(path) => write!(
                f,
                "nothing was written: `{}` is a symbolic link",
                path.display()
            ),
            Self::NoFolder { folder, file } if folder == file => write!(
                f,
                "nothing was written: `{}` is a file, not a folder",
                file.display()
            ),
            Self::NoFolder { folder, file } => write!(
                f,
                "nothing was written: `{}` cannot be a folder, for `{}` is a file",
                folder.display(),
                file.display()
            ),
            Self::Journal(path) => write!(
                f,
                "nothing was written: what an earlier run left in `{}` is damaged; remove that folder and run again",
                path.display()
            ),
            Self::Busy(path) => write!(
                f,
                "another run is writing to `{}`; try again when it is done",
                path.display()
            ),
            Self::Manifest { path, message } => {
                write!(f, "`{}` cannot be changed: {message}", path.display())
            }
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Foreign(_)
            | Self::Link(_)
            | Self::NoFolder { .. }
            | Self::Journal(_)
            | Self::Busy(_)
            | Self::Manifest { .. } => None,
        }
    }
}
