//! Descriptions of several files: references between them, and pages that say different things of all their operations.

use std::path::Path;

use clientwright::diagnostic::{Diagnostics, print};
use clientwright::document::import;
use clientwright::settings::Settings;
use clientwright::source::{Source, read};
use insta::assert_snapshot;

/// The files of a folder with these texts, read; names are as the first file's folder sees them.
fn folder(files: &[(&str, &[u8])], named: usize) -> (Source, Diagnostics) {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for (name, text) in files {
        // A name as a shell completes it: `./root.yaml`.
        let path = folder.path().join(".").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        paths.push(path);
    }
    let mut diagnostics = Diagnostics::default();
    let mut source = read(&paths[..named], &mut diagnostics);
    for file in &mut source.files {
        assert!(!file.name.contains("/./"), "{}", file.name);
        let name = Path::new(&file.name).strip_prefix(folder.path()).unwrap();
        file.name = name.display().to_string();
    }
    (source, diagnostics)
}

#[test]
fn references_to_files_are_followed_and_missing_ones_named() {
    let root = "a: {$ref: 'parts/a%20b.yaml#/x'}\nb: {$ref: gone.yaml}\nc: {$ref: 'https://example.com/x.json'}\nd: [{$ref: gone.yaml}, {$ref: parts/empty.yaml}]\n";
    let part = "x: {$ref: ../root.yaml#/b}\ny: {$ref: './c.json#/z'}\n";
    let files: [(&str, &[u8]); 4] = [
        ("root.yaml", root.as_bytes()),
        ("parts/a b.yaml", part.as_bytes()),
        ("parts/c.json", b"{\"z\": 1}"),
        ("parts/empty.yaml", b"# later\n"),
    ];
    let (source, diagnostics) = folder(&files, 1);
    let names: Vec<_> = source.files.iter().map(|file| &*file.name).collect();
    assert_eq!(
        names,
        [
            "root.yaml",
            "parts/a b.yaml",
            "parts/empty.yaml",
            "parts/c.json"
        ]
    );
    assert_eq!(source.entries, 1);
    assert!(!diagnostics.stop());
    let said: Vec<_> = diagnostics
        .iter()
        .map(|one| {
            (
                one.code.as_str(),
                one.place.map(|place| source.files[0].position(place).line),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("unreadable-file", Some(2)),
            ("unreadable-file", Some(3)),
            ("empty-file", Some(4))
        ]
    );
}

/// The one description that files make, of which the first is named, and what was said about it.
fn bundled(files: &[(&str, &str)], named: usize) -> (String, Vec<&'static str>) {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    let (source, mut diagnostics) = folder(&files, named);
    let text = import(&source, &mut diagnostics).unwrap();
    let said = diagnostics.iter().map(|one| one.code.as_str());
    // None of these documents has an `info`.
    (text, said.filter(|code| *code != "missing-field").collect())
}

#[test]
fn files_may_refer_to_each_other_in_a_circle() {
    let root =
        "openapi: 3.1.0\ncomponents: {schemas: {A: {properties: {b: {$ref: 'b.yaml#/B'}}}}}\n";
    let b =
        "B: {properties: {a: {$ref: 'root.yaml#/components/schemas/A'}, c: {$ref: 'c.yaml'}}}\n";
    let c = "items: {$ref: 'b.yaml#/B/properties/c'}\ntitle: {$ref: '#/nowhere'}\n";
    let (text, said) = bundled(&[("root.yaml", root), ("b.yaml", b), ("c.yaml", c)], 1);
    assert_snapshot!(text, @r"
    openapi: 3.1.0
    components:
      schemas:
        A:
          properties:
            b:
              $ref: '#/components/schemas/B'
        B:
          properties:
            a:
              $ref: '#/components/schemas/A'
            c:
              $ref: '#/components/schemas/c'
        c:
          items:
            $ref: '#/components/schemas/c2'
          title:
            $ref: '#/nowhere'
        c2:
          $ref: '#/components/schemas/c'
    ");
    assert!(said.is_empty());
}

#[test]
fn a_reference_leads_into_the_middle_of_a_file_through_others() {
    let root = "openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: 'b.yaml#/Alias/properties/x/items'}, N: {$ref: 'c.yaml#named'}}}\n";
    let b = "Alias: {$ref: 'c.yaml#/C'}\n";
    let c = "C: {properties: {x: {items: {type: string}}}}\nD: {$anchor: named, type: number}\n";
    let (text, said) = bundled(&[("root.yaml", root), ("b.yaml", b), ("c.yaml", c)], 1);
    assert_snapshot!(text, @r"
    openapi: 3.1.0
    components:
      schemas:
        A:
          $ref: '#/components/schemas/items'
        N:
          $ref: '#/components/schemas/D'
        D:
          $anchor: named
          type: number
        items:
          type: string
    ");
    assert!(said.is_empty());
}

#[test]
fn the_default_answer_is_followed_and_a_default_value_is_not() {
    let root = "openapi: 3.1.0\npaths: {/a: {get: {responses: {default: {$ref: b.yaml}}}}}\ncomponents: {schemas: {A: {default: {$ref: b.yaml}}}}\n";
    let (text, said) = bundled(&[("root.yaml", root), ("b.yaml", "description: d\n")], 1);
    assert_snapshot!(text, @r"
    openapi: 3.1.0
    paths:
      /a:
        get:
          responses:
            default:
              description: d
    components:
      schemas:
        A:
          default:
            $ref: b.yaml
    ");
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn a_header_whose_name_begins_as_extensions_do_is_followed() {
    let root = "openapi: 3.1.0\ncomponents: {responses: {R: {headers: {x-a: {$ref: 'b.yaml#/x-a'}}, x-b: {$ref: b.yaml}}}}\n";
    let (text, said) = bundled(
        &[("root.yaml", root), ("b.yaml", "x-a: {required: true}\n")],
        1,
    );
    assert_snapshot!(text, @r"
    openapi: 3.1.0
    components:
      responses:
        R:
          headers:
            x-a:
              required: true
          x-b:
            $ref: b.yaml
    ");
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn path_items_in_a_circle_of_files_end() {
    let root = "openapi: 3.1.0\npaths: {/a: {$ref: 'b.yaml#/x'}}\n";
    let b = "x: {$ref: 'c.yaml'}\n";
    let c = "$ref: 'b.yaml#/x'\n";
    let (text, _) = bundled(&[("root.yaml", root), ("b.yaml", b), ("c.yaml", c)], 1);
    assert_snapshot!(text, @r"
    openapi: 3.1.0
    paths:
      /a:
        $ref: b.yaml#/x
    ");
}

#[test]
fn whole_documents_share_what_they_refer_to() {
    let one = "openapi: 3.1.0\ncomponents: {schemas: {A: {type: string}, B: {$ref: shared.yaml}, C: {$ref: 'two.yaml#/components/schemas/D'}}}\n";
    let two = "openapi: 3.1.0\ncomponents: {schemas: {A: {type: number}, B: {$ref: shared.yaml}, D: {type: boolean}}}\n";
    let files = [
        ("one.yaml", one),
        ("two.yaml", two),
        ("shared.yaml", "type: object\n"),
    ];
    let (text, said) = bundled(&files, 2);
    assert_snapshot!(text, @r"
    openapi: 3.1.0
    components:
      schemas:
        A:
          type: string
        B:
          $ref: '#/components/schemas/shared'
        C:
          $ref: '#/components/schemas/D'
        D:
          type: boolean
        shared:
          type: object
        two_A:
          type: number
    ");
    assert_eq!(said, ["renamed-component"]);
}

#[test]
fn a_schema_that_calls_itself_by_a_uri_is_no_file() {
    let root = "openapi: 3.1.0\ncomponents: {schemas: {A: {$id: 'https://a.example/a.json'}, B: {$ref: a.json}}}\n";
    let (_, said) = bundled(&[("root.yaml", root)], 1);
    assert!(said.is_empty(), "{said:?}");
}

fn page(title: &str, lines: &str) -> String {
    format!("# {title}\n\n## OpenAPI\n\n```yaml\nopenapi: 3.1.0\n{lines}```\n")
}

#[test]
fn what_a_page_says_for_all_operations_stays_with_its_own() {
    let one = page(
        "One",
        "servers: [{url: 'https://a.example'}]\nsecurity: [{x: []}]\npaths: {/a: {get: {}}, /c: {servers: [{url: 'https://c.example'}], get: {}}}\n",
    );
    let two = page(
        "Two",
        "servers: [{url: 'https://b.example'}]\nsecurity: [{y: []}]\npaths: {/b: {get: {security: []}, put: {}}}\n",
    );
    let files = [("one.md", one.as_bytes()), ("two.md", two.as_bytes())];
    let (source, mut diagnostics) = folder(&files, 2);
    let text =
        import(&source, &mut diagnostics).unwrap_or_else(|| print(&diagnostics, &source, false));
    assert_snapshot!(text, @r##"
    openapi: 3.1.0
    paths:
      /a:
        get:
          security:
          - x: []
          servers:
          - url: https://a.example
      /c:
        servers:
        - url: https://c.example
        get:
          security:
          - x: []
      /b:
        get:
          security: []
          servers:
          - url: https://b.example
        put:
          security:
          - y: []
          servers:
          - url: https://b.example
    "##);
}

/// What is said of a description whose folder lies in another with these files; with `outside`, references may lead there.
fn reached(openapi: &str, prepare: impl Fn(&Path), outside: bool) -> String {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("spec");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(inner.join("openapi.yaml"), openapi).unwrap();
    std::fs::write(folder.path().join("shared.yaml"), "type: string\n").unwrap();
    prepare(&inner);
    let mut diagnostics = Diagnostics::default();
    let mut settings = Settings::default();
    settings.source.allow_outside = outside;
    let mut source = clientwright::read(
        &[inner.join("openapi.yaml")],
        &mut settings,
        &mut diagnostics,
    );
    for file in &mut source.files {
        file.name = file.name.replace(&*folder.path().to_string_lossy(), "");
    }
    let said = print(&diagnostics, &source, false);
    // The number of a symbolic link that leads to itself is the system's own.
    said.replace(&*folder.path().to_string_lossy(), "")
        .replace(" (os error 40)", "")
        .replace(" (os error 62)", "")
}

#[test]
fn a_reference_out_of_the_folder_is_followed_only_if_that_is_allowed() {
    let openapi = "a: {$ref: ../shared.yaml}\nb: {$ref: ./x/../../shared.yaml}\nc: {$ref: ../gone.yaml}\nd: {$ref: /etc/hostname}\ne: {$ref: 'file:///etc/hostname'}\n";
    assert_snapshot!(reached(openapi, |_| {}, false), @"
    warning[outside-folder]: `/shared.yaml` is not in the description's folder; it is not read
     --> /spec/openapi.yaml:1:11
      |
    1 | a: {$ref: ../shared.yaml}
      |           ^^^^^^^^^^^^^^
      |
      = note: and 2 more like it: /spec/openapi.yaml:3:11 (`/gone.yaml`), /spec/openapi.yaml:4:11 (`/etc/hostname`)
      = help: if the description may be trusted, say `allow-outside = true` under `[source]` in codegen.toml

    warning[unreadable-file]: `file:///etc/hostname` is no relative reference; the file is not read
     --> /spec/openapi.yaml:5:11
      |
    5 | e: {$ref: 'file:///etc/hostname'}
      |           ^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: save the file beside this one and refer to it there
    ");
    let openapi = "a: {$ref: ../shared.yaml}\nb: {$ref: ../gone.yaml}\n";
    assert_snapshot!(reached(openapi, |_| {}, true), @"
    warning[unreadable-file]: `/gone.yaml` cannot be read: No such file or directory (os error 2)
     --> /spec/openapi.yaml:2:11
      |
    2 | b: {$ref: ../gone.yaml}
      |           ^^^^^^^^^^^^
      |
      = help: check the name, the access rights, and that files which the description refers to lie beside it
    ");
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_out_of_the_folder_is_not_followed() {
    use std::os::unix::fs::symlink;
    let openapi = "a: {$ref: link.yaml}\nb: {$ref: up/shared.yaml}\nc: {$ref: around.yaml}\nd: {$ref: here/own.yaml}\n";
    let prepare = |folder: &Path| {
        symlink("../shared.yaml", folder.join("link.yaml")).unwrap();
        symlink("..", folder.join("up")).unwrap();
        symlink("around.yaml", folder.join("around.yaml")).unwrap();
        // One that stays in the folder is a file like others.
        symlink(".", folder.join("here")).unwrap();
        std::fs::write(folder.join("own.yaml"), "type: string\n").unwrap();
    };
    assert_snapshot!(reached(openapi, prepare, false), @"
    warning[outside-folder]: `/spec/link.yaml` is not in the description's folder; it is not read
     --> /spec/openapi.yaml:1:11
      |
    1 | a: {$ref: link.yaml}
      |           ^^^^^^^^^
      |
      = note: and 1 more like it: /spec/openapi.yaml:2:11 (`/spec/up/shared.yaml`)
      = help: if the description may be trusted, say `allow-outside = true` under `[source]` in codegen.toml

    warning[unreadable-file]: `/spec/around.yaml` cannot be read: Too many levels of symbolic links
     --> /spec/openapi.yaml:3:11
      |
    3 | c: {$ref: around.yaml}
      |           ^^^^^^^^^^^
      |
      = help: check the name, the access rights, and that files which the description refers to lie beside it
    ");
}

#[cfg(unix)]
#[test]
fn files_that_are_links_into_one_folder_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (real, linked) = (folder.path().join("real"), folder.path().join("linked"));
    for path in [&real, &linked] {
        std::fs::create_dir(path).unwrap();
    }
    for (name, text) in [("openapi.yaml", "a: {$ref: b.yaml}\n"), ("b.yaml", "{}\n")] {
        std::fs::write(real.join(name), text).unwrap();
        std::os::unix::fs::symlink(real.join(name), linked.join(name)).unwrap();
    }
    let mut diagnostics = Diagnostics::default();
    let source = read(&[linked.join("openapi.yaml")], &mut diagnostics);
    assert_eq!(source.files.len(), 2);
    assert!(diagnostics.is_empty());
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_not_read() {
    let openapi =
        "a: {$ref: pipe}\nb: {$ref: zero}\nc: {$ref: folder}\nd: {$ref: \"nul\\0.yaml\"}\n";
    let prepare = |folder: &Path| {
        let made = std::process::Command::new("mkfifo")
            .arg(folder.join("pipe"))
            .status();
        assert!(made.unwrap().success());
        std::os::unix::fs::symlink("/dev/zero", folder.join("zero")).unwrap();
        std::fs::create_dir(folder.join("folder")).unwrap();
    };
    assert_snapshot!(reached(openapi, prepare, true), @r#"
    warning[unreadable-file]: `/spec/pipe` is a device or a pipe, not a file
     --> /spec/openapi.yaml:1:11
      |
    1 | a: {$ref: pipe}
      |           ^^^^
      |
      = note: and 1 more like it: /spec/openapi.yaml:2:11 (`/spec/zero`)
      = help: check the name, the access rights, and that files which the description refers to lie beside it

    warning[unreadable-file]: `/spec/folder` is a folder, not a file
     --> /spec/openapi.yaml:3:11
      |
    3 | c: {$ref: folder}
      |           ^^^^^^
      |
      = help: check the name, the access rights, and that files which the description refers to lie beside it

    warning[unreadable-file]: `/spec/nul\u{0}.yaml` cannot be read: file name contained an unexpected NUL byte
     --> /spec/openapi.yaml:4:11
      |
    4 | d: {$ref: "nul\0.yaml"}
      |           ^^^^^^^^^^^^
      |
      = help: check the name, the access rights, and that files which the description refers to lie beside it
    "#);
}
