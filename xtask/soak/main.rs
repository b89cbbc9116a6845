//! Makes many calls of a server that fails at random, and judges what became of each.

mod fault;
mod judge;
mod log;
mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};

use soak_client::runtime::Operation;
use soak_client::types::Thing;
use soak_client::{
    Attempt, Backoff, Body, Call, Client, Ended, Error, Hook, HookError, HookFuture, Step,
};
use tokio::net::TcpListener;

use fault::mixed;
use judge::{Findings, Kind};
use log::{ATTEMPTS, INTERRUPTED, NOT_SENT, Outcome, Record};

/// How many calls are made at the same time.
const AT_ONCE: usize = 128;

/// How many ports the server has: a connection that was closed keeps its two ports for a minute (RFC 9293 section 3.4.2).
const PORTS: usize = 8;

/// How much memory may grow once a fifth of the calls are made, in KiB.
const GROWTH: u64 = 8 << 10;

/// Says in each request which attempt it is, and notes what became of it.
struct Noting(Arc<Vec<Record>>);

impl Hook for Noting {
    fn before<'a>(
        &'a self,
        request: &'a mut http::Request<Body>,
        attempt: &'a Attempt,
    ) -> HookFuture<'a, Result<Step, HookError>> {
        request
            .headers_mut()
            .insert("x-attempt", attempt.number().into());
        Box::pin(async { Ok(Step::Send) })
    }

    fn after<'a>(&'a self, attempt: &'a Attempt, ended: Ended<'a>) -> HookFuture<'a, ()> {
        let told = match &ended {
            Ended::Answered(answer) => answer.status().as_u16(),
            Ended::NotSent(_) => NOT_SENT,
            Ended::Interrupted(_) => INTERRUPTED,
        };
        let call = CALL.try_with(|call| *call);
        let record = call.ok().and_then(|call| self.0.get(call));
        let place = record.and_then(|record| record.told.get(attempt.number() as usize - 1));
        if let Some(place) = place {
            place.store(told, SeqCst);
        }
        Box::pin(async {})
    }
}

tokio::task_local! {
    /// The number of the call that is being made.
    static CALL: usize;
}

fn kind(seed: u64, call: usize) -> Kind {
    match mixed(seed.wrapping_mul(31) ^ call as u64) % 50 {
        0 => Kind::Nowhere,
        1..10 => Kind::Get,
        10..18 => Kind::Put,
        18..26 => Kind::Delete,
        26..36 => Kind::Post,
        36..44 => Kind::Pay,
        _ => Kind::File,
    }
}

async fn send<Op: Operation>(call: Call<Op>) -> (Outcome, u32) {
    match call.send_with_response().await {
        Ok(response) => (Outcome::Success, response.attempts()),
        Err(error) => {
            let outcome = match &error {
                Error::NotSent(_) => Outcome::NotSent,
                Error::Interrupted(_) => Outcome::Interrupted,
                Error::Api(_) | Error::Unexpected(_) => {
                    Outcome::Unexpected(error.status().map_or(0, |status| status.as_u16()))
                }
                Error::Decode(_) => Outcome::Cut,
            };
            (outcome, error.attempts())
        }
    }
}

async fn read(client: &Client, call: i64, base_url: &str) -> (Outcome, u32) {
    let response = client
        .get_file(call)
        .base_url(base_url)
        .into_stream()
        .send_with_response()
        .await;
    let response = match response {
        Ok(response) => response,
        Err(error) => {
            let outcome = match &error {
                Error::NotSent(_) => Outcome::NotSent,
                Error::Interrupted(_) => Outcome::Interrupted,
                _ => Outcome::Unexpected(error.status().map_or(0, |status| status.as_u16())),
            };
            return (outcome, error.attempts());
        }
    };
    let attempts = response.attempts();
    let mut download = response.into_value();
    loop {
        match download.chunk().await {
            Ok(Some(_)) => {}
            Ok(None) => return (Outcome::Success, attempts),
            Err(_) => return (Outcome::Cut, attempts),
        }
    }
}

