//! Words, texts and numbers that have broken programs before, and the keywords of OpenAPI.

/// Texts that try to break out of where they stand, or that are hard to make a name of.
pub const TEXTS: &[&str] = &[
    "", " ", "\"", "'", "`", "\\", "*/", "/*", "//", "#", "{", "}", "{}", "{{}}", "\"#", "\"##", "r#\"", "\u{0}", "\n", "\r",
    "\r\n", "\t", "\u{7f}", "\u{85}", "\u{a0}", "\u{2028}", "\u{202e}abc", "\u{2066}", "\u{200b}", "\u{feff}", "\u{fffd}", "\u{10ffff}",
    "é", "e\u{301}", "ß", "İ", "ǅ", "日本語", "🚀", "👩‍👩‍👧", "+1", "-1", "1", "0x", "1e5", "_", "__", "___", "a_", "A", "aA", "Aa", "AA",
    "self", "Self", "super", "crate", "r#type", "type", "fn", "async", "gen", "try", "Option", "String", "Vec", "Result", "Error",
    "Json", "Client", "Box", "Ok", "Err", "None", "Some", "new", "default", "clone", "drop", "main", "mod", "lib", "std", "core",
    "runtime", "types", "client", "servers", "headers", "webhooks", "Call", "Body", "Operation", "Maybe", "Other", "additional",
    "] */ }", "#![allow(warnings)]", "#[doc(hidden)]", "\"); panic!(\"", "${x}", "{0}", "{:?}", "%s", "%00", "%2e%2e", "..", ".", "/",
    "//", "../..", "a/../b", "?", "?a=b", "#frag", "a#b", "a?b", "http://", "https://x.example/{y}", "//x", "javascript:", "$ref", "$id",
    "a b", "a-b", "a.b", "a/b", "a\\b", "a:b", "a,b", "a;b", "a=b", "a&b", "a|b", "a[b]", "a\u{0}b", "a\nb", "```\nx\n```", "[a](b)",
    "<script>", "&lt;", "<a>", "[`x`]", "~~~", "    indented", "- a", "1. a", "| a |", "***", "null", "true", "false", "~", "yes",
    "NaN", "Infinity", ".inf", "!!binary", "&a", "*a", "<<", "---", "...", "%YAML", "?", ": ", "- ", "> ", "|", "@", "application/json",
    "*/*", "text/*", "application/*+json", "multipart/form-data", "application/x-www-form-urlencoded", "text/event-stream", "200", "2XX",
    "default", "99", "600", "1XX", "XXX", "-200", "string", "object", "array", "integer", "number", "boolean", "date-time", "byte", "binary",
    "int64", "uuid", "decimal", "duration", "time", "uri", "path", "query", "header", "cookie", "body", "formData", "querystring",
    "form", "simple", "label", "matrix", "deepObject", "spaceDelimited", "pipeDelimited", "Authorization", "Content-Type", "Accept", "Cookie",
    "http", "apiKey", "oauth2", "openIdConnect", "mutualTLS", "basic", "bearer", "digest", "^[a-z", "(?=x)", "\\p{L}", "(", "[", ".*", "a{1,99999}",
];

/// Spellings of numbers.
pub const NUMBERS: &[&str] = &[
    "0", "-0", "0.0", "-0.0", "1", "-1", "0.5", "1.0", "1e2", "1E+2", "1e-7", "127", "128", "255", "256", "65536", "2147483647", "2147483648",
    "-2147483648", "-2147483649", "4294967295", "4294967296", "9007199254740993", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "170141183460469231731687303715884105727",
    "170141183460469231731687303715884105728", "-170141183460469231731687303715884105729", "340282366920938463463374607431768211456",
    "1e308", "1e309", "-1e309", "1e999", "1e-999", "5e-324", "1e1000000000", "1e99999999999999999999", "0.1000000000000000055511151231257827021181583404541015625",
    "123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890", "200", "404", "99999",
];

/// Keys that mean something somewhere in a description.
pub const KEYWORDS: &[&str] = &[
    "$ref", "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$defs", "$schema", "$comment", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas",
    "dependentRequired", "prefixItems", "items", "contains", "minContains", "maxContains", "properties", "patternProperties", "additionalProperties",
    "propertyNames", "unevaluatedItems", "unevaluatedProperties", "type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum",
    "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "required",
    "title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples", "example", "format", "contentEncoding", "contentMediaType",
    "contentSchema", "discriminator", "propertyName", "mapping", "defaultMapping", "xml", "externalDocs", "nullable", "openapi", "swagger", "$self", "info", "version", "servers", "url", "variables",
    "name", "paths", "webhooks", "components", "security", "tags", "parent", "kind", "summary", "jsonSchemaDialect", "schemas", "responses", "parameters", "requestBodies",
    "requestBody", "headers", "securitySchemes", "securityDefinitions", "definitions", "links", "callbacks", "pathItems", "mediaTypes", "get", "put", "post", "delete", "options", "head",
    "patch", "trace", "query", "additionalOperations", "operationId", "in", "style", "explode", "allowReserved", "allowEmptyValue", "schema", "content", "itemSchema", "encoding", "prefixEncoding", "itemEncoding",
    "contentType", "scheme", "bearerFormat", "flows", "openIdConnectUrl", "oauth2MetadataUrl", "host", "basePath", "schemes", "consumes", "produces", "collectionFormat", "200", "204", "404", "4XX", "default",
    "application/json", "text/plain", "application/octet-stream", "text/event-stream", "application/jsonl", "application/json-seq", "multipart/form-data", "application/x-www-form-urlencoded", "application/xml", "*/*",
    "x-codegen", "x-nullable", "x-enum-varnames", "refIdentifier", "requiredProperties", "schemaArray",
];

/// What a document may call its version.
pub const VERSIONS: &[(&str, &str)] = &[
    ("openapi", "\"3.0.0\""), ("openapi", "\"3.0.4\""), ("openapi", "\"3.1.0\""), ("openapi", "\"3.1.1\""), ("openapi", "\"3.2.0\""), ("openapi", "\"3.3.0\""), ("openapi", "\"4.0.0\""),
    ("openapi", "3.1"), ("openapi", "3"), ("openapi", "null"), ("openapi", "\"\""), ("openapi", "[\"3.1.0\"]"), ("swagger", "\"2.0\""), ("swagger", "2.0"), ("swagger", "2"), ("swagger", "\"1.2\""),
];
