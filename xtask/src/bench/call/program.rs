//! `call ROUNDS CALLS`: for each round a line of JSON: what calls of each client took.
//!
//! Nanoseconds of the clock, nanoseconds of the calling thread's processor time, allocations and allocated bytes.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use nix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};

const CONTACT: &str = r#"{"id":"66d0d87e8dc1211467372303","name":"Ada Lovelace","email":"ada@example.com","company":"Analytical Engines","numbers":[{"kind":"work","number":"+15550100"},{"kind":"home","number":"+15550101"}],"active":true,"revision":17}"#;

/// Counts what the thread allocates.
struct Counting;

thread_local! {
    static ALLOCATED: Cell<(u64, u64)> = const { Cell::new((0, 0)) };
}

fn count(bytes: usize) {
    let _ = ALLOCATED.try_with(|counted| {
        let (times, all) = counted.get();
        counted.set((times + 1, all + bytes as u64));
    });
}

// SAFETY: everything is done by the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        // SAFETY: as the caller promises.
        unsafe { System.realloc(place, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The client that somebody writes for these two operations.
struct ByHand {
    http: reqwest::Client,
    base_url: String,
    token: String,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Contact {
    id: String,
    name: String,
    email: String,
    company: Option<String>,
    numbers: Vec<Number>,
    active: bool,
    revision: i64,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Number {
    kind: String,
    number: String,
}

#[derive(Serialize)]
struct NewContact<'a> {
    name: &'a str,
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<&'a str>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Problem {
    code: String,
    message: String,
}

#[derive(Debug)]
#[allow(dead_code)]
enum Failed {
    Http(reqwest::Error),
    Documented(u16, Problem),
    Unreadable(serde_json::Error),
}

impl From<reqwest::Error> for Failed {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

impl ByHand {
    fn new(base_url: &str) -> Self {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).user_agent("by-hand/1");
        Self {
            http: http.build().expect("a client"),
            base_url: base_url.to_owned(),
            token: "secret".to_owned(),
        }
    }

    async fn get_contact(&self, id: &str, expand: Option<bool>) -> Result<Contact, Failed> {
        let mut url = reqwest::Url::parse(&self.base_url).expect("a base URL");
        url.path_segments_mut().expect("a base URL").extend(["v1", "contacts", id]);
        let mut request = self.http.get(url);
        if let Some(expand) = expand {
            request = request.query(&[("expand", expand)]);
        }
        Self::read(request.bearer_auth(&self.token).header("accept", "application/json").send().await?).await
    }

    async fn create_contact(&self, contact: &NewContact<'_>) -> Result<Contact, Failed> {
        let request = self.http.post(format!("{}/v1/contacts", self.base_url)).json(contact);
        Self::read(request.bearer_auth(&self.token).header("accept", "application/json").send().await?).await
    }

    async fn read(response: reqwest::Response) -> Result<Contact, Failed> {
        let status = response.status();
        let body = response.bytes().await?;
        if status.is_success() {
            serde_json::from_slice(&body).map_err(Failed::Unreadable)
        } else {
            let problem = serde_json::from_slice(&body).map_err(Failed::Unreadable)?;
            Err(Failed::Documented(status.as_u16(), problem))
        }
    }
}

/// Answers every request with a contact, on as many connections as are made.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.expect("a connection");
            std::thread::spawn(move || answer(stream));
        }
    });
    format!("http://{address}")
}

fn answer(mut stream: TcpStream) {
    stream.set_nodelay(true).expect("a connection");
    let mut buffer = vec![0; 16 << 10];
    let mut filled = 0;
    loop {
        let Some(end) = buffer[..filled].windows(4).position(|four| four == b"\r\n\r\n") else {
            match stream.read(&mut buffer[filled..]) {
                Ok(0) | Err(_) => return,
                Ok(more) => filled += more,
            }
            continue;
        };
        let head = String::from_utf8_lossy(&buffer[..end]).to_lowercase();
        let length = head.split_once("content-length: ").map_or(0, |(_, rest)| {
            rest.lines().next().and_then(|length| length.trim().parse().ok()).unwrap_or(0)
        });
        while filled < end + 4 + length {
            match stream.read(&mut buffer[filled..]) {
                Ok(0) | Err(_) => return,
                Ok(more) => filled += more,
            }
        }
        buffer.copy_within(end + 4 + length..filled, 0);
        filled -= end + 4 + length;
        let status = if head.starts_with("get ") { "200 OK" } else { "201 Created" };
        let text = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nx-request-id: 1234567890\r\ncontent-length: {}\r\n\r\n{CONTACT}",
            CONTACT.len()
        );
        if stream.write_all(text.as_bytes()).is_err() {
            return;
        }
    }
}

fn thread_time() -> u64 {
    let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("a clock");
    time.tv_sec() as u64 * 1_000_000_000 + time.tv_nsec() as u64
}

/// What some calls took: the clock's and the thread's nanoseconds, allocations, allocated bytes.
async fn took(calls: u32, call: impl AsyncFn()) -> [u64; 4] {
    let (started, thread, before) = (Instant::now(), thread_time(), ALLOCATED.get());
    for _ in 0..calls {
        call().await;
    }
    let after = ALLOCATED.get();
    let clock = started.elapsed().as_nanos() as u64;
    [clock, thread_time() - thread, after.0 - before.0, after.1 - before.1]
}

fn main() {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u32>().expect("a number"));
    let (rounds, calls) = (arguments.next().expect("rounds"), arguments.next().expect("calls"));
    let address = serve();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let by_hand = ByHand::new(&address);
        let generated = measured::Client::builder().base_url(address.clone()).key("secret").build().expect("a client");
        let id = "66d0d87e8dc1211467372303";
        let new = NewContact { name: "Ada Lovelace", email: "ada@example.com", company: Some("Analytical Engines") };
        let get_theirs = async || drop(black_box(by_hand.get_contact(id, Some(true)).await.expect("a contact")));
        let get_ours = async || drop(black_box(generated.get_contact(id).expand(true).await.expect("a contact")));
        let create_theirs = async || drop(black_box(by_hand.create_contact(&new).await.expect("a contact")));
        let create_ours = async || {
            let contact = measured::types::NewContact {
                name: "Ada Lovelace".to_owned(),
                email: "ada@example.com".to_owned(),
                company: Some("Analytical Engines".to_owned()),
            };
            drop(black_box(generated.create_contact(contact).await.expect("a contact")));
        };
        took(calls, &get_theirs).await;
        took(calls, &get_ours).await;
        for round in 0..rounds {
            // Who comes first changes.
            let (get, create) = if round % 2 == 0 {
                let get = [took(calls, &get_ours).await, took(calls, &get_theirs).await];
                (get, [took(calls, &create_ours).await, took(calls, &create_theirs).await])
            } else {
                let ([get, create], [ours, own]) = (
                    [took(calls, &get_theirs).await, took(calls, &create_theirs).await],
                    [took(calls, &get_ours).await, took(calls, &create_ours).await],
                );
                ([ours, get], [own, create])
            };
            println!("[{get:?}, {create:?}]");
        }
    });
}
