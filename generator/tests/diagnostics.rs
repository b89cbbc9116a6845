//! One minimal description for each code and exactly what is printed about it; places, formats, colours, allowances.
//!
//! `CLIENTWRIGHT_BLESS=1 cargo test -p clientwright --test diagnostics` writes `printed.txt` anew, to be read in review.

use std::fs;
use std::path::Path;
use std::process::Command;

use clientwright::diagnostic::Code;
use serde_json::{Value, json};

/// The program about to be run on an example in a folder.
fn in_folder(code: Code, folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clientwright"));
    command.current_dir(folder).args(["--out", "out"]);
    for (name, bytes) in code.example().files {
        fs::write(folder.join(name), bytes).unwrap();
        if name.ends_with(".overlay.yaml") {
            continue;
        }
        let option = if *name == "codegen.toml" {
            "--settings"
        } else {
            "--spec"
        };
        command.args([option, name]);
    }
    command
}

/// What the program prints about an example, beside how the run ended.
fn printed(code: Code) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = in_folder(code, folder.path()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let (diagnostics, _) = said.rsplit_once("\n\n").unwrap_or_default();
    format!("{diagnostics}\n")
}

#[test]
fn each_code_has_an_example_and_what_is_printed_about_it() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/examples");
    let bless = std::env::var_os("CLIENTWRIGHT_BLESS").is_some();
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let printed = printed(*code);
        let path = examples.join(code.as_str()).join("printed.txt");
        if bless {
            fs::write(path, &printed).unwrap();
        }
        if !printed.contains(&format!("[{code}]: "))
            || (!bless && printed != code.example().printed)
        {
            wrong.push(format!("{code}:\n{printed}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each says what is wrong, where, and what to do; but for files that are not there, the line is shown.
#[test]
fn each_says_where_it_is_and_what_to_do() {
    for code in Code::ALL {
        let printed = code.example().printed;
        assert!(
            printed.contains("= help: ") || printed.contains("help: "),
            "{printed}"
        );
        assert!(printed.contains(" --> "), "{printed}");
        assert!(
            printed.contains(" | ") && printed.contains('^'),
            "{printed}"
        );
    }
}

/// A folder in which the program runs.
struct Folder(tempfile::TempDir);

struct Ended {
    code: Option<i32>,
    /// To standard output.
    printed: String,
    /// To standard error.
    said: String,
}

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        files.iter().for_each(|(name, text)| folder.put(name, text));
        folder
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clientwright"));
        command
            .current_dir(self.0.path())
            .env_remove("NO_COLOR")
            .args(arguments.split_whitespace());
        command
    }

    fn run(&self, arguments: &str) -> Ended {
        let ended = self.command(arguments).output().unwrap();
        Ended {
            code: ended.status.code(),
            printed: String::from_utf8(ended.stdout).unwrap(),
            said: String::from_utf8(ended.stderr).unwrap(),
        }
    }

    /// What a run says to programs.
    fn json(&self, arguments: &str) -> Vec<Value> {
        let ended = self.run(&format!("{arguments} --format json"));
        let report: Value = serde_json::from_str(&ended.printed).unwrap();
        report["diagnostics"].as_array().unwrap().clone()
    }
}

/// Two operations that need the same missing parameter, one that needs another, and four schemas without a type.
const BROKEN: &str = r##"openapi: 3.1.0
info: {title: Shelf, version: "1"}
paths:
  /a/{id}: {get: {parameters: [{$ref: "#/components/parameters/book"}], responses: {"204": {description: A.}}}}
  /b/{id}: {get: {parameters: [{$ref: "#/components/parameters/book"}], responses: {"204": {description: B.}}}}
  /c/{id}: {get: {parameters: [{$ref: "#/components/parameters/loan"}], responses: {"204": {description: C.}}}}
components:
  schemas:
    A: {nullable: true}
    B: {nullable: true}
    C: {nullable: true}
    D: {nullable: true}
    E: {nullable: true}
"##;

#[test]
fn what_is_alike_is_printed_once_and_each_error_that_names_something_else() {
    let folder = Folder::new(&[("shelf.yaml", BROKEN)]);
    let ended = folder.run("--spec shelf.yaml --out out");
    assert_eq!(ended.code, Some(1));
    insta::assert_snapshot!(ended.said);
}

#[test]
fn programs_are_told_each_with_its_own_place() {
    let folder = Folder::new(&[("shelf.yaml", BROKEN)]);
    let told: Vec<String> = folder
        .json("--spec shelf.yaml --out out")
        .iter()
        .map(|one| format!("{} {}", one["line"], one["pointer"].as_str().unwrap()))
        .collect();
    let schema = |line: usize, name: char| format!("{line} #/components/schemas/{name}");
    let parameter =
        |line: usize, path: char| format!("{line} #/paths/~1{path}~1{{id}}/get/parameters/0");
    assert_eq!(
        told,
        [
            parameter(4, 'a'),
            parameter(5, 'b'),
            parameter(6, 'c'),
            schema(9, 'A'),
            schema(10, 'B'),
            schema(11, 'C'),
            schema(12, 'D'),
            schema(13, 'E'),
        ]
    );
}

/// What all operations share is read for each of them, and wrong once.
#[test]
fn a_mistake_in_what_is_shared_is_one() {
    let shared = r##"openapi: 3.1.0
info: {title: Shelf, version: "1"}
paths:
  /a: {get: {parameters: [{$ref: "#/components/parameters/accept"}], responses: {"204": {description: A.}}}}
  /b: {get: {parameters: [{$ref: "#/components/parameters/accept"}], responses: {"204": {description: B.}}}}
components:
  parameters:
    accept: {name: Accept, in: header, schema: {type: string}}
"##;
    let told = Folder::new(&[("shelf.yaml", shared)]).json("--spec shelf.yaml --out out");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["line"], 8);
    assert_eq!(told[0]["pointer"], "#/components/parameters/accept");
}

