//! `[webhooks]`: what a person says of what the API sends by itself.

use serde::Deserialize;

use super::{NO_REASON, is_reason};
use crate::model::{Signature, SignatureTable};

/// What the API sends by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebhookSettings {
    /// `[[webhooks.signature]]`
    pub signature: Vec<SignatureSettings>,
}

/// How it is signed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "SignatureTable")]
pub struct SignatureSettings {
    /// How.
    pub signature: Signature,
    /// Why.
    pub reason: String,
}

impl TryFrom<SignatureTable> for SignatureSettings {
    type Error = String;

    fn try_from(table: SignatureTable) -> Result<Self, String> {
        let reason = table.reason.clone().ok_or("missing field `reason`")?;
        if !is_reason(&reason) {
            return Err(NO_REASON.to_owned());
        }
        Ok(Self {
            signature: table.try_into()?,
            reason,
        })
    }
}
