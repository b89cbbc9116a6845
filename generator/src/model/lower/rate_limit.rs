//! Lowers how many requests an API takes in how much time.

use super::Lower;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::RATE_LIMIT;
use crate::model::RateLimit;
use crate::pointer::Pointer;

impl Lower<'_> {
    /// What codegen.toml says, or what the description does.
    pub(super) fn rate_limit(&mut self) -> Option<RateLimit> {
        let described = self.described_rate_limit();
        let Some(decided) = self.settings.client.rate_limit.as_ref() else {
            return described;
        };
        let decided = decided.limit;
        if described == Some(decided) {
            let message = "the description itself says how many requests the API takes".to_owned();
            let place = self.settings.strings.place("rate-limit");
            self.diagnostics.push(
                Diagnostic::new(Severity::Warning, Code::UnusedSetting, message)
                    .at_some(place)
                    .help("take the table out of codegen.toml"),
            );
        }
        Some(decided)
    }

    fn described_rate_limit(&mut self) -> Option<RateLimit> {
        let said = self.document.skeleton.extensions.get(RATE_LIMIT)?;
        match serde_json::from_value(said.clone()) {
            Ok(limit) => Some(limit),
            Err(error) => {
                let message = format!("`{RATE_LIMIT}` has no effect: {error}");
                self.warn(Code::WrongType, message, &Pointer::root().child(RATE_LIMIT));
                None
            }
        }
    }
}
