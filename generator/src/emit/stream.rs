//! Answers that are read as they come: which statuses are, and the other ways to call an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::statuses;
use super::text;
use super::uses::Uses;
use crate::naming::{AnswerStatus, Format, OperationPlan, Outcome, OutputPlan, StreamPlan};

/// Which statuses' content is read as it comes; nothing where none is.
pub(super) fn emit_streams(operation: &OperationPlan) -> Option<TokenStream> {
    let streams = operation.answers.iter().filter_map(|answer| {
        let content = match &answer.outcome {
            Outcome::Success(content) | Outcome::SuccessVariant(_, content) => content.as_ref(),
            Outcome::Failure { .. } | Outcome::Undocumented => None,
        };
        content
            .filter(|content| content.format.is_stream())
            .map(|_| answer.status)
    });
    let streams: Vec<AnswerStatus> = streams.collect();
    if streams.is_empty() {
        return None;
    }
    let is_one = is_one_of(&streams);
    Some(quote! {
        fn streams(status: u16) -> bool {
            #is_one
        }
    })
}

/// Whether a status is one of these.
fn is_one_of(all: &[AnswerStatus]) -> TokenStream {
    let tests = all.iter().map(|one| {
        let pattern = statuses(*one);
        match one {
            AnswerStatus::Exact(_) => quote!(status == #pattern),
            AnswerStatus::Range(_) => quote!((#pattern).contains(&status)),
            AnswerStatus::Others => quote!(true),
        }
    });
    quote!(#(#tests)||*)
}

/// One other way to call an operation.
pub(super) fn emit_streaming(
    operation: &OperationPlan,
    stream: &StreamPlan,
    uses: &mut Uses,
) -> TokenStream {
    uses.runtime("Opening");
    uses.runtime("Streaming");
    let (ident, accept) = (&operation.request, text(&stream.accept));
    let ty = uses.ty(&stream.ty);
    let opens = is_one_of(&stream.statuses);
    let open = match stream.format {
        Format::Events => quote!(answer.events()),
        Format::TextEvents => quote!(answer.text_events()),
        Format::Values => quote!(answer.json_stream()),
        Format::Json | Format::Text | Format::Bytes => quote!(answer.download()),
    };
    quote! {
        impl Streaming<#ty> for #ident {
            const ACCEPT: &'static str = #accept;

            fn opens(status: u16) -> bool {
                #opens
            }

            #[inline]
            fn open(answer: Answer<'_>) -> Opening<#ty> {
                #open
            }
        }
    }
}

/// The other ways to call an operation.
pub(super) fn said(operation: &OperationPlan) -> Option<String> {
    let ways: Vec<&str> = operation
        .streams
        .iter()
        .map(|one| way(one.format))
        .collect();
    (!ways.is_empty()).then(|| ways.join(" "))
}

fn way(format: Format) -> &'static str {
    match format {
        Format::Events | Format::TextEvents => {
            "With [`Call::into_events`] it gives events as they come."
        }
        Format::Values => "With [`Call::into_values`] it gives values as they come.",
        Format::Json | Format::Text | Format::Bytes => {
            "With [`Call::into_stream`] the content is read as it comes."
        }
    }
}

/// Whether a success is read as it comes.
pub(super) fn are_streams(output: &OutputPlan) -> bool {
    let OutputPlan::Several { variants, .. } = output else {
        return false;
    };
    let mut contents = variants.iter().filter_map(|one| one.content.as_ref());
    contents.any(|content| content.format.is_stream())
}
