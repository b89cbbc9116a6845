//! `call ROUNDS CALLS`: for each round a line of JSON: what calls of each client took.
//!
//! Nanoseconds of the clock, nanoseconds of the calling thread's processor time, allocations and allocated bytes.
//!
//! `call only CLIENT OPERATION CALLS` makes calls of one client, `generated` or `by-hand`, of one operation, `get` or
//! `create`, and does nothing else, so that its instructions can be counted: another process answers, `call serve`.

mod by_hand;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::io::{BufRead, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Instant;

use by_hand::{ByHand, NewContact};
use nix::time::{ClockId, clock_gettime};

const CONTACT: &str = r#"{"id":"66d0d87e8dc1211467372303","name":"Ada Lovelace","email":"ada@example.com","company":"Analytical Engines","numbers":[{"kind":"work","number":"+15550100"},{"kind":"home","number":"+15550101"}],"active":true,"revision":17}"#;

const ID: &str = "66d0d87e8dc1211467372303";

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

/// Both clients, and what they are asked for.
struct Clients {
    by_hand: ByHand,
    generated: measured::Client,
}

impl Clients {
    fn of(address: &str) -> Self {
        let generated = measured::Client::builder().base_url(address).key("secret");
        Self { by_hand: ByHand::new(address), generated: generated.build().expect("a client") }
    }

    async fn get_by_hand(&self) {
        drop(black_box(self.by_hand.get_contact(ID, Some(true)).await.expect("a contact")));
    }

    async fn get_generated(&self) {
        drop(black_box(self.generated.get_contact(ID).expand(true).await.expect("a contact")));
    }

    async fn create_by_hand(&self) {
        let new = NewContact { name: "Ada Lovelace", email: "ada@example.com", company: Some("Analytical Engines") };
        drop(black_box(self.by_hand.create_contact(&new).await.expect("a contact")));
    }

    async fn create_generated(&self) {
        let contact = measured::types::NewContact {
            name: "Ada Lovelace".to_owned(),
            email: "ada@example.com".to_owned(),
            company: Some("Analytical Engines".to_owned()),
        };
        drop(black_box(self.generated.create_contact(contact).await.expect("a contact")));
    }

    /// Takes turns.
    async fn compare(&self, rounds: u32, calls: u32) {
        took(calls, async || self.get_by_hand().await).await;
        took(calls, async || self.get_generated().await).await;
        for round in 0..rounds {
            // Who comes first changes.
            let mut turns = [[0; 4]; 4];
            let order = if round % 2 == 0 { [0, 1, 2, 3] } else { [1, 0, 3, 2] };
            for which in order {
                turns[which] = match which {
                    0 => took(calls, async || self.get_generated().await).await,
                    1 => took(calls, async || self.get_by_hand().await).await,
                    2 => took(calls, async || self.create_generated().await).await,
                    _ => took(calls, async || self.create_by_hand().await).await,
                };
            }
            let [get, get_by_hand, create, create_by_hand] = turns;
            println!("[[{get:?}, {get_by_hand:?}], [{create:?}, {create_by_hand:?}]]");
        }
    }

    /// Makes calls of one client and one operation.
    async fn only(&self, client: &str, operation: &str, calls: u32) {
        match (client, operation) {
            ("generated", "get") => took(calls, async || self.get_generated().await).await,
            ("generated", _) => took(calls, async || self.create_generated().await).await,
            (_, "get") => took(calls, async || self.get_by_hand().await).await,
            (..) => took(calls, async || self.create_by_hand().await).await,
        };
    }
}

/// The address of a server in another process, which ends when its standard input does.
fn serve_apart() -> (std::process::Child, String) {
    let program = std::env::current_exe().expect("this program");
    let mut command = std::process::Command::new(program);
    command.arg("serve").stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut server = command.spawn().expect("a server");
    let mut address = String::new();
    let mut said = std::io::BufReader::new(server.stdout.as_mut().expect("what it says"));
    said.read_line(&mut address).expect("an address");
    (server, address.trim().to_owned())
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<u32>().expect("a number");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    match arguments[..] {
        ["serve"] => {
            println!("{}", serve());
            let _ = std::io::stdin().read(&mut [0]);
        }
        ["only", client, operation, calls] => {
            let (_server, address) = serve_apart();
            runtime.block_on(Clients::of(&address).only(client, operation, number(calls)));
        }
        [rounds, calls] => runtime.block_on(Clients::of(&serve()).compare(number(rounds), number(calls))),
        _ => panic!("ROUNDS CALLS, or only CLIENT OPERATION CALLS"),
    }
}
