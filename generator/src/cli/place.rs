//! What became of a place of a description, asked of one stage after the other.

use std::error::Error;
use std::fmt::Write as _;

use similar::TextDiff;

use super::explain::{Explain, indented};
use crate::diagnostic::{Diagnostics, print};
use crate::document::Rewritten;
use crate::model::{Api, Meaning};
use crate::naming::{Named, NamesLock, Plan};
use crate::output::Output;
use crate::pointer::Pointer;
use crate::settings::Settings;
use crate::source::{self, Place, Source};
use crate::write::read_names;

/// How many of several are shown.
const SHOWN: usize = 4;

/// How many lines of code or JSON are shown of one thing.
const LINES: usize = 30;

/// All there is to know of a description.
struct Run {
    source: Source,
    rewritten: Rewritten,
    made: Option<(Api, Plan, Output)>,
    diagnostics: Diagnostics,
}

/// Where a place is written, and which places of the canonical form it became.
struct Found {
    place: Place,
    became: Vec<Pointer>,
}

pub(super) fn explain(what: &str, asked: &Explain) -> Result<String, String> {
    if asked.spec.is_empty() {
        return Err("say with --spec in which description the place is".to_owned());
    }
    let run = Run::of(asked).map_err(|error| error.to_string())?;
    let pointer = Pointer::from_reference(what);
    let found = run.find(&pointer)?;
    let mut text = format!("{pointer}\n");
    run.tell_source(&found, &mut text);
    run.tell_document(&found, &mut text);
    match &run.made {
        Some((api, plan, output)) => {
            let meanings = meanings(&run.rewritten, api, &found.became, &mut text);
            let names = tell_names(plan, &meanings, &mut text);
            tell_code(output, &names, &mut text);
        }
        None => {
            text.push_str("\nNothing is made of the description before its errors are mended.\n")
        }
    }
    run.tell_diagnostics(&pointer, &found, &mut text);
    Ok(text)
}

impl Run {
    fn of(asked: &Explain) -> Result<Self, Box<dyn Error>> {
        let mut diagnostics = Diagnostics::keep_going();
        let mut source = source::read(&asked.spec, &mut diagnostics);
        let read = asked.settings.as_deref().map(Settings::read).transpose()?;
        let mut settings = read.unwrap_or_default();
        if let Some(names) = &asked.names {
            settings.names = NamesLock::parse(names, &read_names(names)?)?;
        }
        settings.show_in(&mut source);
        let rewritten = Rewritten::of(&source).ok_or_else(|| {
            format!(
                "{}the description cannot be read",
                print(&diagnostics, &source, false)
            )
        })?;
        let planned = crate::plan(&source, &settings, &mut diagnostics);
        diagnostics.settle(&source, &settings, planned.is_some());
        let planned = planned.filter(|_| !diagnostics.stop());
        let made = match planned {
            Some((api, plan)) => {
                let output = crate::render::render(crate::emit::emit(&plan))?;
                Some((api, plan, output))
            }
            None => None,
        };
        Ok(Self {
            source,
            rewritten,
            made,
            diagnostics,
        })
    }

    /// A place in the canonical form, or else one as it is written.
    fn find(&self, pointer: &Pointer) -> Result<Found, String> {
        if let Some(place) = self.rewritten.place(pointer) {
            let became = vec![pointer.clone()];
            return Ok(Found { place, became });
        }
        if let Some(place) = self.source.at(pointer) {
            let value = self.source.node(place).map_or(place, |node| node.place);
            let became = self.rewritten.made_of(place, value, pointer);
            return Ok(Found { place, became });
        }
        let meant = self.rewritten.nearest(pointer);
        Err(match meant.or_else(|| self.source.nearest(pointer)) {
            Some(meant) => format!("the description has no `{pointer}`; is `{meant}` meant?"),
            None => format!("the description has no `{pointer}`"),
        })
    }

    fn tell_source(&self, found: &Found, text: &mut String) {
        let Some(file) = self.source.file(found.place) else {
            return;
        };
        let position = file.position(found.place);
        let _ = writeln!(
            text,
            "\nsource: {}:{}:{}\n{}",
            file.name,
            position.line,
            position.column,
            indented(&file.lines(found.place).join("\n")).trim_end()
        );
    }

    fn tell_document(&self, found: &Found, text: &mut String) {
        if found.became.is_empty() {
            text.push_str("\ndocument: it has no place in the words of OpenAPI 3.1\n");
        }
        for pointer in found.became.iter().take(SHOWN) {
            let _ = writeln!(text, "\ndocument: {pointer}");
            text.push_str(&self.changed(found.place, pointer));
            if self.rewritten.is_schema(pointer) {
                text.push_str(
                    "    a schema: it is taken out of what holds it, and known by this place\n",
                );
            }
            let node = self.rewritten.at(pointer);
            let reference = node.and_then(|node| node.get("$ref")?.as_str());
            if let Some(reference) = reference {
                let target = Pointer::from_reference(reference);
                let _ = match self.rewritten.at(&target) {
                    Some(_) => writeln!(text, "    refers to {target}"),
                    None => writeln!(text, "    refers to {target}, which is not there"),
                };
            }
            let references = self.rewritten.references_to(pointer);
            if !references.is_empty() {
                let _ = writeln!(text, "    referred to by {}", listed(&references));
            }
        }
        if found.became.len() > SHOWN {
            let _ = writeln!(text, "  and {} more places", found.became.len() - SHOWN);
        }
    }

