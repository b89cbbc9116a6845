//! Text of a description never becomes code: what tries to break out makes the crate that harmless words make.

use std::fmt::Write as _;

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::output::{Output, OutputFile};
use clientwright::settings::Settings;
use clientwright::source;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use serde_json::{Value, json};

/// Ends of strings, raw strings, comments, attributes, docs, macros, manifests; marks of directions; line breaks of all kinds.
const ATTACKS: &[&str] = &[
    r#"a"; fn evil() { loop {} } //"#,
    r##"a"#; fn evil() {} r#""##,
    r###"a"##; fn evil() {} r##""###,
    "a */ fn evil() {} /*",
    "a\n//! evil\n/// evil\nfn evil() {}",
    "a\r\nfn evil() {}\rfn worse() {}\u{85}fn more() {}\u{2028}fn most() {}\u{2029}fn last() {}",
    r#"a")] #[path = "/etc/passwd"] mod evil; #[doc(alias = "b"#,
    r#"a]] #![allow(warnings)] [["#,
    r"a\",
    r#"a\"; evil(); \""#,
    r"a\u{22}; evil!(); \x22",
    "a ```\nfn evil() {}\n```\n    evil!()\n~~~\nevil\n~~~",
    "a <script>evil()</script> <https://evil.example>",
    "a [evil](javascript:evil) [`Evil`] [evil]: evil",
    "a {evil} {} {0:?} {{evil}} %s $evil $(evil)* $crate::evil",
    "a\u{202e}evil\u{2066}more\u{2069}\u{200b}\u{feff}\u{ad}",
    "a\"\"\"\n[dependencies]\nevil = \"1\"\n'''\n[package]\nbuild = \"evil.rs\"",
    "a r#evil r\"evil\" b'e' c\"evil\" 'evil'",
    "a'; evil(); '",
    "a ${{ evil }} $(evil) `evil`; evil && evil | evil",
    "../../evil/../a",
    "a\u{0}evil\u{7}\u{1b}[31mevil",
];

/// Words that are as far from a name as those of the attacks, and mean nothing to anybody.
const HARMLESS: &str = "a evil more";

/// Where the text of a description goes.
const PLACES: &[&str] = &[
    "title",
    "version",
    "description",
    "license",
    "server",
    "tag",
    "tag description",
    "scheme",
    "key",
    "path",
    "operation",
    "summary",
    "operation description",
    "parameter",
    "parameter description",
    "parameter default",
    "header",
    "schema",
    "schema title",
    "schema description",
    "property",
    "property description",
    "property default",
    "value",
    "constant",
    "pattern",
    "example",
    "discriminator",
    "mapping",
    "media type",
    "status description",
    "response header",
    "format",
    "extension",
    "external",
];

/// A description with a text at one of the places.
fn description(at: &str, text: &str) -> Value {
    let put = |place: &str, otherwise: &str| {
        assert!(PLACES.contains(&place), "{place}");
        if place == at {
            text.to_owned()
        } else {
            otherwise.to_owned()
        }
    };
    // Templates and servers have braces and slashes of their own.
    let in_path = |place, otherwise| put(place, otherwise).replace(['{', '}', '/', '?', '#'], " ");
    let schema = put("schema", "Book");
    let reference = format!(
        "#/components/schemas/{}",
        schema.replace('~', "~0").replace('/', "~1")
    );
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": put("title", "Shelf"), "version": put("version", "1"), "description": put("description", "Books."),
            "license": {"name": put("license", "MIT")},
        },
        "externalDocs": {"url": "https://shelf.example", "description": put("external", "More.")},
        "x-more": put("extension", "more"),
        "servers": [{"url": "https://shelf.example", "description": put("server", "The shelf.")}],
        "tags": [{"name": put("tag", "books"), "description": put("tag description", "All books.")}],
        "security": [{put("scheme", "key"): []}],
        "paths": {format!("/books/{{id}}/{}", in_path("path", "pages")): {"put": {
            "operationId": put("operation", "setBook"), "summary": put("summary", "Sets a book."),
            "description": put("operation description", "All of it."), "tags": [put("tag", "books")],
            "parameters": [
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                {
                    "name": put("parameter", "kind"), "in": "query", "description": put("parameter description", "Its kind."),
                    "schema": {"type": "string", "default": put("parameter default", "any")},
                },
                {"name": put("header", "x-kind"), "in": "header", "schema": {"type": "string", "pattern": put("pattern", "a")}},
            ],
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": reference}}}},
            "responses": {
                "200": {
                    "description": put("status description", "Done."),
                    "headers": {put("response header", "x-left"): {"schema": {"type": "integer"}}},
                    "content": {"application/json": {"schema": {"$ref": reference}, "example": {"kind": put("example", "a")}}},
                },
                "404": {"description": "Gone.", "content": {put("media type", "application/json"): {"schema": {
                    "type": "object", "properties": {"code": {"const": put("constant", "gone")}}, "required": ["code"],
                }}}},
            },
        }}},
        "components": {
            "securitySchemes": {put("scheme", "key"): {"type": "apiKey", "in": "header", "name": "x-key", "description": put("key", "A key.")}},
            "schemas": {
                schema: {
                    "title": put("schema title", "Book"), "description": put("schema description", "A book."), "type": "object",
                    "properties": {
                        put("property", "name"): {
                            "type": "string", "description": put("property description", "Its name."),
                            "default": put("property default", "none"), "format": put("format", "name"),
                        },
                        "kind": {"type": "string", "enum": ["small", put("value", "large")]},
                        "part": {
                            "oneOf": [{"$ref": "#/components/schemas/Page"}, {"$ref": "#/components/schemas/Cover"}],
                            "discriminator": {"propertyName": put("discriminator", "is"), "mapping": {
                                put("mapping", "page"): "#/components/schemas/Page", "cover": "#/components/schemas/Cover",
                            }},
                        },
                    },
                    "required": [put("property", "name")],
                },
                "Page": {"type": "object", "properties": {put("discriminator", "is"): {"type": "string"}}, "required": [put("discriminator", "is")]},
                "Cover": {"type": "object", "properties": {put("discriminator", "is"): {"type": "string"}}, "required": [put("discriminator", "is")]},
            },
        },
    })
}

