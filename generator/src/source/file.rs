//! The text of one file, if it is a file that has an end.

use std::fs::{self, File, FileType};
use std::io::{self, Read as _};
use std::path::Path;

/// Why there is no text.
pub(super) enum Unread {
    /// What the system says.
    System(io::Error),
    /// A folder.
    Folder,
    /// A device, a socket or a pipe: reading it may have no end.
    Special,
    /// More bytes than there is room for.
    TooLarge,
    /// What can be shown of it, and how many bytes from the front are UTF-8.
    NotUtf8(String, usize),
}

/// Reads a file of at most `room` bytes. The pipe that a shell hands over is read only where the caller `named` it.
pub(super) fn text(path: &Path, room: usize, named: bool) -> Result<String, Unread> {
    let found = fs::metadata(path).map_err(Unread::System)?;
    let kind = found.file_type();
    if kind.is_dir() {
        return Err(Unread::Folder);
    }
    // Looked at before it is opened: opening a pipe waits for somebody to write into it.
    if !(kind.is_file() || named && is_handed_over(path, kind)) {
        return Err(Unread::Special);
    }
    // All at once: what grows is copied.
    let long = usize::try_from(found.len()).unwrap_or(room).min(room);
    let mut bytes = Vec::with_capacity(long.saturating_add(1));
    let room = u64::try_from(room).unwrap_or(u64::MAX);
    let file = File::open(path).map_err(Unread::System)?;
    let mut file = file.take(room.saturating_add(1));
    let read = file.read_to_end(&mut bytes).map_err(Unread::System)?;
    if u64::try_from(read).unwrap_or(u64::MAX) > room {
        return Err(Unread::TooLarge);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        Unread::NotUtf8(text, valid)
    })
}

/// Whether it is the pipe that a shell makes for `| … --spec /dev/stdin` or `--spec <(…)`: that has a writer.
#[cfg(unix)]
fn is_handed_over(path: &Path, kind: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    kind.is_fifo()
        && ["/dev", "/proc"]
            .iter()
            .any(|folder| path.starts_with(folder))
}

#[cfg(not(unix))]
fn is_handed_over(_: &Path, _: FileType) -> bool {
    false
}