const MAIN: &str = r##"openapi: 3.1.0
info: {title: Shelf, version: "1"}
paths:
  /books:
    get:
      responses:
        "200": {description: Books., content: {application/json: {schema: {$ref: "PARTS#/Book"}}}}
"##;

/// The file, line, column and pointer of the one misspelled keyword.
fn misspelled(files: &[(&str, &str)], spec: &str) -> String {
    let told = Folder::new(files).json(&format!("--spec {spec} --out out"));
    let mut found = told.iter().filter(|one| one["code"] == "unknown-keyword");
    let one = found.next().unwrap_or_else(|| panic!("{told:?}"));
    assert!(found.next().is_none(), "{told:?}");
    assert_eq!(one["help"], "is `minLength` meant?");
    let text = |key: &str| one[key].as_str().unwrap_or("none").to_owned();
    let (file, pointer) = (text("file"), text("pointer"));
    format!("{file}:{}:{} {pointer}", one["line"], one["column"])
}

#[test]
fn a_place_is_said_in_whatever_file_it_is() {
    let yaml = "Book:\n  type: string\n  minLenght: 1\n";
    let json = "{\n  \"Book\": {\n    \"type\": \"string\",\n    \"minLenght\": 1\n  }\n}\n";
    let main = |parts: &str| MAIN.replace("PARTS", parts);
    assert_eq!(
        misspelled(
            &[("shelf.yaml", &main("parts.yaml")), ("parts.yaml", yaml)],
            "shelf.yaml"
        ),
        "parts.yaml:3:3 #/components/schemas/Book"
    );
    assert_eq!(
        misspelled(
            &[
                ("shelf.yaml", &main("parts/b.json")),
                ("parts/b.json", json)
            ],
            "shelf.yaml"
        ),
        "parts/b.json:4:5 #/components/schemas/Book"
    );
    let whole = format!(
        "{}components:\n  schemas:\n    Bücher: {{type: string, minLenght: 1}}\n",
        main("")
    );
    let whole = whole.replace("#/Book", "#/components/schemas/B%C3%BCcher");
    assert_eq!(
        misspelled(&[("shelf.yaml", &whole)], "shelf.yaml"),
        "shelf.yaml:10:28 #/components/schemas/Bücher"
    );
    let whole = r#"{"openapi": "3.1.0", "info": {"title": "Bücher", "version": "1"},
"components": {"schemas": {"Book": {"type": "string", "minLenght": 1}}}}"#;
    assert_eq!(
        misspelled(&[("shelf.json", whole)], "shelf.json"),
        "shelf.json:2:55 #/components/schemas/Book"
    );
    let older = r#"{"swagger": "2.0", "info": {"title": "S", "version": "1"}, "paths": {},
