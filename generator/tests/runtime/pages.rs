//! Pages: each kind of paging against a transport that answers what it is told to.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_core::Stream as _;

use crate::api::{BARE, Mock, QUERY, Seen, builder, client, wait, with_credentials};
use crate::runtime::{
    Answer, Body, Call, Client, Error, Items, Json, Method, NoFailure, Operation, Pages, Paginated,
    Reading, RequestLine, RequestParts, pages, record,
};

/// A page of pets.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PetPage {
    pub(crate) pets: Option<Vec<Pet>>,
}
record! { PetPage: read { pets } }

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pet {
    pub(crate) id: Json,
}
record! { Pet: read { id } }

/// `GET /pets` with these parameters, whose pages follow each other in one of the ways.
macro_rules! lists {
    ($($operation:ident: { $($paging:tt)* })*) => {
        $(
            #[derive(Debug, Clone)]
            pub(crate) struct $operation(Vec<(&'static str, &'static str)>);

            impl Operation for $operation {
                type Output = PetPage;
                type Error = NoFailure;
                const LINE: RequestLine = RequestLine::new(Method::GET, "/pets");

                fn request(&self, request: &mut RequestParts) {
                    for (name, value) in &self.0 {
                        request.query(name, &(*value).to_owned());
                    }
                    request.authorize(&[&[&BARE, &QUERY]]);
                }

                fn answer(answer: Answer<'_>) -> Reading<Self> {
                    match answer.status() {
                        200 => answer.success(),
                        _ => answer.undocumented(),
                    }
                }
            }
            pages! { $operation { Pet, |page| page.pets, $($paging)* } }
        )*
    };
}

lists! {
    ByToken: { token("page[token]", &["meta", "next"]) }
    ByTokenAndMore: { token("token", &["next"]).more(&["more"]) }
    ByCursor: { cursor("after", &["pets"], &["id"]) }
    ByCursorAndMore: { cursor("after", &["pets"], &["id"]).more(&["more"]) }
    ByOffset: { offset("offset", &["pets"]) }
    ByOffsetAndSize: { offset("offset", &["pets"]).size("limit", Some(3), Some(4)) }
    ByOffsetAndTotal: { offset("offset", &["pets"]).total(&["total"]) }
    ByPage: { page("page", &["pets"], 1).size("size", None, None) }
    ByPageAndTotal: { page("page", &["pets"], 0).total(&["pages"]) }
    ByLink: { link() }
    ByAddress: { address(&["links", "next"]) }
}

fn page(json: &str) -> http::Response<Body> {
    http::Response::new(Body::from(json.to_owned()))
}

fn linked(link: &str) -> http::Response<Body> {
    let answer = http::Response::builder().header("link", link);
    answer.body(Body::from(PETS.to_owned())).expect("an answer")
}

/// A page of one pet.
const PETS: &str = r#"{"pets": [{"id": "rex"}]}"#;

/// Path and query of each request, without the credential.
fn targets(mock: &Mock) -> Vec<String> {
    let target = |seen: &Seen| seen.target().replace("api_key=query%20key%2B%2F", "key");
    mock.seen().iter().map(target).collect()
}

/// The ids of all items, then what went wrong, if anything did.
fn ids<Op: Paginated<Item = Pet, Error = NoFailure>>(mut items: Items<Op>) -> Vec<String> {
    wait(async {
        let mut ids = Vec::new();
        while let Some(item) = items.next().await {
            ids.push(match item {
                Ok(pet) => pet.id.to_string(),
                Err(error) => said(&error),
            });
        }
        assert!(items.next().await.is_none(), "an end is an end");
        ids
    })
}

fn said<E: crate::runtime::Failure>(error: &Error<E>) -> String {
    match error {
        Error::Decode(error) => error.misfit().to_string(),
        other => other.to_string(),
    }
}

