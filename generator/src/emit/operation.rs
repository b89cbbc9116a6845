//! Operations: the client's function, the request as data, and the table of answers.

use proc_macro2::TokenStream;
use quote::quote;

use super::content;
use super::error::emit_error;
use super::header;
use super::item::{Declaration, Definition, Function, Item, Member};
use super::pagination;
use super::parameter;
use super::stream;
use super::types::{DERIVES, all_said_of};
use super::uses::Uses;
use super::{docs, text};
use crate::model::Status;
use crate::naming::{
    AnswerPlan, AnswerStatus, ArgumentPlan, ContentPlan, Format, OperationPlan, Outcome,
    OutputPlan, Plan, Role, RustIdent, RustType, SuccessPlan, TakesPlan,
};

/// The client's function of one operation, and the items beside it.
pub(super) fn emit_operation(
    plan: &Plan,
    operation: &OperationPlan,
    uses: &mut Uses,
) -> (Function, Vec<Item>) {
    for name in [
        "Answer",
        "Call",
        "Client",
        "Operation",
        "Reading",
        "RequestLine",
        "RequestParts",
    ] {
        uses.runtime(name);
    }
    let item = |tokens: TokenStream| Item::Tokens(operation.pointer.clone(), tokens);
    let function = function(plan, operation, uses);
    let mut items = vec![Item::Definition(request(operation, uses))];
    if let TakesPlan::Struct(ident) = &operation.takes {
        items.push(Item::Definition(arguments(operation, ident, uses)));
    }
    items.extend(setters(operation, uses).map(Item::Declaration));
    items.push(item(implementation(plan, operation, uses)));
    items.extend(key(operation, uses).map(item));
    let streams = operation.streams.iter();
    items.extend(streams.map(|one| item(stream::emit_streaming(operation, one, uses))));
    let pages = pagination::emit_pages(operation, uses);
    items.extend(pages.map(Item::Declaration));
    let choices = operation
        .fields
        .iter()
        .filter_map(|field| match &field.role {
            Role::Choice(ident, variants) => Some((ident, variants)),
            Role::Path(_)
            | Role::Query(_)
            | Role::Header(_)
            | Role::Cookie(_)
            | Role::QueryString(_)
            | Role::Body(_) => None,
        });
    for (ident, variants) in choices {
        let choice = content::emit_choice(operation, ident, variants, uses);
        items.push(Item::Definition(choice));
    }
    if let OutputPlan::Several { ident, variants } = &operation.output {
        let successes = successes(operation, ident, variants, uses);
        items.push(Item::Definition(successes));
    }
    if let Some(error) = &operation.error {
        items.push(Item::Declaration(emit_error(operation, error, uses)));
    }
    (function, items)
}

fn function(plan: &Plan, operation: &OperationPlan, uses: &mut Uses) -> Function {
    let request = operation.request.to_string();
    let fields = operation.fields.iter();
    let mut function = Function {
        about: function_docs(plan, operation),
        deprecated: operation.docs.deprecated,
        name: operation.function.to_string(),
        takes: Vec::new(),
        value: request.clone(),
        fields: Vec::new(),
        request,
    };
    match &operation.takes {
        TakesPlan::Arguments => {
            let required = fields.clone().filter(|field| !field.optional);
            let required = required
                .map(|field| format!("{}: {}", field.ident, argument_type(&field.ty, uses)));
            function.takes = required.collect();
            let values = fields.map(|field| match (&field.ident, is_into(&field.ty)) {
                (ident, _) if field.optional => format!("{ident}: None"),
                (ident, true) => format!("{ident}: {ident}.into()"),
                (ident, false) => ident.to_string(),
            });
            function.fields = values.collect();
        }
        TakesPlan::Request => {
            function.takes = vec![format!("request: {}", function.request)];
            function.value = "request".to_owned();
        }
        TakesPlan::Struct(arguments) => {
            function.takes = vec![format!("arguments: {arguments}")];
            let values = fields.map(|field| match (&field.ident, field.optional) {
                (ident, true) => format!("{ident}: None"),
                (ident, false) => format!("{ident}: arguments.{ident}"),
            });
            function.fields = values.collect();
        }
    }
    function
}

fn is_into(ty: &RustType) -> bool {
    matches!(
        ty,
        RustType::String | RustType::Bytes | RustType::Formatted(_)
    )
}

pub(super) fn argument_type(ty: &RustType, uses: &mut Uses) -> String {
    let plain = uses.ty_text(ty);
    if is_into(ty) {
        format!("impl Into<{plain}>")
    } else {
        plain
    }
}