"definitions": {"Book": {"type": "string", "minLenght": 1}}}"#;
    assert_eq!(
        misspelled(&[("shelf.json", older)], "shelf.json"),
        "shelf.json:2:44 #/components/schemas/Book"
    );
}

#[test]
fn a_place_is_said_in_pages_of_both_forms() {
    let newer = include_str!("fixtures/pages/list-loans.newer.md");
    let newer = newer.replace(
        "        id:\n          type: string\n",
        "        id:\n          type: string\n          minLenght: 1\n",
    );
    let line = newer
        .lines()
        .position(|line| line.contains("minLenght"))
        .unwrap()
        + 1;
    assert_eq!(
        misspelled(&[("loans.md", &newer)], "loans.md"),
        format!("loans.md:{line}:11 #/components/schemas/Loan/properties/id")
    );
    let older = include_str!("fixtures/pages/return-a-book.older.md");
    let older = older.replace("description: In euro.", "minLenght: 1");
    let line = older
        .lines()
        .position(|line| line.contains("minLenght"))
        .unwrap()
        + 1;
    assert_eq!(
        misspelled(&[("return.md", &older)], "return.md"),
        format!("return.md:{line}:21 #/components/schemas/Fine/properties/fine")
    );
}

const ONE_FAULT_EACH: &str = r##"openapi: 3.1.0
info: {title: Shelf, version: "1"}
paths:
  /books/{id}:
    get:
      parameters:
        - {name: id, required: true, schema: {type: integer}}
        - {name: depth, schema: {type: integer}}
      responses:
        "200": {description: It., content: {application/json: {schema: {$ref: "gone.yaml#/Book"}}}}
        "404": {$ref: "gone.yaml#/Nothing"}
        "500": {$ref: "#/components/responses/Gone"}
    put:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      requestBody: {content: {application/json: {schema: {$ref: "../shared.yaml#/Book"}}}}
      responses: {"204": {description: Done., content: {text/plain: {}}}}
  /loans:
    get:
      responses:
        "200": {description: All., content: {application/json: {schema: {$ref: "https://example.com/loans.json"}}}}
        "404": {description: None., content: {application/json: {schema: {type: objekt, properties: {id: {type: string}}}}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/definitions/Loan"}}}}
      responses: {"204": {description: Done.}}
components:
  schemas:
    Loan: {type: object}
"##;

/// A file that was not read is the reason for which references into it lead nowhere: it is said with what that costs.
/// A parameter that says no `in` is not missing as well, and a schema whose `type` is wrong does not say none.
#[test]
fn one_fault_is_one_diagnostic() {
    let folder = Folder::new(&[("shelf.yaml", ONE_FAULT_EACH)]);
    let said = folder.json("--spec shelf.yaml --out out");
    let said = said.iter().map(|one| {
        let (code, line) = (one["code"].as_str().unwrap(), &one["line"]);
        let message = one["message"].as_str().unwrap();
        format!(
            "{line} {code}: {message}; {}",
            one["help"].as_str().unwrap()
        )
    });
    insta::assert_snapshot!(said.collect::<Vec<_>>().join("\n"), @"
    7 missing-field: the parameter says no `in`; it is taken for the variable `{id}` of its path; say `in: path`
    8 missing-field: missing field `in`; it is left out; add the field that the message names
    10 unreadable-file: `gone.yaml` cannot be read: No such file or directory (os error 2); the values are `Json`; check the name, the access rights, and that files which the description refers to lie beside it
    11 unreadable-file: `gone.yaml` cannot be read: No such file or directory (os error 2); the client does without it; check the name, the access rights, and that files which the description refers to lie beside it
    12 dangling-reference: the reference leads nowhere: the document has no `#/components/responses/Gone`; the client does without it; mend the reference, or add what it refers to
    16 outside-folder: `../shared.yaml` is not in the description's folder; it is not read; the values are `Json`; if the description may be trusted, say `allow-outside = true` under `[source]` in codegen.toml
    21 unreadable-file: `https://example.com/loans.json` is on the network; what it refers to is never fetched; the values are `Json`; save the file beside this one and refer to it there
    22 wrong-type: `objekt` is not a type of JSON Schema; it has no effect; is `object` meant?
    24 dangling-reference: the document has no schema `#/definitions/Loan`; its values are `Json`; is `#/components/schemas/Loan` meant?
    ");
}

/// What is answered to a request that the API sends is nobody's here, so that nothing is missed of it; a keyword of another
/// version is said in the words of this one.
#[test]
fn what_is_said_can_be_followed_in_the_version_at_hand() {
    let document = |version: &str, keyword: &str| {
        let document = r##"{"info": {"title": "Shelf", "version": "1"}, "paths": {"/books": {"get": {"responses": {"200": {"description": "All.",
  "content": {"application/json": {"schema": {"type": "string", "KEYWORD": true}}}, "schema": {"type": "string", "KEYWORD": true}}}}}},
  "webhooks": {"lent": {"post": {"requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}}, "responses": {"200": {}}}}}, VERSION}"##;
        document
            .replace("KEYWORD", keyword)
            .replace("VERSION", version)
    };
    for (version, keyword, help) in [
        ("\"swagger\": \"2.0\"", "nullable", "say `x-nullable: true`"),
        (
            "\"openapi\": \"3.0.3\"",
            "x-nullable",
            "say `nullable: true`",
        ),
        (
            "\"openapi\": \"3.1.0\"",
            "nullable",
            "say `null` among the types instead: `type: [string, \"null\"]`",
        ),
    ] {
        let folder = Folder::new(&[("shelf.json", &document(version, keyword))]);
        let said = folder.json("--spec shelf.json --out out");
        assert!(
            said.iter().any(|one| one["help"] == help),
            "{version}: {said:?}"
        );
        assert!(
            said.iter().all(|one| one["code"] != "missing-field"),
            "{version}: {said:?}"
        );
    }
}

/// Without a part of the request an operation cannot be sent, whatever is the reason.
#[test]
fn a_part_of_a_request_in_a_file_that_was_not_read_is_an_error() {
    let document = ONE_FAULT_EACH.replace(
        "{name: depth, schema: {type: integer}}",
        "$ref: gone.yaml#/depth",
    );
    let folder = Folder::new(&[("shelf.yaml", &document)]);
    let ended = folder.run("--spec shelf.yaml --out out --keep-going");
    assert_eq!(ended.code, Some(3), "{}", ended.said);
    assert!(
        ended
            .said
            .starts_with("error[unreadable-file]: `gone.yaml` cannot be read"),
        "{}",
        ended.said
    );
    assert!(
        !ended.said.contains(
            "dangling-reference]: the reference leads nowhere: the document has no `gone"
        )
    );
}

#[test]
fn what_names_can_be_told_apart_by_is_said_of_each() {
    let paths = ["/books", "/Books", "/BOOKS", "/bOOKS"].map(|path| {
        let responses = "responses: {\"204\": {description: Done.}}";
        format!("  {path}: {{get: {{operationId: listBooks, {responses}}}}}\n")
    });
    let start = "openapi: 3.1.0\ninfo: {title: Shelf, version: \"1\"}\npaths:\n";
    let folder = Folder::new(&[("shelf.yaml", &format!("{start}{}", paths.concat()))]);
    let said = folder.run("--spec shelf.yaml --out out").said;
    assert_eq!(said.matches("warning[name-clash]").count(), 1, "{said}");
    let (_, proposed) = said.split_once("codegen.toml:\n").unwrap();
    let (proposed, _) = proposed.split_once("\nwrote").unwrap();
    let lines = proposed
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join("\n");
    let settings = lines
        .replace('…', "list_them")
        .replacen("list_them", "list_all", 1);
    folder.put("codegen.toml", &settings);
    let ended = folder.run("--spec shelf.yaml --out out --strict --settings codegen.toml");
    assert_eq!(ended.code, Some(0), "{settings}\n{}", ended.said);
}

/// Two lists whose items are one of two arrays, and one of one array: what is declared for the first is good for all three.
const LISTS: &str = r##"openapi: 3.1.0
info: {title: Shelf, version: "1"}
paths:
  /books: {get: {parameters: &places [{$ref: "#/components/parameters/offset"}, {$ref: "#/components/parameters/limit"}], responses: &all {"200": {description: All., content: {application/json: {schema: {type: object, properties: {items: {type: array, items: {type: string}}, tags: {type: array, items: {type: string}}}}}}}}}}
  /loans: {get: {parameters: *places, responses: *all}}
  /readers: {get: {parameters: *places, responses: {"200": {description: All., content: {application/json: {schema: {type: object, properties: {items: {type: array, items: {type: string}}}}}}}}}}
components:
  parameters:
    offset: {name: offset, in: query, schema: {type: integer}}
    limit: {name: limit, in: query, schema: {type: integer}}
"##;

/// What is proposed for pages is used as a whole when it is followed, and what is not used is shown.
#[test]
fn what_is_proposed_for_pages_is_needed() {
    let folder = Folder::new(&[("shelf.yaml", LISTS)]);
    let said = folder.json("--spec shelf.yaml --out out");
    assert_eq!(said.len(), 1, "{said:?}");
    let (_, proposed) = said[0]["help"]
        .as_str()
        .unwrap()
        .split_once("\n\n")
        .unwrap();
    let rule = "[[pagination]] # 3 operations\nkind = \"offset\"\nparameter = \"offset\"\nitems = \"/items\"\nreason = \"…\"";
    assert_eq!(proposed, rule);
    let rule = rule.replace('…', "So the guide says.");
    let settings = format!("{rule}\n[[pagination]]\nkind = \"link\"\nreason = \"No.\"\n");
    folder.put("codegen.toml", &settings);
    let said = folder.json("--spec shelf.yaml --out out --settings codegen.toml");
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0]["code"], "unused-setting");
    assert_eq!(
        (&said[0]["file"], &said[0]["line"]),
        (&json!("codegen.toml"), &json!(7))
    );
}

