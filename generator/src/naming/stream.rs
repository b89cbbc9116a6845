//! Plans the ways to call an operation in which its success is read as it comes.

use super::Naming;
use super::operation::success_status;
use super::plan::{AnswerStatus, Format, RustType, StreamPlan};
use crate::model::{Answer, Operation};

impl Naming<'_> {
    /// What can be read as it comes although it can be had whole, or instead of something else.
    pub(super) fn streams(&self, operation: &Operation, successes: &[&Answer]) -> Vec<StreamPlan> {
        let mut streams: Vec<StreamPlan> = Vec::new();
        if operation.method == "HEAD" {
            return streams;
        }
        for answer in successes {
            let status = success_status(answer.status);
            let whole = self.content(answer.content.as_ref());
            let whole = whole.filter(|content| match content.format {
                Format::Text | Format::Bytes => true,
                Format::Json | Format::Events | Format::TextEvents | Format::Values => false,
            });
            if let Some(content) = whole {
                let media_type = answer.media_type.as_deref().unwrap_or_default();
                add(
                    &mut streams,
                    RustType::Download,
                    content.format,
                    media_type,
                    status,
                );
            }
            for streamed in &answer.streamed {
                if let Some(content) = self.content(Some(&streamed.content)) {
                    let media_type = &streamed.media_type;
                    add(&mut streams, content.ty, content.format, media_type, status);
                }
            }
        }
        streams
    }
}

fn add(
    streams: &mut Vec<StreamPlan>,
    ty: RustType,
    format: Format,
    media_type: &str,
    status: AnswerStatus,
) {
    let visible = media_type.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let accept = if visible && !media_type.is_empty() {
        media_type
    } else {
        "*/*"
    };
    match streams.iter_mut().find(|known| known.ty == ty) {
        Some(known) => {
            if !known.accept.split(", ").any(|one| one == accept) {
                known.accept = format!("{}, {accept}", known.accept);
            }
            if !known.statuses.contains(&status) {
                known.statuses.push(status);
            }
        }
        None => streams.push(StreamPlan {
            ty,
            format,
            accept: accept.to_owned(),
            statuses: vec![status],
        }),
    }
}