/// Makes one call.
async fn make(client: &Client, kind: Kind, call: usize, base_url: &str) -> (Outcome, u32) {
    let number = call as i64;
    let thing = Thing { call: number };
    match kind {
        Kind::Get => send(client.get_thing(number).base_url(base_url)).await,
        Kind::Put => send(client.put_thing(number, thing).base_url(base_url)).await,
        Kind::Delete => send(client.delete_thing(number).base_url(base_url)).await,
        Kind::Post | Kind::Nowhere => {
            send(client.make_thing(number, thing).base_url(base_url)).await
        }
        Kind::Pay => send(client.pay(number, thing).base_url(base_url)).await,
        Kind::File => read(client, number, base_url).await,
    }
}

/// How much memory the process has now, in KiB (proc(5)).
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

fn argument(at: usize) -> u64 {
    let argument = std::env::args().nth(at);
    argument
        .and_then(|argument| argument.parse().ok())
        .expect("the number of calls and a seed")
}

#[tokio::main]
async fn main() {
    let (calls, seed) = (argument(1) as usize, argument(2));
    let records: Arc<Vec<Record>> = Arc::new((0..calls).map(|_| Record::default()).collect());
    let mut urls = Vec::new();
    for _ in 0..PORTS {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        urls.push(format!(
            "http://{}",
            listener.local_addr().expect("an address")
        ));
        tokio::spawn(server::serve(listener, seed, Arc::clone(&records)));
    }
    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let nowhere = format!("http://{}", nobody.local_addr().expect("an address"));
    drop(nobody);
    let client = Client::builder()
        .reqwest_builder(reqwest::Client::builder().no_proxy())
        .retry(
            Backoff::new()
                .times(ATTEMPTS as u32 - 1)
                .first_wait(Duration::from_millis(10)),
        )
        // The server is in trouble all the time.
        .retry_budget(None)
        .attempt_timeout(Duration::from_secs(1))
        .hook(Noting(Arc::clone(&records)))
        .build()
        .expect("a client");
    let (begun, next) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    let (urls, early) = (Arc::new(urls), Arc::new(AtomicUsize::new(0)));
    let workers = (0..AT_ONCE).map(|_| {
        let (client, records, next) = (client.clone(), Arc::clone(&records), Arc::clone(&next));
        let (urls, early, nowhere) = (Arc::clone(&urls), Arc::clone(&early), nowhere.clone());
        tokio::spawn(async move {
            loop {
                let call = next.fetch_add(1, SeqCst);
                let Some(record) = records.get(call) else {
                    break;
                };
                let kind = kind(seed, call);
                let url = if kind == Kind::Nowhere {
                    &nowhere
                } else {
                    &urls[call % PORTS]
                };
                let (outcome, attempts) = CALL.scope(call, make(&client, kind, call, url)).await;
                record.end(outcome, attempts);
                if call == calls / 5 {
                    early.store(memory().unwrap_or(0) as usize, SeqCst);
                }
            }
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await.expect("no panic");
    }
    let took = begun.elapsed();
    let mut findings = Findings::default();
    for (call, record) in records.iter().enumerate() {
        findings.judge(seed, call, kind(seed, call), record);
    }
    let (early, late) = (early.load(SeqCst) as u64, memory().unwrap_or(0));
    say(&findings, calls, took, early, late);
    let grows = late > early + GROWTH;
    let many = findings.accidents * 100 > calls;
    if grows || many || !findings.wrong.is_empty() {
        std::process::exit(1);
    }
}

fn say(findings: &Findings, calls: usize, took: Duration, early: u64, late: u64) {
    println!("what the server did with requests:");
    for (fault, count) in &findings.requests {
        println!("  {fault:<14} {count:>8}");
    }
    println!("what became of calls:");
    for (outcome, count) in &findings.outcomes {
        println!("  {outcome:<26} {count:>8}");
    }
    println!(
        "{calls} calls in {:.1} s, {} requests were sent again",
        took.as_secs_f64(),
        findings.repeated
    );
    println!(
        "{} never reached the server, {} were lost though it answered",
        findings.unseen, findings.accidents
    );
    println!("memory: {early} KiB after a fifth of the calls, {late} KiB at the end");
    if late > early + GROWTH {
        println!("memory grows");
    }
    for (what, (call, count)) in &findings.wrong {
        println!("wrong: {count} times, first call {call}: {what}");
    }
    println!(
        "{} things are wrong",
        findings
            .wrong
            .values()
            .map(|(_, count)| count)
            .sum::<usize>()
    );
}
