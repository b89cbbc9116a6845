//! Lowers how an API signs what it sends by itself.

use super::Lower;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::WEBHOOK_SIGNATURES;
use crate::model::Signature;
use crate::pointer::Pointer;

impl Lower<'_> {
    /// What codegen.toml says, or what the description does.
    pub(super) fn signatures(&mut self) -> Vec<Signature> {
        let described = self.described_signatures();
        let decided = self.settings.webhooks.signature.iter();
        let decided: Vec<Signature> = decided.map(|one| one.signature.clone()).collect();
        if decided.is_empty() {
            return described;
        }
        if described == decided {
            let message = "the description itself says how webhooks are signed".to_owned();
            let place = self.settings.strings.place("signature");
            self.diagnostics.push(
                Diagnostic::new(Severity::Warning, Code::UnusedSetting, message)
                    .at_some(place)
                    .help("take the tables out of codegen.toml"),
            );
        }
        decided
    }

    fn described_signatures(&mut self) -> Vec<Signature> {
        let said = self.document.skeleton.extensions.get(WEBHOOK_SIGNATURES);
        let Some(said) = said else {
            return Vec::new();
        };
        match serde_json::from_value(said.clone()) {
            Ok(signatures) => signatures,
            Err(error) => {
                let message = format!("`{WEBHOOK_SIGNATURES}` has no effect: {error}");
                let at = Pointer::root().child(WEBHOOK_SIGNATURES);
                self.warn(Code::WrongType, message, &at);
                Vec::new()
            }
        }
    }
}
