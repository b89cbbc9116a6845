//! Every identifier, module and type expression of the crate.
//!
//! **Invariant:** a name is claimed in a scope, and an identifier can be made in no other way.

mod ascii;
mod body;
mod choice;
mod context;
mod function;
mod header;
mod home;
mod ident;
mod lock;
mod named;
mod operation;
mod pagination;
mod plan;
mod record;
mod recorded;
mod resource;
mod sample;
mod scheme;
mod scope;
mod server;
mod size;
mod stream;
#[cfg(test)]
mod taken_tests;
mod types;
mod words;

pub use ident::{Case, RustIdent};
pub use lock::NamesLock;
pub use named::Named;
pub use plan::{
    AnswerPlan, AnswerStatus, ArgumentPlan, BodyVariantPlan, ContentPlan, ErrorPlan, FailurePlan,
    FieldPlan, Format, HeaderForm, HeaderPlan, ItemsPlan, Module, OperationPlan, Outcome,
    OutputPlan, PaginationPlan, ParameterPlan, Plan, Problem, Role, RustType, SamplePlan,
    SchemePlan, Sent, ServerPlan, ServersPlan, SharedPlan, SignaturePlan, StreamPlan, SuccessPlan,
    TakesPlan, TypeKind, TypePlan, ValuePlan, VariablePlan, VariableType, VariantPlan,
};
pub(crate) use recorded::keep_apart;
pub(crate) use words::reason_phrase;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, or_nearest};
use crate::document::Unselected;
use crate::hash::HashMap;
use crate::model::{Api, Server, TypeId};
use crate::output::Summary;
use crate::pointer::Pointer;
use crate::settings::{Settings, is_named};
use scope::Scope;

/// Names that the output uses bare, so nothing of the API may have them.
const TYPES_TAKEN: &[&str] = &[
    "Answer",
    "BTreeMap",
    "Base64",
    "Box",
    "Bytes",
    "Call",
    "Client",
    "Date",
    "DateTime",
    "Decimal",
    "Download",
    "Err",
    "EventStream",
    "FormStyle",
    "Into",
    "Json",
    "JsonStream",
    "Keyed",
    "Maybe",
    "Method",
    "NoFailure",
    "None",
    "Ok",
    "Opening",
    "Operation",
    "Option",
    "PathStyle",
    "QueryStyle",
    "Reading",
    "RequestLine",
    "RequestParts",
    "Result",
    "Self",
    "Some",
    "Streaming",
    "String",
    "TimeOfDay",
    "TimeSpan",
    "Upload",
    "Uri",
    "Uuid",
    "Vec",
];

/// Functions of the client and its builder that no operation may have the name of.
const FUNCTIONS_TAKEN: &[&str] = &[
    "builder", "call", "clone", "from_env", "new", "fmt", "drop", "into", "from",
];

/// Modules that every crate has.
const MODULES_TAKEN: &[&str] = &[
    "client",
    "headers",
    "lib",
    "main",
    "mod",
    "runtime",
    "servers",
    "signatures",
    "types",
];

/// What naming knows and has claimed so far.
struct Naming<'a> {
    api: &'a Api,
    settings: &'a Settings,
    diagnostics: &'a mut Diagnostics,
    /// Names of types.
    types: Scope,
    /// Names of the client's functions.
    functions: Scope,
    /// The name of each type that has one.
    named: HashMap<TypeId, RustIdent>,
    /// The names of each operation.
    operations: Vec<OperationNames>,
}

/// The names of an operation outside of it.
#[derive(Clone, Debug)]
struct OperationNames {
    function: RustIdent,
    request: RustIdent,
    error: RustIdent,
    output: RustIdent,
    /// Where the body is a choice.
    body: Option<RustIdent>,
    /// Where required arguments are a struct.
    arguments: Option<RustIdent>,
}

/// Decides every name.
pub fn plan(api: &Api, settings: &Settings, diagnostics: &mut Diagnostics) -> Plan {
    let mut naming = Naming {
        api,
        settings,
        diagnostics,
        types: Scope::with(TYPES_TAKEN),
        functions: Scope::with(FUNCTIONS_TAKEN),
        named: HashMap::default(),
        operations: Vec::new(),
    };
    naming.check_settings();
    naming.types_decided();
    let known = naming.operations_known();
    naming.types_recorded();
    naming.types_with_names();
    naming.operations(known);
    naming.types_by_context();
    naming.assemble()
}