fn all<Op: Paginated<Item = Pet, Error = NoFailure>>(
    operation: Op,
    answers: &[&str],
) -> (Vec<String>, Vec<String>) {
    let mock = Mock::answering(answers.iter().map(|json| page(json)));
    let ids = ids(client(&mock).call(operation).into_items());
    (ids, targets(&mock))
}

#[test]
fn a_token_leads_from_page_to_page() {
    let (ids, targets) = all(
        ByToken(vec![("limit", "2"), ("page[token]", "start")]),
        &[
            r#"{"meta": {"next": "a&b"}, "pets": [{"id": 1}, {"id": 2}]}"#,
            r#"{"pets": [], "meta": {"next": 17.50, "next": 17}}"#,
            r#"{"pets": null, "meta": {"next": "c"}}"#,
            r#"{"pets": [{"id": 3}], "meta": {"next": null}}"#,
        ],
    );
    assert_eq!(ids, ["1", "2", "3"], "pages of nothing are no end");
    assert_eq!(
        targets,
        [
            "/pets?limit=2&page%5Btoken%5D=start&key",
            "/pets?limit=2&page%5Btoken%5D=a%26b&key",
            "/pets?limit=2&page%5Btoken%5D=17&key",
            "/pets?limit=2&page%5Btoken%5D=c&key",
        ]
    );
}

#[test]
fn no_token_is_the_end() {
    let ends = [
        "{}",
        r#"{"meta": null}"#,
        r#"{"meta": {}}"#,
        r#"{"meta": {"next": null}}"#,
        r#"{"meta": {"next": ""}}"#,
        r#"{"meta": {"next": 0}}"#,
        r#"{"meta": {"next": false}}"#,
    ];
    for end in ends {
        let (ids, targets) = all(ByToken(Vec::new()), &[end]);
        assert_eq!((ids.len(), targets.len()), (0, 1), "{end}");
    }
}

