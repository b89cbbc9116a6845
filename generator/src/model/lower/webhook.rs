//! Lowers what the API sends by itself: the bodies of webhooks and callbacks.

use super::Lower;
use crate::document::{Incoming, IncomingKind};
use crate::model::{Docs, Webhook, WebhookKind};

impl Lower<'_> {
    pub(super) fn webhooks(&mut self) -> Vec<Webhook> {
        let incoming = self.document.beyond.incoming.iter();
        incoming.map(|one| self.webhook(one)).collect()
    }

    fn webhook(&mut self, incoming: &Incoming) -> Webhook {
        Webhook {
            pointer: incoming.pointer.clone(),
            kind: match incoming.kind {
                IncomingKind::Webhook => WebhookKind::Event,
                IncomingKind::Callback => WebhookKind::Callback,
            },
            name: incoming.name.clone(),
            method: incoming.method.clone(),
            docs: Docs::new(
                incoming.summary.as_deref(),
                incoming.description.as_deref(),
                false,
            ),
            body: self.schema(incoming.body),
        }
    }
}