/// Where others name something else, they are named; the same place is named once.
#[test]
fn what_is_alike_is_counted_with_the_names_that_differ() {
    let document = BROKEN.replace(
        "A: {nullable: true}",
        "A: {type: string, minLenght: 1, patern: x, titel: A}",
    );
    let folder = Folder::new(&[("shelf.yaml", &document)]);
    let said = folder.run("--spec shelf.yaml --out out").said;
    assert!(
        said.contains(
            "and 2 more like it: shelf.yaml:9:37 (`patern`), shelf.yaml:9:48 (`titel`)\n"
        ),
        "{said}"
    );
}

const UNTYPED: &str = r##"openapi: 3.1.0
info: {title: Shelf, version: "1"}
paths:
  /books:
    get: &list
      responses:
        "200": {description: Those., content: {application/json: {schema: {properties: {id: {type: string}}}}}}
  /loans:
    get: *list
  /readers:
    get:
      responses:
        "200": {description: Those., content: {application/json: {schema: {properties: {n: {type: string}}}}}}
"##;

/// What is proposed for `codegen.toml`, with a reason, makes a strict run pass.
#[test]
fn what_is_proposed_is_what_makes_a_strict_run_pass() {
    let folder = Folder::new(&[("shelf.yaml", UNTYPED)]);
    let strict = folder.run("--spec shelf.yaml --out out --strict");
    assert_eq!(strict.code, Some(1), "{}", strict.said);
    let (_, proposed) = strict.said.split_once("[[allow]]\n").unwrap();
    let lines = proposed
        .lines()
        .map(str::trim)
        .take_while(|line| !line.is_empty());
    let proposed = format!("[[allow]]\n{}", lines.collect::<Vec<_>>().join("\n"));
    assert!(
        proposed.contains("at = \"#/paths/*/get/responses/200/content/application~1json/schema\""),
        "{proposed}"
    );

    folder.put("codegen.toml", &proposed);
    let unfinished = folder.run("--spec shelf.yaml --out out --strict --settings codegen.toml");
    assert_eq!(unfinished.code, Some(1), "{}", unfinished.said);
    assert!(
        unfinished.said.contains("say the reason here"),
        "{}",
        unfinished.said
    );

    folder.put("codegen.toml", &proposed.replace('…', "These are objects."));
    let allowed = folder.run("--spec shelf.yaml --out out --strict --settings codegen.toml");
    assert_eq!(allowed.code, Some(0), "{}", allowed.said);
}