impl Naming<'_> {
    fn assemble(&mut self) -> Plan {
        let api = self.api;
        let mut scope = Scope::with(MODULES_TAKEN);
        let mut modules: Vec<Module> = Vec::new();
        let headers = self.headers();
        for (index, operation) in api.operations.iter().enumerate() {
            let mut plan = self.operation(index, operation);
            plan.headers = self.answered_headers(index, &headers);
            let known = modules
                .iter()
                .position(|module| module.tag == operation.tag);
            let at = known.unwrap_or_else(|| {
                let tag = operation.tag.as_deref().unwrap_or("operations");
                let words = RustIdent::words_of_file(tag);
                let ident = scope.claim([words], Case::Value).ident;
                modules.push(Module {
                    ident,
                    tag: operation.tag.clone(),
                    feature: None,
                    operations: Vec::new(),
                    types: Vec::new(),
                });
                modules.len() - 1
            });
            if let Some(module) = modules.get_mut(at) {
                module.operations.push(plan);
            }
        }
        let received = (!api.webhooks.is_empty() && !modules.is_empty()).then(|| {
            modules.push(Module {
                ident: scope
                    .claim(["webhooks", "webhook types"], Case::Value)
                    .ident,
                tag: None,
                feature: None,
                operations: Vec::new(),
                types: Vec::new(),
            });
            modules.len() - 1
        });
        let (everywhere, shared) = self.place_types(&mut modules, received);
        // What is taken out is the last one, if any.
        modules.retain(|module| !module.operations.is_empty() || !module.types.is_empty());
        name_features(&mut modules);
        let types = everywhere.len()
            + modules.iter().map(|one| one.types.len()).sum::<usize>()
            + shared.iter().map(|one| one.types.len()).sum::<usize>();
        let base_url = api
            .servers
            .iter()
            .find_map(Server::absolute_url)
            .or_else(|| self.own_base_url());
        let servers = self.servers();
        let schemes = self.schemes();
        let names = self.record(&schemes);
        Plan {
            name: self
                .settings
                .client
                .name
                .clone()
                .unwrap_or_else(|| crate_name(&api.title)),
            title: api.title.clone(),
            guide: self.settings.client.guide.clone(),
            base_url,
            servers,
            base_path: self.base_path(),
            certificates: api.certificates.clone(),
            rate_limit: api.rate_limit,
            signatures: self.signatures(),
            schemes,
            modules,
            everywhere,
            shared,
            headers,
            summary: Summary {
                operations_found: api.operations_found,
                operations_generated: api.operations.len(),
                types,
            },
            tests: self.settings.tests,
            names,
        }
    }

    /// Each is called as its header field is.
    fn signatures(&self) -> Vec<SignaturePlan> {
        let mut scope = Scope::default();
        let signatures = self.api.signatures.iter();
        let plans = signatures.map(|signature| SignaturePlan {
            ident: scope.claim([&signature.header], Case::Static).ident,
            signature: signature.clone(),
        });
        plans.collect()
    }

    /// Says which lines of the settings apply to nothing; what is not selected may have lines of its own.
    fn check_settings(&mut self) {
        let api = self.api;
        for line in &self.settings.operation {
            let left_out = |one: &Unselected| {
                is_named(&line.matched, one.id.as_deref(), &one.method, &one.path)
            };
            if !api.operations.iter().any(|one| line.matches(one))
                && !api.unselected.iter().flatten().any(left_out)
            {
                let known = api.operations.iter().flat_map(|one| {
                    let line = format!("{} {}", one.method, one.path.as_str());
                    one.id.clone().into_iter().chain([line])
                });
                let message = format!("no operation is `{}`", line.matched);
                self.unused(&line.matched, message, known.collect());
            }
        }
        if api.unselected.is_some() {
            return;
        }
        for line in &self.settings.types {
            let pointer = Pointer::from_reference(&line.pointer);
            let mut ids = api.types.ids();
            if !ids.any(|id| api.types.get(id).pointer == pointer) {
                let ids = api.types.ids();
                let known = ids.map(|id| api.types.get(id).pointer.as_str().to_owned());
                let message = format!("no type stands at `{}`", line.pointer);
                self.unused(&line.pointer, message, known.collect());
            }
        }
        for name in self.settings.client.env.keys() {
            if !api.schemes.iter().any(|scheme| scheme.name == *name) {
                let known = api.schemes.iter().map(|scheme| scheme.name.clone());
                let message = format!("no security scheme is called `{name}`");
                self.unused(name, message, known.collect());
            }
        }
    }

    fn unused(&mut self, line: &str, message: String, known: Vec<String>) {
        let known = known.iter().map(String::as_str);
        self.diagnostics.push(
            Diagnostic::warning(Code::UnusedSetting, message)
                .at_some(self.settings.strings.place(line))
                .help(or_nearest(line, known, "take it out of codegen.toml")),
        );
    }

    fn clash(&mut self, what: &str, ident: &RustIdent, pointer: &Pointer, line: String) {
        let message = format!(
            "nothing tells this {what} from another of the same name; it is called `{ident}`"
        );
        let help = format!("give it a name in codegen.toml:\n{line}");
        let clash = Diagnostic::warning(Code::NameClash, message).about(pointer);
        self.diagnostics.push(clash.help(help));
    }

    fn decided(&mut self, name: &str) -> Option<RustIdent> {
        let ident = RustIdent::decided(name);
        if ident.is_none() {
            let message = format!("`{name}` is not a Rust identifier");
            self.diagnostics.push(
                Diagnostic::new(Severity::Fatal, Code::BadSetting, message)
                    .at_some(self.settings.strings.place(name))
                    .help("give it a name of letters, digits and `_` in codegen.toml"),
            );
        }
        ident
    }
}

/// Features of a crate that mean something else, or will.
const FEATURES_TAKEN: &[&str] = &[
    "blocking",
    "default",
    "full",
    "mock",
    "reqwest",
    "serde",
    "std",
    "tracing",
    "webhook-signature",
];

/// Gives each module a feature of its own where there are several (The Cargo Book, "Features").
fn name_features(modules: &mut [Module]) {
    if modules.len() < 2 {
        return;
    }
    let mut taken: Vec<String> = FEATURES_TAKEN.iter().map(|&name| name.to_owned()).collect();
    for module in modules {
        let name = module.ident.text().replace('_', "-");
        let mut name = name.trim_matches('-').to_owned();
        while name.is_empty() || taken.contains(&name) {
            name = format!("{name}-operations").trim_matches('-').to_owned();
        }
        taken.push(name.clone());
        module.feature = Some(name);
    }
}

/// A crate's name (The Cargo Book, "The `name` field") from an API's title.
fn crate_name(title: &str) -> String {
    let words = RustIdent::from_words(&format!("{title} client"), Case::Value);
    words
        .text()
        .chars()
        .filter(char::is_ascii)
        .collect::<String>()
        .replace('_', "-")
        .trim_matches('-')
        .to_owned()
}