#[test]
fn what_is_no_token_is_an_error_after_its_page() {
    for next in ["{}", "[]", "true"] {
        let body = format!(r#"{{"pets": [{{"id": 1}}], "meta": {{"next": {next}}}}}"#);
        let (ids, targets) = all(ByToken(Vec::new()), &[&body]);
        let error = "meta.next: says neither where pages go on nor that they end";
        assert_eq!(ids, ["1", error], "{next}");
        assert_eq!(targets.len(), 1);
    }
}

#[test]
fn a_token_that_came_before_is_an_error_that_names_it() {
    let answer = |next: &str| format!(r#"{{"pets": [{{"id": 1}}], "meta": {{"next": "{next}"}}}}"#);
    let (a, b, start) = (answer("a"), answer("b"), answer("start"));
    let (ids_of, targets) = all(ByToken(Vec::new()), &[&a, &b, &a, &b]);
    let error = "the token `a` comes a second time: pages would never end";
    assert_eq!(
        ids_of,
        ["1", "1", "1", error],
        "all of the third page is there"
    );
    assert_eq!(targets.len(), 3);
    // Also the one that the caller began with.
    let (ids_of, targets) = all(ByToken(vec![("page[token]", "start")]), &[&a, &start]);
    let error = "the token `start` comes a second time: pages would never end";
    assert_eq!(ids_of, ["1", "1", error]);
    assert_eq!(targets.len(), 2);
    let long = answer(&"x".repeat(500));
    let mock = Mock::answering([page(&long), page(&long)]);
    let ids = ids(client(&mock).call(ByToken(Vec::new())).into_items());
    assert!(ids[2].len() < 200, "{}", ids[2]);
}

#[test]
fn a_body_may_say_whether_there_is_more() {
    let (ids, targets) = all(
        ByTokenAndMore(Vec::new()),
        &[
            r#"{"next": "a", "more": true}"#,
            r#"{"next": "b", "more": null}"#,
            r#"{"next": "c", "more": false}"#,
        ],
    );
    assert_eq!((ids.len(), targets.len()), (0, 3));
    let (ids, _) = all(ByTokenAndMore(Vec::new()), &[r#"{"more": true}"#]);
    assert_eq!(ids, ["there is more, but nothing says where"]);
    let (ids, _) = all(ByTokenAndMore(Vec::new()), &[r#"{"more": "yes"}"#]);
    assert_eq!(ids, ["more: expected a boolean, found a string"]);
}

#[test]
fn the_last_item_leads_to_the_next_page() {
    let (ids, targets) = all(
        ByCursor(vec![("limit", "2")]),
        &[
            r#"{"pets": [{"id": "a"}, {"id": "b"}]}"#,
            r#"{"pets": [{"id": 0}]}"#,
            r#"{"pets": []}"#,
        ],
    );
    assert_eq!(ids, [r#""a""#, r#""b""#, "0"]);
    let wanted = [
        "/pets?limit=2&key",
        "/pets?limit=2&after=b&key",
        "/pets?limit=2&after=0&key",
    ];
    assert_eq!(targets, wanted);
    let (ids, targets) = all(
        ByCursorAndMore(Vec::new()),
        &[
            r#"{"pets": [{"id": 1}], "more": true}"#,
            r#"{"pets": [{"id": 2}], "more": false}"#,
        ],
    );
    assert_eq!((ids.len(), targets.len()), (2, 2));
    let (ids, _) = all(
        ByCursorAndMore(Vec::new()),
        &[r#"{"pets": [], "more": true}"#],
    );
    assert_eq!(ids, ["there is more, but nothing says where"]);
    let (ids, _) = all(ByCursor(Vec::new()), &[r#"{"pets": [{"id": null}]}"#]);
    assert_eq!(
        ids[1],
        "the last item does not say where the next page begins"
    );
    let answer = r#"{"pets": [{"id": 1}]}"#;
    let (ids, _) = all(ByCursor(Vec::new()), &[answer, answer]);
    assert_eq!(
        ids[2],
        "the token `1` comes a second time: pages would never end"
    );
}

/// Answers with pages of so many pets, and says what was asked for.
fn counted<Op: Paginated<Item = Pet, Error = NoFailure>>(
    operation: Op,
    pages: &[(usize, &str)],
) -> Vec<String> {
    let answers = pages.iter().map(|(count, more)| {
        let pets = vec![r#"{"id": 1}"#; *count].join(",");
        page(&format!(r#"{{"pets": [{pets}] {more}}}"#))
    });
    let mock = Mock::answering(answers);
    let ids = ids(client(&mock).call(operation).into_items());
    let count: usize = pages.iter().map(|(count, _)| count).sum();
    assert_eq!(ids, vec!["1"; count]);
    let strip = |target: String| target.replace("/pets?", "").replace("key", "");
    let targets = targets(&mock).into_iter().map(strip);
    targets
        .map(|target| target.trim_matches('&').to_owned())
        .collect()
}

#[test]
fn items_are_counted() {
    let asked = counted(ByOffset(Vec::new()), &[(2, ""), (1, ""), (0, "")]);
    assert_eq!(
        asked,
        ["", "offset=2", "offset=3"],
        "a page of nothing is the end"
    );
    let asked = counted(ByOffset(vec![("offset", "10")]), &[(2, ""), (0, "")]);
    assert_eq!(asked, ["offset=10", "offset=12"]);
    let total = r#", "total": 4"#;
    let asked = counted(ByOffsetAndTotal(Vec::new()), &[(2, total), (2, total)]);
    assert_eq!(asked, ["", "offset=2"]);
    for unknown in [r#", "total": null"#, r#", "total": -1"#, ""] {
        let asked = counted(ByOffsetAndTotal(Vec::new()), &[(2, unknown), (0, unknown)]);
        assert_eq!(asked.len(), 2, "{unknown}");
    }
}

#[test]
fn a_short_page_is_the_last_where_its_size_is_sure() {
    let usual = counted(ByOffsetAndSize(Vec::new()), &[(3, ""), (2, "")]);
    assert_eq!(usual.len(), 2, "three without a limit");
    let asked = counted(ByOffsetAndSize(vec![("limit", "2")]), &[(2, ""), (1, "")]);
    assert_eq!(asked, ["limit=2", "limit=2&offset=2"]);
    let at_most = counted(
        ByOffsetAndSize(vec![("limit", "100")]),
        &[(4, ""), (4, ""), (3, "")],
    );
    assert_eq!(at_most.len(), 3, "a server gives four at most");
    // Nothing says how many a server gives at most: the first page may be short for that alone.
    let unsure = counted(ByPage(vec![("size", "100")]), &[(4, ""), (4, ""), (3, "")]);
    assert_eq!(unsure, ["size=100", "size=100&page=2", "size=100&page=3"]);
    assert_eq!(counted(ByPage(Vec::new()), &[(2, ""), (1, "")]).len(), 2);
    assert_eq!(counted(ByPage(Vec::new()), &[(0, "")]).len(), 1);
}

#[test]
fn pages_are_counted() {
    let asked = counted(ByPage(Vec::new()), &[(2, ""), (2, ""), (0, "")]);
    assert_eq!(asked, ["", "page=2", "page=3"]);
    let asked = counted(ByPage(vec![("page", "7")]), &[(2, ""), (0, "")]);
    assert_eq!(asked, ["page=7", "page=8"]);
    let total = r#", "pages": 2"#;
    let asked = counted(ByPageAndTotal(Vec::new()), &[(2, total), (2, total)]);
    assert_eq!(asked, ["", "page=1"], "the first is page 0");
}

#[test]
fn a_number_may_be_an_unknown_one() {
    let (ids, _) = all(
        ByOffsetAndTotal(Vec::new()),
        &[r#"{"total": "4", "pets": [{"id": 1}]}"#],
    );
    assert_eq!(ids[0], "1");
    let (ids, _) = all(
        ByOffsetAndTotal(Vec::new()),
        &[r#"{"total": {}, "pets": []}"#],
    );
    assert_eq!(ids, ["total: expected a number, found an object"]);
}

#[test]
fn links_lead_from_page_to_page() {
    let mock = Mock::answering([
        linked(r#"<https://pets.example/v1/pets?cursor=a%2Fb&limit=2>; rel="next""#),
        linked(
            r#"</v1/pets?cursor=c>;rel=prev, <?cursor=d>; title="a, <b>; rel=next"; REL="last  Next""#,
        ),
        linked(r#"<more>; rel=next; anchor="/elsewhere", <more?a>; rel=next"#),
        linked(r#"<https://pets.example/v1/pets>; rel=first"#),
    ]);
    let call = client(&mock).call(ByLink(vec![("limit", "2")]));
    let ids = ids(call.header("x-mine", "1").into_items());
    assert_eq!(ids, [r#""rex""#; 4]);
    assert_eq!(
        targets(&mock),
        [
            "/pets?limit=2&key",
            "/pets?cursor=a%2Fb&limit=2&key",
            "/pets?cursor=d&key",
            "/more?a&key",
        ]
    );
    for seen in mock.seen() {
        assert_eq!(seen.header("authorization"), ["bare-key"]);
        assert_eq!(seen.header("x-mine"), ["1"]);
    }
}

#[test]
fn what_is_no_link_leads_nowhere() {
    for link in [
        "",
        "next",
        "<next; rel=next",
        "<next> rel=next",
        r#"<next>; rel="next"#,
        "<next>; rel=nextish",
        "<next>; rel=prev; rel=next",
        "<next>",
        ",, ,",
    ] {
        let mock = Mock::answering([linked(link)]);
        ids(client(&mock).call(ByLink(Vec::new())).into_items());
        assert_eq!(mock.seen().len(), 1, "{link}");
    }
    let two = http::Response::builder()
        .header("link", "broken")
        .header("link", ", <two>;rel=next,")
        .body(Body::from(PETS.to_owned()));
    let mock = Mock::answering([two.expect("an answer")]);
    ids(client(&mock).call(ByLink(Vec::new())).into_items());
    assert_eq!(mock.seen()[1].target(), "/two?api_key=query%20key%2B%2F");
}

#[test]
fn credentials_go_to_no_other_origin() {
    let mock = Mock::answering([linked(
        "<https://evil.example/pets?api_key=query%20key%2B%2F&a=b>; rel=next",
    )]);
    let call = client(&mock).call(ByLink(Vec::new()));
    ids(call.header("x-mine", "1").into_items());
    let seen = &mock.seen()[1];
    assert_eq!(seen.url, "https://evil.example/pets?a=b");
    for name in ["authorization", "x-mine"] {
        assert_eq!(seen.header(name), [""; 0], "{name}");
    }
}

#[test]
fn a_weaker_scheme_is_refused() {
    for link in ["http://pets.example/v1/pets", "ftp://pets.example/"] {
        let mock = Mock::answering([linked(&format!("<{link}>; rel=next"))]);
        let ids = ids(client(&mock).call(ByLink(Vec::new())).into_items());
        let error = "the request was not sent: the next page is at an address that is not as safe as the one before";
        assert_eq!(ids, [r#""rex""#, error]);
        assert_eq!(mock.seen().len(), 1);
    }
}

#[test]
fn a_link_is_meant_from_where_a_redirect_led() {
    let moved = http::Response::builder()
        .status(307)
        .header("location", "/v1/animals/list")
        .body(Body::empty());
    let mock = Mock::answering([moved.expect("an answer"), linked("<two>; rel=next")]);
    ids(client(&mock).call(ByLink(Vec::new())).into_items());
    assert_eq!(targets(&mock)[2], "/animals/two?key");
}

#[test]
fn a_link_to_a_page_that_was_there_is_an_error() {
    let mock = Mock::answering([linked("<?a>; rel=next"), linked("<?a>; rel=next")]);
    let ids = ids(client(&mock).call(ByLink(Vec::new())).into_items());
    let error =
        "the token `https://pets.example/v1/pets?…` comes a second time: pages would never end";
    assert_eq!(ids[2], error);
}

#[test]
fn a_body_may_say_the_address() {
    let (ids, targets) = all(
        ByAddress(Vec::new()),
        &[
            r#"{"links": {"next": "/v1/pets?page=2"}, "pets": [{"id": 1}]}"#,
            r#"{"links": {"next": null}, "pets": [{"id": 2}]}"#,
        ],
    );
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(targets, ["/pets?key", "/pets?page=2&key"]);
}

fn broken() -> http::Response<Body> {
    let answer = http::Response::builder().status(503);
    answer.body(Body::empty()).expect("an answer")
}

const A: &str = r#"{"pets": [{"id": 1}, {"id": 2}], "meta": {"next": "a"}}"#;
const B: &str = r#"{"pets": [{"id": 3}], "meta": {"next": "b"}}"#;
const LAST: &str = r#"{"pets": [{"id": 4}]}"#;

#[test]
fn after_an_error_the_failed_page_can_be_asked_for_again() {
    let mock = Mock::answering([page(A), broken(), page(B), page(LAST)]);
    let call = || client(&mock).call(ByToken(Vec::new()));
    let mut items = call().into_items();
    assert_eq!(items.next_token(), None);
    let token = wait(async {
        let first = items.next().await.expect("an item").expect("a success");
        assert_eq!(first.id.as_str(), "1");
        assert_eq!(items.next_token(), Some("a"));
        items.next().await.expect("an item").expect("a success");
        let error = items.next().await.expect("an error").expect_err("503");
        assert!(matches!(error, Error::Unexpected(_)));
        assert!(items.next().await.is_none(), "an error ends it");
        items.next_token().map(str::to_owned)
    });
    assert_eq!(token.as_deref(), Some("a"));
    assert_eq!(mock.seen().len(), 2, "nothing is asked for after that");
    assert_eq!(ids(call().into_items().starting_at("a")), ["3", "4"]);
    assert_eq!(targets(&mock)[2], "/pets?page%5Btoken%5D=a&key");
}

#[test]
fn any_kind_can_be_resumed() {
    let mock = Mock::answering([page(PETS), broken()]);
    let mut pages = client(&mock).call(ByOffset(Vec::new())).into_pages();
    wait(async {
        pages.next().await.expect("a page").expect("a success");
        pages.next().await.expect("an error").expect_err("503");
    });
    assert_eq!(pages.next_token(), Some("1"));
    let mock = Mock::answering([page(PETS), page("{}")]);
    let again = client(&mock).call(ByOffset(Vec::new())).into_items();
    ids(again.starting_at("1"));
    assert_eq!(targets(&mock), ["/pets?offset=1&key", "/pets?offset=2&key"]);
    let mock = Mock::default();
    let again = client(&mock)
        .call(ByLink(vec![("limit", "1")]))
        .into_items();
    ids(again.starting_at("https://pets.example/v1/pets?cursor=a"));
    assert_eq!(targets(&mock), ["/pets?cursor=a&key"]);
}

#[test]
fn a_page_that_cannot_be_read_is_an_error_like_any() {
    let mock = Mock::answering([page(A), page(r#"{"pets": 1}"#)]);
    let ids = ids(client(&mock).call(ByToken(Vec::new())).into_items());
    assert_eq!(ids[2], "pets: expected an array, found a number");
}

#[test]
fn the_caller_may_limit_the_pages() {
    let mock = Mock::answering([page(A), page(B), page(LAST)]);
    let mut items = client(&mock)
        .call(ByToken(Vec::new()))
        .into_items()
        .max_pages(2);
    wait(async {
        let mut count = 0;
        while let Some(item) = items.next().await {
            item.expect("a success");
            count += 1;
        }
        assert_eq!(count, 3);
    });
    assert_eq!(mock.seen().len(), 2);
    assert_eq!(items.next_token(), Some("b"), "there is more");
    let mock = Mock::default();
    let none = client(&mock)
        .call(ByToken(Vec::new()))
        .into_items()
        .max_pages(0);
    assert_eq!((ids(none).len(), mock.seen().len()), (0, 0));
}

#[test]
fn pages_are_whole_answers() {
    let mock = Mock::answering([page(A), page(LAST)]);
    let mut pages: Pages<_> = client(&mock).call(ByToken(Vec::new())).into_pages();
    wait(async {
        let first = pages.next().await.expect("a page").expect("a success");
        assert_eq!(first.pets.map(|pets| pets.len()), Some(2));
        let last = pages.next_with_response().await.expect("a page");
        let last = last.expect("a success");
        assert_eq!(
            (last.status().as_u16(), last.body().as_ref()),
            (200, LAST.as_bytes())
        );
        assert!(pages.next().await.is_none());
    });
}

#[test]
fn nothing_is_asked_for_before_it_is_wanted_nor_after() {
    let mock = Mock::answering([page(A), page(B)]);
    let mut items = client(&mock).call(ByToken(Vec::new())).into_items();
    assert_eq!(mock.seen().len(), 0);
    wait(async {
        items.next().await.expect("an item").expect("a success");
        items.next().await.expect("an item").expect("a success");
    });
    assert_eq!(mock.seen().len(), 1, "the next page is not wanted yet");
    drop(items);
    assert_eq!(mock.seen().len(), 1);
}

/// A transport that never answers, and says when it is given up.
#[derive(Clone, Default)]
struct Never(std::sync::Arc<std::sync::atomic::AtomicUsize>);

impl crate::runtime::Transport for Never {
    fn send(&self, _: http::Request<Body>) -> crate::runtime::TransportFuture {
        struct Dropped(Never);
        impl Drop for Dropped {
            fn drop(&mut self) {
                self.0.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            }
        }
        let dropped = Dropped(self.clone());
        Box::pin(async move {
            let _dropped = dropped;
            std::future::pending().await
        })
    }
}

fn never() -> (Never, Client) {
    let never = Never::default();
    let client = with_credentials(builder().transport(never.clone()));
    (never, client)
}

#[test]
fn dropping_gives_up_the_call_and_giving_up_waiting_does_not() {
    let (never, client) = never();
    wait(async {
        let mut items = client.call(ByToken(Vec::new())).into_items();
        let given_up = || never.0.load(std::sync::atomic::Ordering::SeqCst);
        for _ in 0..2 {
            let wait = Duration::from_millis(5);
            assert!(tokio::time::timeout(wait, items.next()).await.is_err());
            assert_eq!(given_up(), 0, "the same call is waited for again");
        }
        drop(items);
        assert_eq!(given_up(), 1);
    });
}

#[test]
fn each_page_has_the_time_of_a_call() {
    let (_, client) = never();
    let call = client.call(ByToken(Vec::new()));
    let ids = ids(call.timeout(Duration::from_millis(5)).into_items());
    let error = "no answer came in time; the server may have acted on the request";
    assert_eq!(ids, [error]);
}

#[test]
fn both_are_streams_that_can_be_sent_to_another_thread() {
    fn is_send<T: Send + Unpin>(value: T) -> T {
        value
    }
    let mock = Mock::answering([page(LAST), page(LAST)]);
    let call: Call<ByToken> = client(&mock).call(ByToken(Vec::new()));
    let mut items = pin!(is_send(call.clone().into_items()));
    let mut pages = pin!(is_send(call.into_pages()));
    let mut context = Context::from_waker(Waker::noop());
    wait(async {
        assert!(matches!(
            items.as_mut().poll_next(&mut context),
            Poll::Ready(Some(Ok(_)))
        ));
        assert!(matches!(
            pages.as_mut().poll_next(&mut context),
            Poll::Ready(Some(Ok(_)))
        ));
        assert!(matches!(
            items.as_mut().poll_next(&mut context),
            Poll::Ready(None)
        ));
        assert!(matches!(
            pages.as_mut().poll_next(&mut context),
            Poll::Ready(None)
        ));
    });
    let debug = format!("{items:?}");
    assert!(
        debug.starts_with("Items") && !debug.contains("key"),
        "{debug}"
    );
}

/// `POST /pets/search`, whose pages are asked for in its content.
macro_rules! searches {
    ($($operation:ident: { $($paging:tt)* })*) => {
        $(
            #[derive(Debug, Clone)]
            pub(crate) struct $operation(&'static str);

            impl Operation for $operation {
                type Output = PetPage;
                type Error = NoFailure;
                const LINE: RequestLine = RequestLine::new(Method::POST, "/pets/search");

                fn request(&self, request: &mut RequestParts) {
                    let content = Some(self.0).filter(|content| !content.is_empty());
                    request.content("application/json; a=b", content.map(str::to_owned));
                }

                fn answer(answer: Answer<'_>) -> Reading<Self> {
                    match answer.status() {
                        200 => answer.success(),
                        _ => answer.undocumented(),
                    }
                }
            }
            pages! { $operation { Pet, |page| page.pets, $($paging)* } }
        )*
    };
}

searches! {
    SearchByToken: { token("token", &["meta", "next"]).in_body(&["page", "token"]) }
    SearchByOffset: { offset("from", &["pets"]).in_body_as_number(&["from"]) }
}

/// The content and its type of each request.
fn contents(mock: &Mock) -> Vec<(String, Vec<String>)> {
    let seen = mock.seen();
    let content = |seen: &Seen| {
        let text = String::from_utf8_lossy(&seen.body).into_owned();
        (
            text,
            seen.header("content-type")
                .iter()
                .map(|one| (*one).to_owned())
                .collect(),
        )
    };
    seen.iter().map(content).collect()
}

#[test]
fn a_token_goes_into_the_content_and_leaves_the_rest_as_it_was() {
    let answers = [page(A), page(B), page(LAST)];
    let content =
        r#"{"big": 12345678901234567890, "page": {"size": 2, "token": null}, "é": "\u00e9"}"#;
    let mock = Mock::answering(answers);
    let found = ids(client(&mock).call(SearchByToken(content)).into_items());
    assert_eq!(found, ["1", "2", "3", "4"]);
    let seen = contents(&mock);
    let texts: Vec<&str> = seen.iter().map(|(text, _)| text.as_str()).collect();
    let wanted = [
        content,
        r#"{"big":12345678901234567890,"page":{"size":2,"token":"a"},"é":"\u00e9"}"#,
        r#"{"big":12345678901234567890,"page":{"size":2,"token":"b"},"é":"\u00e9"}"#,
    ];
    assert_eq!(texts, wanted);
    assert!(
        seen.iter()
            .all(|(_, kinds)| *kinds == ["application/json; a=b"])
    );
}

#[test]
fn content_that_was_not_given_is_made_for_the_next_page() {
    for content in ["", "{}", r#"{"page": null}"#] {
        let mock = Mock::answering([page(A), page(LAST)]);
        ids(client(&mock).call(SearchByToken(content)).into_items());
        assert_eq!(
            contents(&mock)[1].0,
            r#"{"page":{"token":"a"}}"#,
            "{content}"
        );
        assert_eq!(contents(&mock)[1].1.len(), 1);
    }
}

#[test]
fn the_token_that_the_content_begins_with_counts_as_met() {
    let content = r#"{"page": {"token": "a"}}"#;
    let mock = Mock::answering([page(A)]);
    let found = ids(client(&mock).call(SearchByToken(content)).into_items());
    let error = "the token `a` comes a second time: pages would never end";
    assert_eq!(found, ["1", "2", error]);
}

#[test]
fn content_that_cannot_ask_for_a_page_is_refused() {
    for content in ["[1]", r#"{"page": 1}"#, "a=b"] {
        let mock = Mock::answering([page(A)]);
        let found = ids(client(&mock).call(SearchByToken(content)).into_items());
        assert_eq!(found.len(), 3, "{content}");
        assert!(found[2].contains("is no JSON object"), "{found:?}");
        assert_eq!(mock.seen().len(), 1);
    }
}

#[test]
fn numbers_of_the_content_are_counted_from_what_it_says() {
    let mock = Mock::answering([page(PETS), page(PETS), page("{}")]);
    let call = client(&mock).call(SearchByOffset(r#"{"from": 10}"#));
    assert_eq!(ids(call.into_items()).len(), 2);
    let texts: Vec<String> = contents(&mock).into_iter().map(|(text, _)| text).collect();
    assert_eq!(
        texts,
        [r#"{"from":10}"#, r#"{"from":11}"#, r#"{"from":12}"#]
    );
    let mock = Mock::default();
    let call = client(&mock).call(SearchByOffset("{}"));
    let found = ids(call.into_items().starting_at(r#"1, "other": 2"#));
    assert!(found[0].contains("is no number"), "{found:?}");
    assert_eq!(mock.seen().len(), 0);
}

#[test]
fn a_mock_is_asked_for_each_page() {
    let mock = crate::runtime::Mock::new();
    let first = page(r#"{"pets": [{"id": 1}], "meta": {"next": "b"}}"#);
    mock.on::<ByToken>().answers_http(first);
    mock.on::<ByToken>()
        .answers_http(page(r#"{"pets": [{"id": 2}]}"#));
    let items = mock.client().call(ByToken(Vec::new())).into_items();
    assert_eq!(ids(items), ["1", "2"]);
    let calls = mock.calls::<ByToken>();
    let query = calls[1].request().uri().query();
    assert_eq!(query, Some("page%5Btoken%5D=b&api_key=mock"));
    mock.verify();
}