#[test]
fn an_allowance_with_stars_covers_what_lies_below_and_nothing_beside_it() {
    for (at, code) in [
        ("#/paths/*/get", Some(0)),
        ("#/paths/*", Some(0)),
        ("#/*/*/*/responses/200", Some(0)),
        ("#/paths/~1books", Some(1)),
        ("#/paths/*/post", Some(1)),
        ("#/components", Some(1)),
    ] {
        let settings =
            format!("[[allow]]\ncode = \"implied-type\"\nat = \"{at}\"\nreason = \"Looked at.\"\n");
        let folder = Folder::new(&[("shelf.yaml", UNTYPED), ("codegen.toml", &settings)]);
        let ended = folder.run("--spec shelf.yaml --out out --strict --settings codegen.toml");
        assert_eq!(ended.code, code, "{at}: {}", ended.said);
    }
}

#[test]
fn sarif_says_each_once_with_its_rule_and_all_its_places() {
    let twice = "openapi: 3.1.0\ninfo: {title: Shelf, version: \"1\"}\npaths: {}\ncomponents: {}\ncomponents: {}\n";
    let folder = Folder::new(&[
        ("our shelf.yaml", twice),
        (
            "codegen.toml",
            "[[type]]\npointer = \"#/a\"\nname = \"A\"\nreason = \"Short.\"\n",
        ),
    ]);
    let mut command = folder.command("--out out --format sarif --settings codegen.toml");
    let output = command.args(["--spec", "our shelf.yaml"]).output().unwrap();
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<_> = rules
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["duplicate-key", "unused-setting"]);
    assert!(rules.iter().all(|rule| rule["help"]["text"].is_string()));
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2, "{results:?}");
    for result in results {
        assert_eq!(result["level"], "warning");
        assert!(ids.contains(&result["ruleId"].as_str().unwrap()));
    }
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "our%20shelf.yaml");
    assert_eq!(place["region"], json!({"startLine": 5, "startColumn": 1}));
    let other = &results[0]["relatedLocations"][0];
    assert_eq!(other["physicalLocation"]["region"]["startLine"], 4);
    assert_eq!(other["message"]["text"], "it stood here first");
    let setting = &results[1]["locations"][0]["physicalLocation"];
    assert_eq!(setting["artifactLocation"]["uri"], "codegen.toml");
}

