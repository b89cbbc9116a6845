//! Diagnostics as people read them: the message, the place, the line, the way out.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer};

use super::shown::{Shown, visible};
use super::{Alike, Code, Diagnostic, Diagnostics, Severity};
use crate::hash::HashSet;
use crate::pointer::Pointer;
use crate::source::Source;

/// How wide the output may be: room for what is shown of a line, so that nothing is cut twice.
const WIDTH: usize = 200;

/// How many places of those that are alike are named beside the first.
const NAMED: usize = 3;

/// For how many others the lines for `codegen.toml` are shown.
const BLOCKS: usize = 9;

/// All diagnostics, worst first, then by place; those that are alike are folded with a count.
#[must_use]
pub fn print(diagnostics: &Diagnostics, source: &Source, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(WIDTH);
    let folded = diagnostics.folded();
    let each = folded.iter().map(|alike| render(alike, source, &renderer));
    each.fold(String::new(), |text, one| text + &one + "\n\n")
}

fn render(alike: &Alike<'_>, source: &Source, renderer: &Renderer) -> String {
    let one = alike.first;
    let level = match one.severity {
        Severity::Fatal => Level::ERROR.with_name("fatal"),
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let message = visible(&one.message);
    let title = level.primary_title(message).id(one.code.as_str());
    let mut group = Group::with_title(title);
    let shown = one.place.and_then(|place| Shown::of(place, source));
    if let Some(shown) = &shown {
        group = shown.add(group, AnnotationKind::Primary, None);
    }
    let other = one
        .also
        .as_ref()
        .and_then(|(place, says)| Some((Shown::of(*place, source)?, says)));
    if let Some((shown, says)) = &other {
        group = shown.add(group, AnnotationKind::Context, Some(says));
    }
    let pointer = one.pointer.as_ref().map(Pointer::as_str);
    if let Some(pointer) = pointer.filter(|pointer| *pointer != "#") {
        group = group.element(Level::NOTE.message(format!("at {}", visible(pointer))));
    }
    if !alike.others.is_empty() {
        group = group.element(Level::NOTE.message(visible(&count(alike, source))));
    }
    group = group.element(Level::HELP.message(visible(&help(alike))));
    let rendered = renderer.render(&[group]);
    let shown = shown.iter().chain(other.iter().map(|(shown, _)| shown));
    shown.fold(rendered, |text, shown| shown.correct(text))
}

/// How many others are alike, and where some of them stand: first those that name something else.
fn count(alike: &Alike<'_>, source: &Source) -> String {
    let others = &alike.others;
    let mut met: HashSet<&str> = HashSet::from_iter([alike.first.message.as_str()]);
    let (other, same): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        others.iter().partition(|one| met.insert(&one.message));
    let mut places: Vec<String> = Vec::new();
    for one in other.into_iter().chain(same) {
        let shown = one.place.and_then(|place| Shown::of(place, source));
        let place = shown.map(|shown| shown.address() + &named(one, alike.first));
        if let Some(place) = place.filter(|place| !places.contains(place)) {
            places.push(place);
        }
        if places.len() == NAMED {
            break;
        }
    }
    if places.len() < others.len() {
        places.push("…".to_owned());
    }
    format!("and {} more like it: {}", others.len(), places.join(", "))
}

/// The names in a message that another has not.
fn named(one: &Diagnostic, other: &Diagnostic) -> String {
    let names = |message: &'_ str| -> Vec<String> {
        let names = message.split('`').skip(1).step_by(2);
        names.map(str::to_owned).collect()
    };
    let known = names(&other.message);
    let mut names = names(&one.message);
    names.retain(|name| !known.contains(name));
    if names.is_empty() {
        return String::new();
    }
    format!(" (`{}`)", names.join("`, `"))
}

/// What to do about it, with what is to be put into `codegen.toml` where that is a way out.
fn help(alike: &Alike<'_>) -> String {
    let one = alike.first;
    let help = one.way_out();
    if one.code == Code::NameClash {
        return others_too(&help, &alike.others);
    }
    if !one.code.may_be_meant() {
        return help.into_owned();
    }
    let at = alike.pattern();
    let at = at.map_or(String::new(), |at| format!("at = {}\n", toml_string(&at)));
    let code = one.code;
    format!(
        "{help}; or accept it in codegen.toml:\n[[allow]]\ncode = \"{code}\"\n{at}reason = \"…\""
    )
}

/// What is to be put into `codegen.toml` for one, and for the others as well.
fn others_too(help: &str, others: &[&Diagnostic]) -> String {
    let blocks = others.iter().filter_map(|one| {
        let (_, block) = one.help.as_ref()?.split_once("codegen.toml:\n")?;
        Some(format!("\n\n{block}"))
    });
    let blocks: Vec<String> = blocks.take(BLOCKS).collect();
    let more = match others.len().saturating_sub(blocks.len()) {
        count if count > 0 && !blocks.is_empty() => format!("\n\n# and {count} more"),
        _ => String::new(),
    };
    format!("{help}{}{more}", blocks.concat())
}

/// Text as a string of TOML (TOML 1.0, "String").
fn toml_string(text: &str) -> String {
    toml::Value::from(text).to_string()
}
