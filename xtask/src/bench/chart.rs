//! Draws what was measured beside the peers as an SVG picture.

use std::path::Path;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::numbers::{Apis, Measured};

const WIDTH: u32 = 900;
const BAR: i32 = 18;
const GAP: i32 = 10;
/// Where bars begin: before it stand the names.
const LEFT: i32 = 230;
/// How long the longest bar is; behind it stands its number.
const LONGEST: f64 = 520.0;
const OWN: RGBColor = RGBColor(0x1f, 0x6f, 0xb4);
const PEER: RGBColor = RGBColor(0xa8, 0xb0, 0xb8);
const TEXT: RGBColor = RGBColor(0x33, 0x33, 0x33);

/// One bar; without a number it says why there is none.
struct Bar {
    name: String,
    own: bool,
    value: Result<f64, String>,
}

/// A heading with bars below it.
struct Panel {
    title: String,
    bars: Vec<Bar>,
}

/// Writes the picture.
///
/// # Errors
///
/// What kept it from being written.
pub(super) fn draw(numbers: &Apis, path: &Path) -> Result<(), String> {
    let panels: Vec<Panel> = numbers.apis.iter().flat_map(panels).collect();
    let bars: usize = panels.iter().map(|panel| panel.bars.len()).sum();
    let rows = i32::try_from(bars).unwrap_or(i32::MAX / 64) * (BAR + GAP);
    let headings = i32::try_from(panels.len()).unwrap_or(i32::MAX / 64) * 44;
    let height = u32::try_from(rows + headings + 20).unwrap_or(u32::MAX);
    let root = SVGBackend::new(path, (WIDTH, height)).into_drawing_area();
    let failed = |error: DrawingAreaErrorKind<_>| format!("`{}`: {error}", path.display());
    root.fill(&WHITE).map_err(failed)?;
    let mut top = 10;
    for panel in &panels {
        top += 24;
        let heading = ("sans-serif", 16).into_font().color(&BLACK);
        let heading = heading.pos(Pos::new(HPos::Left, VPos::Center));
        let title = Text::new(panel.title.clone(), (10, top), heading);
        root.draw(&title).map_err(failed)?;
        top += 20;
        let values = panel.bars.iter().filter_map(|bar| bar.value.as_ref().ok());
        let most = values.copied().fold(f64::MIN_POSITIVE, f64::max);
        for bar in &panel.bars {
            let middle = top + BAR / 2;
            let label = ("sans-serif", 13).into_font().color(&TEXT);
            let before = label.clone().pos(Pos::new(HPos::Right, VPos::Center));
            let behind = label.pos(Pos::new(HPos::Left, VPos::Center));
            let name = Text::new(bar.name.clone(), (LEFT - 10, middle), before);
            root.draw(&name).map_err(failed)?;
            let (said, length) = match &bar.value {
                Ok(value) => (shown(*value), pixels(value / most * LONGEST)),
                Err(why) => (why.clone(), 0),
            };
            let colour = if bar.own { OWN } else { PEER };
            let corners = [(LEFT, top), (LEFT + length, top + BAR)];
            let drawn = Rectangle::new(corners, colour.filled());
            root.draw(&drawn).map_err(failed)?;
            let number = Text::new(said, (LEFT + length + 8, middle), behind);
            root.draw(&number).map_err(failed)?;
            top += BAR + GAP;
        }
    }
    root.present().map_err(failed)
}

/// What is shown of a description, if it was given to peers, too.
fn panels(api: &Measured) -> Vec<Panel> {
    if api.peers.is_empty() {
        return Vec::new();
    }
    type Of<'a> = &'a dyn Fn(Option<usize>) -> Result<f64, String>;
    let peer = |index: usize| api.peers.get(index).ok_or("not measured".to_owned());
    let generate = |at: Option<usize>| match at {
        None => Ok(api.generate.cpu_seconds),
        Some(index) => Ok(peer(index)?.generate.result()?.cpu_seconds),
    };
    #[allow(clippy::cast_precision_loss, reason = "no crate is that large")]
    let lines = |at: Option<usize>| match at {
        None => Ok(api.lines as f64),
        Some(index) => peer(index)?
            .lines
            .map(|lines| lines as f64)
            .ok_or("no output".to_owned()),
    };
    let check = |at: Option<usize>| match at {
        None => api
            .check
            .map(|check| check.cpu_seconds)
            .ok_or("not measured".to_owned()),
        Some(index) => {
            let check = peer(index)?.check.as_ref();
            Ok(check.ok_or("not measured")?.result()?.cpu_seconds)
        }
    };
    let kinds: [(&str, Of<'_>); 3] = [
        ("generating, CPU seconds", &generate),
        ("lines of code", &lines),
        ("cargo check of the client alone, CPU seconds", &check),
    ];
    let panel = |(title, value): (&str, Of<'_>)| {
        let peers = api.peers.iter().enumerate().map(|(index, peer)| Bar {
            name: format!("{} {}", peer.name, peer.version),
            own: false,
            value: value(Some(index)),
        });
        let own = Bar {
            name: "clientwright".to_owned(),
            own: true,
            value: value(None),
        };
        Panel {
            title: format!("{}: {title}", api.name),
            bars: std::iter::once(own).chain(peers).collect(),
        }
    };
    kinds.into_iter().map(panel).collect()
}

fn shown(value: f64) -> String {
    if value >= 1000.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

#[allow(clippy::cast_possible_truncation, reason = "no bar is that long")]
fn pixels(length: f64) -> i32 {
    length.clamp(0.0, LONGEST).round() as i32
}