/// SARIF as its types, which are made from its schema, have it: nothing is missing, and nothing is there that they do not know.
#[test]
fn sarif_is_what_its_schema_says() {
    for code in Code::ALL {
        let folder = Folder(tempfile::tempdir().unwrap());
        let mut command = in_folder(*code, folder.0.path());
        let output = command.args(["--format", "sarif"]).output().unwrap();
        let written: Value = serde_json::from_slice(&output.stdout).unwrap();
        let log: serde_sarif::sarif::Sarif = serde_json::from_value(written.clone())
            .unwrap_or_else(|error| panic!("{code}: {error}"));
        assert_eq!(serde_json::to_value(log).unwrap(), written, "{code}");
    }
}

/// What a run says to a terminal, if its standard error is one.
#[cfg(unix)]
fn said_to_a_terminal(mut command: Command) -> String {
    use std::io::Read as _;

    let terminal = nix::pty::openpty(None, None).unwrap();
    let mut child = command.stderr(terminal.slave).spawn().unwrap();
    // The command holds the other end, which has to be closed for the reading to end.
    drop(command);
    let mut said = Vec::new();
    let mut reader = fs::File::from(terminal.master);
    let mut piece = [0; 4096];
    while let Ok(length) = reader.read(&mut piece) {
        if length == 0 {
            break;
        }
        said.extend_from_slice(&piece[..length]);
    }
    child.wait().unwrap();
    String::from_utf8(said).unwrap()
}

#[cfg(unix)]
#[test]
fn there_are_colours_on_a_terminal_only_unless_they_are_not_wanted() {
    let folder = Folder::new(&[("shelf.yaml", BROKEN)]);
    let run = || folder.command("--spec shelf.yaml --out out");
    let coloured = said_to_a_terminal(run());
    assert!(
        coloured.contains("\u{1b}[") && coloured.contains("unknown-keyword"),
        "{coloured}"
    );
    let mut unwanted = run();
    unwanted.env("NO_COLOR", "1");
    let plain = said_to_a_terminal(unwanted);
    assert!(
        !plain.contains('\u{1b}') && plain.contains("unknown-keyword"),
        "{plain}"
    );
    // An empty NO_COLOR says nothing (no-color.org).
    let mut empty = run();
    empty.env("NO_COLOR", "");
    assert!(said_to_a_terminal(empty).contains('\u{1b}'));
    assert!(
        !folder
            .run("--spec shelf.yaml --out out")
            .said
            .contains('\u{1b}')
    );
}
