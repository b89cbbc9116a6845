//! The program that reads every value as its type and writes it again.

use std::fmt::Write as _;

use super::synthetic::request_type;

/// What goes before the table of types; `@` stands for the crate's name.
const BEFORE: &str = r#"//! Reads lines of a number, a tab and JSON; writes each again as the type of that number.

use std::io::{BufRead, Write};
use std::panic::catch_unwind;

use @::runtime::{FromJson, Json, Operation, ToJson, Writer};
use @::types;

type Answer = Result<String, String>;

fn again<O: Operation>(text: &str) -> Answer
where
    O::Output: FromJson + ToJson,
{
    let sent = Json::from_text(text).map_err(|misfit| format!("is no JSON: {misfit}"))?;
    let value = sent.read::<O::Output>().map_err(|misfit| format!("is not read: {misfit}"))?;
    let written = Writer::text_of(&value).map_err(|why| format!("is not written: it {why}"))?;
    let back = Json::from_text(&written)
        .map_err(|misfit| format!("is written as what is no JSON: {misfit}: {written}"))?;
    Ok(format!("{}\t{written}", back == sent))
}

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = std::io::stdout();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let (number, text) = line.split_once('\t').expect("a tab");
        let number: usize = number.parse().expect("a number");
        let answer = catch_unwind(|| by_number(number, text)).unwrap_or_else(|panic| {
            let said = panic.downcast_ref::<String>().cloned();
            Err(format!("panics: {}", said.unwrap_or_default()))
        });
        let answer = answer.unwrap_or_else(|why| format!("error\t{}", why.replace(['\n', '\r'], " ")));
        writeln!(out, "{answer}").and_then(|()| out.flush()).expect("a reader");
    }
}

fn by_number(number: usize, text: &str) -> Answer {
    match number {
"#;

/// The program's text.
pub(super) fn text(package: &str, numbers: &[usize]) -> String {
    let mut text = BEFORE.replace('@', &package.replace('-', "_"));
    for number in numbers {
        let _ = writeln!(
            text,
            "        {number} => again::<types::{}>(text),",
            request_type(*number)
        );
    }
    text.push_str("        _ => Err(\"has no type\".to_owned()),\n    }\n}\n");
    text
}

/// The number whose type stands on a line of the program, counted from 1.
pub(super) fn number_on(line: usize, numbers: &[usize]) -> Option<usize> {
    let before = BEFORE.lines().count();
    let index = line.checked_sub(before + 1)?;
    numbers.get(index).copied()
}

#[cfg(test)]
mod tests {
    use super::{number_on, text};

    #[test]
    fn a_line_of_the_table_is_known_by_its_number() {
        let numbers = [3, 5];
        let text = text("a-b", &numbers);
        let line = text.lines().position(|line| line.contains("RoundTrip5"));
        assert_eq!(number_on(line.unwrap() + 1, &numbers), Some(5));
        assert_eq!(number_on(1, &numbers), None);
        assert!(text.contains("use a_b::types;"));
    }
}