    /// What the document stage changed in a place, as a difference.
    fn changed(&self, place: Place, pointer: &Pointer) -> String {
        let written = self.source.node(place);
        let (Some(written), Some(node)) = (written, self.rewritten.at(pointer)) else {
            return String::new();
        };
        let (before, after) = (written.value.to_lines(), node.value.to_lines());
        if before == after {
            return "    as it is written\n".to_owned();
        }
        let diff = TextDiff::from_lines(&before, &after);
        let mut unified = diff.unified_diff();
        let said = unified.context_radius(1).to_string();
        format!("    in the words of OpenAPI 3.1:\n{}", cut(&said))
    }

    /// What is diagnosed at the place or below it.
    fn tell_diagnostics(&self, pointer: &Pointer, found: &Found, text: &mut String) {
        let mut here = self.diagnostics.clone();
        let asked = || found.became.iter().chain([pointer]);
        here.keep(|one| {
            let at = one.pointer.as_ref();
            at.is_some_and(|at| asked().any(|asked| at.is_within(asked)))
        });
        if here.is_empty() {
            text.push_str("\ndiagnostics: none\n");
        } else {
            let printed = print(&here, &self.source, false);
            let _ = writeln!(text, "\ndiagnostics:\n{}", printed.trim_end());
        }
    }
}

/// What the model makes of the places, of what refers to them, or else of the nearest place that holds them.
fn meanings(
    rewritten: &Rewritten,
    api: &Api,
    became: &[Pointer],
    text: &mut String,
) -> Vec<Meaning> {
    let mut found: Vec<Meaning> = became.iter().flat_map(|pointer| api.at(pointer)).collect();
    let mut of = String::new();
    if found.is_empty() {
        let references = became.iter().flat_map(|one| rewritten.references_to(one));
        let references: Vec<Pointer> = references.collect();
        found = references.iter().flat_map(|one| api.at(one)).collect();
        if !found.is_empty() {
            of = " (where it is referred to)".to_owned();
        }
    }
    let mut at = became.first().and_then(Pointer::parent);
    while let (true, Some(pointer)) = (found.is_empty(), &at) {
        found = api.at(pointer);
        of = format!(" (of {pointer}, which it is a part of)");
        at = pointer.parent();
    }
    match found.as_slice() {
        [] => text.push_str("\nmodel: no part of the client\n"),
        found => {
            let _ = writeln!(text, "\nmodel{of}:");
            for one in found.iter().take(SHOWN) {
                let _ = writeln!(text, "    {}", one.says);
            }
            if found.len() > SHOWN {
                let _ = writeln!(text, "    and {} more", found.len() - SHOWN);
            }
        }
    }
    found
}

fn tell_names(plan: &Plan, meanings: &[Meaning], text: &mut String) -> Vec<Named> {
    let mut names: Vec<Named> = Vec::new();
    for meaning in meanings.iter().take(SHOWN) {
        for name in plan.named(&meaning.about, meaning.part.as_ref()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    if names.is_empty() {
        text.push_str("\nnaming: no name of its own\n");
    } else {
        let paths: Vec<&str> = names.iter().map(|name| name.path.as_str()).collect();
        let _ = writeln!(text, "\nnaming: {}", paths.join(", "));
    }
    names
}

fn tell_code(output: &Output, names: &[Named], text: &mut String) {
    let mut declared: Vec<&str> = names.iter().map(|name| name.declared.as_str()).collect();
    declared.dedup();
    for item in declared
        .into_iter()
        .filter_map(|words| output.declared(words))
    {
        let _ = writeln!(text, "\ncode: {}:{}", item.path, item.line);
        text.push_str(&cut(&item.lines.join("\n")));
    }
}

/// The first lines of a text, as a block.
fn cut(text: &str) -> String {
    let more = text.lines().count() > LINES;
    let mut lines: Vec<&str> = text.lines().take(LINES).collect();
    lines.extend(more.then_some("…"));
    indented(&lines.join("\n"))
}

fn listed(pointers: &[Pointer]) -> String {
    let mut shown: Vec<&str> = pointers.iter().take(SHOWN).map(Pointer::as_str).collect();
    shown.extend((pointers.len() > SHOWN).then_some("…"));
    let places = if pointers.len() == 1 {
        "place"
    } else {
        "places"
    };
    format!("{} {places}: {}", pointers.len(), shown.join(", "))
}
