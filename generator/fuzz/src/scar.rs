//! Changes to the text of a document: bytes and lines, indentation, and what only YAML knows.

use fastrand::Rng;

use crate::edit::one_of;
use crate::hostile::{NUMBERS, TEXTS};

/// What means something to YAML, or to one of its older versions.
const YAML: &[&str] = &[
    "&a ",
    "*a",
    "*a ",
    "&a *a",
    "<<: *a",
    "<<: [*a, *b]",
    "!!str ",
    "!!int ",
    "!!binary ",
    "!!null ",
    "!!map ",
    "!x ",
    "!<tag:x> ",
    "! ",
    "---\n",
    "\n---\n",
    "...\n",
    "%YAML 1.1\n---\n",
    "%TAG ! x\n---\n",
    "? ",
    "? a\n: b\n",
    "|\n  ",
    "|2-\n",
    ">-\n  ",
    ">+9\n",
    "\"",
    "'",
    "#",
    " #",
    "- ",
    "-\n",
    ": ",
    ":\n",
    "{",
    "}",
    "[",
    "]",
    ",",
    "{a: b}",
    "[a, b]",
    "{? a}",
    "\t",
    "  ",
    "yes",
    "no",
    "on",
    "off",
    "0o7",
    "0x1F",
    "1_000",
    ".inf",
    "-.inf",
    ".nan",
    "~",
    "2020-01-01",
    "12:30:45",
    "0777",
    "+1",
    "=",
    "@",
    "`",
    "\\",
    "\"\\x41\\u0041\\U00000041\\/\\N\"",
    "\"\\q\"",
];

/// Changes a text in this many ways.
pub fn scar(text: &mut Vec<u8>, other: &[u8], times: usize, rng: &mut Rng) {
    for _ in 0..times {
        match rng.u8(..20) {
            0 => flip(text, rng),
            1 | 2 => overwrite(text, rng),
            3 => cut(text, rng),
            4 => text.truncate(rng.usize(..=text.len())),
            5..=7 => insert(text, one_of(YAML, rng).as_bytes(), rng),
            8 | 9 => insert(text, one_of(TEXTS, rng).as_bytes(), rng),
            10 => insert(text, one_of(NUMBERS, rng).as_bytes(), rng),
            11 => laughs(text, rng),
            12 => line_ends(text, rng),
            13 => insert(
                text,
                one_of(&["\u{feff}", "\0", "\u{85}", "é"], rng).as_bytes(),
                rng,
            ),
            14 => splice(text, other, rng),
            15 => after_colon(text, rng),
            _ => lines(text, rng),
        }
    }
}

fn flip(text: &mut [u8], rng: &mut Rng) {
    if !text.is_empty() {
        text[rng.usize(..text.len())] ^= 1 << rng.u8(..8);
    }
}

fn overwrite(text: &mut [u8], rng: &mut Rng) {
    if !text.is_empty() {
        let at = rng.usize(..text.len());
        let marks = b"{}[]:,-#&*!|>'\"%@` \n\t0a~";
        text[at] = if rng.bool() {
            rng.u8(..)
        } else {
            marks[rng.usize(..marks.len())]
        };
    }
}

fn cut(text: &mut Vec<u8>, rng: &mut Rng) {
    if !text.is_empty() {
        let from = rng.usize(..text.len());
        let to = (from + rng.usize(..40)).min(text.len());
        text.drain(from..to);
    }
}

fn insert(text: &mut Vec<u8>, what: &[u8], rng: &mut Rng) {
    let at = rng.usize(..=text.len());
    text.splice(at..at, what.iter().copied());
}

fn splice(text: &mut Vec<u8>, other: &[u8], rng: &mut Rng) {
    if other.is_empty() {
        return;
    }
    let from = rng.usize(..other.len());
    let to = (from + rng.usize(..200)).min(other.len());
    insert(text, &other[from..to], rng);
}

fn line_ends(text: &mut Vec<u8>, rng: &mut Rng) {
    let end: &[u8] = if rng.bool() { b"\r\n" } else { b"\r" };
    let with = |byte: &u8| {
        if *byte == b'\n' {
            end.to_vec()
        } else {
            vec![*byte]
        }
    };
    *text = text.iter().flat_map(with).collect();
}

/// Aliases that hold aliases: each level holds nine times what the one before does.
fn laughs(text: &mut Vec<u8>, rng: &mut Rng) {
    let mut more = String::from("\nx-0: &l0 {a: b}\n");
    for level in 1..rng.usize(2..14) {
        let of = format!("*l{}", level - 1);
        let list = vec![of; rng.usize(1..10)].join(", ");
        more.push_str(&format!("x-{level}: &l{level} [{list}]\n"));
    }
    text.extend_from_slice(more.as_bytes());
}

/// Puts something before a value.
fn after_colon(text: &mut Vec<u8>, rng: &mut Rng) {
    let colons: Vec<usize> = (0..text.len()).filter(|at| text[*at] == b':').collect();
    if !colons.is_empty() {
        let at = (colons[rng.usize(..colons.len())] + 2).min(text.len());
        let what = if rng.bool() {
            one_of(YAML, rng)
        } else {
            one_of(TEXTS, rng)
        };
        text.splice(at..at, what.bytes());
    }
}

/// Takes lines out, doubles or exchanges them, or moves them to the right and to the left.
fn lines(text: &mut Vec<u8>, rng: &mut Rng) {
    let mut lines: Vec<Vec<u8>> = text
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let at = rng.usize(..lines.len());
    match rng.u8(..8) {
        0 => drop(lines.remove(at)),
        1 => {
            let line = lines[at].clone();
            lines.insert(at, line);
        }
        2 => {
            let other = rng.usize(..lines.len());
            lines.swap(at, other);
        }
        3 => drop(lines[at].splice(..0, std::iter::repeat_n(b' ', rng.usize(1..5)))),
        4 => {
            let blank = lines[at].iter().take_while(|byte| **byte == b' ').count();
            lines[at].drain(..rng.usize(..=blank));
        }
        5 => lines[at].insert(0, b'\t'),
        6 => {
            let to = (at + rng.usize(..6)).min(lines.len());
            lines.drain(at..to);
        }
        _ => {
            let to = rng.usize(..=lines.len());
            let line = lines[at].clone();
            lines.insert(to, line);
        }
    }
    *text = lines.join(&b'\n');
}
