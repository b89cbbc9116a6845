//! Lowers what the API sends by itself: the bodies of webhooks and callbacks.

use super::Lower;
use crate::document::{Incoming, IncomingKind};
use crate::model::{Docs, Operation, Webhook, WebhookKind};
use crate::settings::Select;

impl Lower<'_> {
    /// All of them; where operations are selected, the callbacks that stand in these, and others only if they are wanted.
    pub(super) fn webhooks(&mut self, select: &Select, operations: &[Operation]) -> Vec<Webhook> {
        let all = select.is_all() || select.webhooks;
        let is_of = |incoming: &Incoming, operation: &Operation| {
            let rest = incoming.pointer.as_str();
            let rest = rest.strip_prefix(operation.pointer.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let incoming = self.document.beyond.incoming.iter();
        incoming
            .filter(|one| all || operations.iter().any(|operation| is_of(one, operation)))
            .map(|one| self.webhook(one))
            .collect()
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