/// The crate, or what stops the generator.
fn generate(description: &Value) -> Result<Output, String> {
    let mut diagnostics = Diagnostics::default();
    let source = source::read_text("a.json", &description.to_string(), &mut diagnostics);
    let mut settings = Settings::default();
    settings.client.name = Some("shelf-client".to_owned());
    let output = clientwright::generate(&source, &settings, &mut diagnostics).expect("no bug");
    let said = print(&diagnostics, &source, false);
    assert!(!said.contains(INVISIBLE), "{said:?}");
    output.ok_or(said)
}

/// What makes a text look other than it is, or moves the terminal.
const INVISIBLE: [char; 14] = [
    '\u{0}', '\u{7}', '\u{1b}', '\u{85}', '\u{2028}', '\u{2029}', '\u{200b}', '\u{feff}',
    '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];

/// The code of a crate, with a mark for each name and each string; without docs, imports and what follows from lengths alone.
fn code(output: &Output) -> Result<String, String> {
    let mut files = Vec::new();
    let own = |file: &&OutputFile| !file.path.starts_with("src/runtime/");
    for file in output.files.iter().filter(own) {
        if let Some(hidden) = file.text.lines().find(|line| line.contains(INVISIBLE)) {
            return Err(format!(
                "{}: a character that cannot be seen: {hidden:?}",
                file.path
            ));
        }
        let mut code = String::new();
        if file.path.ends_with(".rs") {
            let parsed = syn::parse_file(&file.text);
            let mut parsed =
                parsed.map_err(|error| format!("{}: {error}\n{}", file.path, file.text))?;
            parsed
                .items
                .retain(|item| !matches!(item, syn::Item::Use(_)));
            skeleton(parsed.into_token_stream(), &mut code);
        } else if file.path == "Cargo.toml" {
            code = manifest(&file.text).map_err(|error| format!("{}: {error}", file.path))?;
        }
        files.push(code);
    }
    // Files are called by names of the description.
    files.sort();
    Ok(files.join("\n"))
}

/// A manifest without what a person reads.
fn manifest(text: &str) -> Result<String, toml::de::Error> {
    let mut manifest: toml::Table = text.parse()?;
    for (table, said) in [
        ("package", &["description", "version", "license"][..]),
        ("features", &["a", "full"]),
    ] {
        if let Some(table) = manifest.get_mut(table).and_then(toml::Value::as_table_mut) {
            said.iter().for_each(|key| drop(table.remove(*key)));
        }
    }
    Ok(manifest.to_string())
}

fn skeleton(tokens: TokenStream, code: &mut String) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) if is_doc(&group) => {
                // The mark before it, and the `!` of inner ones.
                code.truncate(code.trim_end_matches(['#', '!', ' ']).len());
                code.push(' ');
            }
            TokenTree::Group(group) => {
                let _ = write!(code, "{:?}( ", group.delimiter());
                skeleton(group.stream(), code);
                code.push_str(") ");
            }
            // Whether the last of a list has one is a matter of layout.
            TokenTree::Punct(mark)
                if mark.as_char() == ',' && tokens.peek().is_none_or(is_closing) => {}
            TokenTree::Ident(ident) => code.push_str(match ident.to_string().as_str() {
                "fn" => "fn ",
                "mod" => "mod ",
                "unsafe" => "unsafe ",
                "extern" => "extern ",
                "impl" => "impl ",
                _ => "_ ",
            }),
            TokenTree::Literal(literal) if literal.to_string().contains('"') => {
                code.push_str("\"\" ")
            }
            other => {
                let _ = write!(code, "{other} ");
            }
        }
    }
}

fn is_closing(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(mark) if matches!(mark.as_char(), '>' | ';'))
}

fn is_doc(group: &proc_macro2::Group) -> bool {
    let mut tokens = group.stream().into_iter();
    let is =
        |token: Option<TokenTree>, text: &str| token.is_some_and(|token| token.to_string() == text);
    group.delimiter() == proc_macro2::Delimiter::Bracket
        && is(tokens.next(), "doc")
        && is(tokens.next(), "=")
}

#[test]
fn what_tries_to_break_out_makes_what_harmless_words_make() {
    let mut wrong = Vec::new();
    let mut made = 0;
    for place in PLACES {
        let expected =
            code(&generate(&description(place, HARMLESS)).expect("a crate")).expect("plain code");
        for attack in ATTACKS {
            match generate(&description(place, attack)).and_then(|output| code(&output)) {
                Ok(found) if found == expected => made += 1,
                Ok(found) => wrong.push(format!(
                    "{place}, {attack:?}:\n{}",
                    difference(&found, &expected)
                )),
                Err(said) => wrong.push(format!("{place}, {attack:?}: {said}")),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{made} are right, {} are not:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The first words that differ, with some before them.
fn difference(found: &str, expected: &str) -> String {
    let same = found
        .bytes()
        .zip(expected.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let part = |text: &str| {
        let bytes = text.as_bytes();
        let part = bytes
            .get(same.saturating_sub(120)..bytes.len().min(same + 120))
            .unwrap_or_default();
        String::from_utf8_lossy(part).into_owned()
    };
    format!("  found    {}\n  expected {}", part(found), part(expected))
}
