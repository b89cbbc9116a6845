//! Strings and numbers that a schema probably allows; the judge has the last word.

use clientwright::source::{Node, Value};
use serde_json::json;

/// What several schemas say about one value: the schema itself and what it is made of.
pub(super) struct Facets<'a>(pub(super) Vec<&'a Node>);

impl<'a> Facets<'a> {
    /// The first value of a keyword.
    pub(super) fn get(&self, keyword: &str) -> Option<&'a Node> {
        self.0.iter().find_map(|schema| schema.get(keyword))
    }

    fn number(&self, keyword: &str) -> Option<f64> {
        match &self.get(keyword)?.value {
            Value::Number(spelling) => spelling.parse().ok(),
            _ => None,
        }
    }

    /// The value of a keyword that counts something.
    pub(super) fn length(&self, keyword: &str) -> Option<usize> {
        let number = self.number(keyword)?;
        // What is longer than this is not worth making.
        (0.0..=4096.0)
            .contains(&number)
            .then(|| number.ceil() as usize)
    }

    /// Strings as JSON, the likeliest first.
    pub(super) fn strings(&self) -> Vec<String> {
        let format = self.get("format").and_then(Node::as_str);
        let mut plain: Vec<String> = format.map(of_format).unwrap_or_default();
        let least = self.length("minLength").unwrap_or(0);
        let most = self.length("maxLength").unwrap_or(usize::MAX);
        if plain.is_empty() {
            let padded = format!("{:x<least$}", "text");
            plain.push(padded.chars().take(most).collect());
        }
        if self.get("pattern").is_some() {
            plain.extend(
                ["a", "A", "0", "1", "12345", "abc-1", "ABC123", "#aabbcc"].map(str::to_owned),
            );
        } else if format.is_none() {
            plain.push(
                format!("{:x<least$}", "Zoë \"☃\"\n")
                    .chars()
                    .take(most)
                    .collect(),
            );
            plain.push("y".repeat(least));
        }
        plain.iter().map(|text| json!(text).to_string()).collect()
    }

    /// Numbers as JSON, the likeliest first.
    pub(super) fn numbers(&self, integer: bool) -> Vec<String> {
        let step = self.number("multipleOf").filter(|step| *step > 0.0);
        let above = self
            .number("exclusiveMinimum")
            .map(|bound| bound + step.unwrap_or(1.0));
        let below = self
            .number("exclusiveMaximum")
            .map(|bound| bound - step.unwrap_or(1.0));
        let least = self.number("minimum").or(above);
        let most = self.number("maximum").or(below);
        let likely = least.or(most.map(|most| most.min(1.0))).unwrap_or(1.0);
        let mut numbers = vec![likely];
        if let Some(step) = step {
            numbers.insert(0, (likely / step).ceil() * step);
        }
        numbers.extend(most);
        numbers.extend([0.0, -1.0, 7.0]);
        if integer {
            numbers
                .iter_mut()
                .for_each(|number| *number = number.ceil());
        } else {
            numbers.extend([2.5, -0.125]);
        }
        let finite = numbers.into_iter().filter(|number| number.abs() < 1e15);
        let mut texts: Vec<String> = finite.map(|number| number.to_string()).collect();
        if integer && least.is_none() && most.is_none() && self.get("format").is_none() {
            // More than a float can hold, and within 64 bits.
            texts.push("9007199254740993".to_owned());
        }
        texts
    }
}

fn of_format(format: &str) -> Vec<String> {
    let samples: &[&str] = match format {
        "date-time" => &["2024-02-29T12:30:45Z", "2024-02-29T12:30:45.120+05:30"],
        "date" => &["2024-02-29"],
        "time" => &["12:30:45Z"],
        "duration" => &["P1DT12H"],
        "uuid" => &[
            "67e55044-10b1-426f-9247-bb680e5fe0c8",
            "67E55044-10B1-426F-9247-BB680E5FE0C8",
        ],
        "uri" | "iri" | "url" => &["https://example.com/a?b=c#d", "HTTPS://EXAMPLE.com"],
        "uri-reference" | "iri-reference" => &["/a?b=c", "https://example.com/a"],
        "email" | "idn-email" => &["someone@example.com"],
        "hostname" | "idn-hostname" => &["example.com"],
        "ipv4" => &["192.0.2.1"],
        "ipv6" => &["2001:db8::1"],
        "byte" => &["aGVsbG8=", ""],
        "decimal" => &["12.340"],
        _ => &[],
    };
    samples.iter().map(|sample| (*sample).to_owned()).collect()
}