/// What it does, its request line, its failures.
fn function_docs(plan: &Plan, operation: &OperationPlan) -> Vec<String> {
    let said = &operation.docs;
    let mut lines: Vec<String> = Vec::new();
    let description = said
        .description
        .as_deref()
        .map(docs::lines)
        .unwrap_or_default();
    let title = said
        .title
        .as_deref()
        .map(docs::sentence)
        .filter(|title| !title.is_empty());
    let begins = |title: &str| {
        description
            .first()
            .is_some_and(|first| first.starts_with(title.trim_end_matches('.')))
    };
    match title {
        Some(title) if !begins(&title) => lines.push(title),
        Some(_) | None => {}
    }
    if !description.is_empty() {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(description);
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let line = request_code(operation);
    lines.push(match &operation.error {
        Some(error) => format!("{line}, fails with [`{}`].", error.ident),
        None => format!("{line}."),
    });
    lines.extend(scopes(operation));
    if let Some(field) = operation.idempotency_key.as_deref().and_then(docs::code) {
        lines.push(format!(
            "Each call has a key of its own in {field}, or [one that you say](Call::idempotency_key)."
        ));
    }
    lines.extend(header::answered(plan, operation));
    if !operation.links.is_empty() {
        let links = operation.links.iter();
        let links: Vec<String> = links.map(|name| format!("[`Client::{name}`]")).collect();
        lines.push(format!("Answers lead to {}.", links.join(", ")));
    }
    let also = [
        content::also(operation),
        stream::said(operation),
        pagination::said(operation),
        content::answers_also(operation),
    ];
    lines.extend(also.into_iter().flatten());
    lines
}

/// Method and path as code.
pub(super) fn request_code(operation: &OperationPlan) -> String {
    docs::span(&format!("{} {}", operation.method, operation.path))
}

/// What a credential must be good for; the server checks it.
fn scopes(operation: &OperationPlan) -> Option<String> {
    let mut alternatives: Vec<String> = Vec::new();
    for combination in &operation.security {
        let scopes = combination.iter().flat_map(|required| &required.scopes);
        let scopes: Vec<String> = scopes.filter_map(|scope| docs::code(scope)).collect();
        let said = scopes.join(" and ");
        if !said.is_empty() && !alternatives.contains(&said) {
            alternatives.push(said);
        }
    }
    (!alternatives.is_empty()).then(|| format!("Scopes: {}.", alternatives.join(", or ")))
}

fn request(operation: &OperationPlan, uses: &mut Uses) -> Definition {
    let fields = operation.fields.iter().map(|field| {
        let (ident, ty) = (&field.ident, uses.ty_text(&field.ty));
        if field.optional {
            // What it is stands at the setter.
            return Member::new(Vec::new(), format!("pub {ident}: Option<{ty}>"));
        }
        Member::new(all_said_of(&field.docs), format!("pub {ident}: {ty}"))
    });
    let fields: Vec<Member> = fields.collect();
    Definition {
        about: vec![format!(
            "The request of [`Client::{}`].",
            operation.function
        )],
        attributes: vec![DERIVES],
        head: format!("pub struct {}", operation.request),
        members: (!fields.is_empty()).then_some(fields),
    }
}

/// The struct of required arguments.
fn arguments(operation: &OperationPlan, ident: &RustIdent, uses: &mut Uses) -> Definition {
    let required = operation.fields.iter().filter(|field| !field.optional);
    let fields = required.map(|field| {
        let text = format!("pub {}: {}", field.ident, uses.ty_text(&field.ty));
        Member::new(all_said_of(&field.docs), text)
    });
    Definition {
        about: vec![format!(
            "What [`Client::{}`] must be given; what is optional is set on the call.",
            operation.function
        )],
        attributes: vec![DERIVES],
        head: format!("pub struct {ident}"),
        members: Some(fields.collect()),
    }
}

/// The setters of what is optional.
fn setters(operation: &OperationPlan, uses: &mut Uses) -> Option<Declaration> {
    let optional = operation.fields.iter().filter(|field| field.optional);
    let members: Vec<Member> = optional
        .map(|field| {
            let text = format!("{}: {}", field.ident, argument_type(&field.ty, uses));
            Member::new(all_said_of(&field.docs), text)
        })
        .collect();
    if members.is_empty() {
        return None;
    }
    uses.runtime("setters");
    Some(Declaration {
        name: "setters",
        about: Vec::new(),
        head: operation.request.to_string(),
        members,
    })
}

fn implementation(plan: &Plan, operation: &OperationPlan, uses: &mut Uses) -> TokenStream {
    let ident = &operation.request;
    let output = match &operation.output {
        OutputPlan::One(ty) => uses.ty(ty),
        OutputPlan::Several { ident, .. } => quote!(#ident),
    };
    let error = match &operation.error {
        Some(error) => {
            let ident = &error.ident;
            quote!(#ident)
        }
        None => {
            uses.runtime("NoFailure");
            quote!(NoFailure)
        }
    };
    let line = request_line(operation, uses);
    let is_content = |field: &&ArgumentPlan| field.role.is_content();
    let (content, parameters): (Vec<_>, Vec<_>) = operation.fields.iter().partition(is_content);
    let parts: Vec<TokenStream> = parameters
        .into_iter()
        .chain(content)
        .map(|field| parameter::emit_part(field, uses))
        .collect();
    let key = operation.idempotency_key.as_ref();
    let key = key.map(|_| quote!(request.idempotency_key(Self::KEY);));
    let authorize = authorize(plan, operation, uses);
    let parameter = if parts.is_empty() && key.is_none() && authorize.is_none() {
        quote!(_)
    } else {
        quote!(request)
    };
    let arms = alike(&operation.answers)
        .into_iter()
        .map(|answers| arm(operation, answers));
    let streams = stream::emit_streams(operation);
    quote! {
        impl Operation for #ident {
            type Output = #output;
            type Error = #error;
            const LINE: RequestLine = #line;

            #[inline]
            fn request(&self, #parameter: &mut RequestParts) {
                #(#parts)*
                #key
                #authorize
            }

            #[inline]
            fn answer(answer: Answer<'_>) -> Reading<Self> {
                match answer.status() {
                    #(#arms)*
                }
            }

            #streams
        }
    }
}

/// Where the key of its requests goes.
fn key(operation: &OperationPlan, uses: &mut Uses) -> Option<TokenStream> {
    let field = text(operation.idempotency_key.as_ref()?);
    uses.runtime("Keyed");
    let ident = &operation.request;
    Some(quote! {
        impl Keyed for #ident {
            const KEY: &'static str = #field;
        }
    })
}

fn request_line(operation: &OperationPlan, uses: &mut Uses) -> TokenStream {
    // A fragment tells operations apart in the document and never reaches a server (RFC 9110 section 7.1).
    let path = operation.path.split('#').next().unwrap_or_default();
    let (method, path) = (operation.method.as_str(), text(path));
    let standard = [
        "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE",
    ]
    .contains(&method);
    let line = if let (true, Some(name)) = (standard, RustIdent::decided(method)) {
        uses.runtime("Method");
        quote!(RequestLine::new(Method::#name, #path))
    } else {
        let method = text(method);
        quote!(RequestLine::custom(#method, #path))
    };
    let at = operation.base_url.as_deref().map(text);
    let at = at.map(|url| quote!(.at(#url)));
    let accept = operation.accept.as_deref().map(text);
    let accept = accept.map(|accept| quote!(.accept(#accept)));
    let redirects = operation.redirects.then(|| quote!(.redirects()));
    quote!(#line #at #accept #redirects)
}

fn authorize(plan: &Plan, operation: &OperationPlan, uses: &mut Uses) -> Option<TokenStream> {
    if operation.security.iter().all(Vec::is_empty) {
        return None;
    }
    let alternatives = operation.security.iter().map(|combination| {
        let schemes = combination
            .iter()
            .filter_map(|required| plan.schemes.get(required.scheme))
            .map(|scheme| {
                uses.scheme(&scheme.ident);
                let ident = &scheme.ident;
                quote!(&#ident)
            });
        quote!(&[#(#schemes),*])
    });
    let alternatives: Vec<TokenStream> = alternatives.collect();
    Some(quote!(request.authorize(&[#(#alternatives),*]);))
}

/// The pattern of statuses.
pub(super) fn statuses(status: AnswerStatus) -> TokenStream {
    match status {
        AnswerStatus::Exact(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        AnswerStatus::Range(digit) => {
            let first = proc_macro2::Literal::u16_unsuffixed(digit.saturating_mul(100));
            let last =
                proc_macro2::Literal::u16_unsuffixed(digit.saturating_mul(100).saturating_add(99));
            quote!(#first..=#last)
        }
        AnswerStatus::Others => quote!(_),
    }
}

/// Answers next to each other that are read in the same way.
fn alike(answers: &[AnswerPlan]) -> Vec<&[AnswerPlan]> {
    let same = |a: &AnswerPlan, b: &AnswerPlan| {
        let is_exact = |answer: &AnswerPlan| matches!(answer.status, AnswerStatus::Exact(_));
        a.outcome == b.outcome && a.only_as == b.only_as && is_exact(a) && is_exact(b)
    };
    answers.chunk_by(same).collect()
}

fn arm(operation: &OperationPlan, answers: &[AnswerPlan]) -> TokenStream {
    let Some(answer) = answers.first() else {
        return TokenStream::new();
    };
    let codes = answers.iter().filter_map(|answer| match answer.status {
        AnswerStatus::Exact(code) => Some(code),
        AnswerStatus::Range(_) | AnswerStatus::Others => None,
    });
    let codes: Vec<u16> = codes.collect();
    let follow = codes
        .windows(2)
        .all(|two| matches!(two, [a, b] if a.checked_add(1) == Some(*b)));
    let statuses = match codes.as_slice() {
        [first, _, .., last] if follow => {
            let [first, last] = [*first, *last].map(proc_macro2::Literal::u16_unsuffixed);
            quote!(#first..=#last)
        }
        _ => {
            let statuses = answers.iter().map(|answer| statuses(answer.status));
            quote!(#(#statuses)|*)
        }
    };
    let only_as = answer.only_as.as_deref().map(text);
    let only_as = only_as.map(|media_type| quote!(if answer.is(#media_type)));
    let reading = match &answer.outcome {
        Outcome::Success(None) => quote!(answer.empty()),
        Outcome::Success(Some(content)) => reading("success", content, None),
        Outcome::SuccessVariant(variant, content) => {
            let OutputPlan::Several { ident, .. } = &operation.output else {
                return TokenStream::new();
            };
            match content {
                None => quote!(answer.success_empty(#ident::#variant)),
                Some(content) => reading("success_with", content, Some(quote!(#ident::#variant))),
            }
        }
        Outcome::Failure {
            variant,
            content,
            with_status,
        } => {
            let ident = operation.error.as_ref().map(|error| &error.ident);
            let variant = quote!(#ident::#variant);
            match (content, with_status) {
                (Some(content), false) => reading("failure", content, Some(variant)),
                (Some(content), true) => reading("failure_with_status", content, Some(variant)),
                (None, false) => quote!(answer.failure_empty(#variant)),
                (None, true) => quote!(answer.failure_with_status_empty(#variant)),
            }
        }
        Outcome::Undocumented => quote!(answer.undocumented()),
    };
    quote!(#statuses #only_as => #reading,)
}

/// A call that reads content: as JSON, or as it is.
fn reading(function: &str, content: &ContentPlan, into: Option<TokenStream>) -> TokenStream {
    let function = RustIdent::decided(function);
    match content.format {
        Format::Json => quote!(answer.#function(#into)),
        Format::Text => quote!(answer.text()?.#function(#into)),
        Format::Bytes => quote!(answer.bytes()?.#function(#into)),
        Format::Events => quote!(answer.events()?.#function(#into)),
        Format::TextEvents => quote!(answer.text_events()?.#function(#into)),
        Format::Values => quote!(answer.json_stream()?.#function(#into)),
    }
}

fn successes(
    operation: &OperationPlan,
    ident: &RustIdent,
    variants: &[SuccessPlan],
    uses: &mut Uses,
) -> Definition {
    let variants = variants.iter().map(|variant| {
        let name = &variant.ident;
        let status = match variant.status {
            Status::Exact(code) => code.to_string(),
            Status::Range(digit) => format!("{digit}XX"),
            Status::Default => "Any other status".to_owned(),
        };
        let said = docs::phrase(&variant.description);
        let about = if said.is_empty() {
            format!("{status}.")
        } else {
            docs::with_stop(&format!("{status}: {said}"))
        };
        let text = match &variant.content {
            Some(content) => format!("{name}({})", uses.ty_text(&content.ty)),
            None => name.to_string(),
        };
        Member::new(vec![about], text)
    });
    // What is read as it comes is read once.
    let derives = if stream::are_streams(&operation.output) {
        "#[derive(Debug)]"
    } else {
        DERIVES
    };
    Definition {
        about: vec![format!(
            "The documented successes of [`Client::{}`].",
            operation.function
        )],
        attributes: vec![derives, "#[non_exhaustive]"],
        head: format!("pub enum {ident}"),
        members: Some(variants.collect()),
    }
}
