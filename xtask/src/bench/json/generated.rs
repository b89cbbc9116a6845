//! The crate that the generator makes of the made-up description.

use clientwright::diagnostic::Diagnostics;
use clientwright::output::Output;
use clientwright::settings::Settings;
use clientwright::source;

use super::document::{Extent, document};
use crate::corpus::generate::guarded;

/// The crate, not yet on the disk.
///
/// # Errors
///
/// What the generator said: of a made-up description nothing is to be said.
pub(super) fn generate(extent: Extent, package: &str) -> Result<Output, String> {
    let text = document(extent);
    let settings = Settings::named(package);
    let mut diagnostics = Diagnostics::default();
    let source = source::read_text("bench.json", &text, &mut diagnostics);
    let output = guarded(|| clientwright::generate(&source, &settings, &mut diagnostics))?;
    let output = output.map_err(|bug| format!("bug: {bug}"))?;
    if let Some(said) = diagnostics.iter().next() {
        return Err(said.message.clone());
    }
    output.ok_or_else(|| "no crate, and nothing says why".to_owned())
}
