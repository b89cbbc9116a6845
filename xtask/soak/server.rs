//! A server on loopback that does with each request what is planned for its call and attempt.

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::fault::{Fault, mixed, planned};
use crate::log::{ATTEMPTS, Record};

/// How long an answer takes that comes when nobody waits any more.
const LATE: Duration = Duration::from_secs(3);

/// Serves until the program ends.
pub async fn serve(listener: TcpListener, seed: u64, records: Arc<Vec<Record>>) {
    while let Ok((socket, _)) = listener.accept().await {
        tokio::spawn(talk(socket, seed, Arc::clone(&records)));
    }
}

/// A request, as far as it matters.
struct Request {
    is_payment: bool,
    is_file: bool,
    call: usize,
    attempt: usize,
    key: Option<u64>,
}

async fn talk(mut socket: TcpStream, seed: u64, records: Arc<Vec<Record>>) {
    let _ = socket.set_nodelay(true);
    let mut bytes = Vec::new();
    while let Some(request) = next(&mut socket, &mut bytes).await {
        let Some(record) = records.get(request.call) else {
            return;
        };
        let Some(seen) = record.seen.get(request.attempt.wrapping_sub(1)) else {
            record.wrong.fetch_add(1, SeqCst);
            return;
        };
        seen.fetch_add(1, SeqCst);
        let planned = planned(seed, request.call, request.attempt);
        if planned.acts {
            act(record, &request);
        }
        if let Some(key) = request.key {
            let first = record.key.compare_exchange(0, key, SeqCst, SeqCst);
            record
                .wrong
                .fetch_add(u8::from(first.is_err_and(|first| first != key)), SeqCst);
        }
        if !answer(&mut socket, &request, planned.fault, seed).await {
            return;
        }
    }
}

/// What has a key is done once.
fn act(record: &Record, request: &Request) {
    if request.is_payment {
        let _ = record.acted.compare_exchange(0, 1, SeqCst, SeqCst);
    } else {
        record.acted.fetch_add(1, SeqCst);
    }
}

/// Answers; whether the connection stays.
async fn answer(socket: &mut TcpStream, request: &Request, fault: Fault, seed: u64) -> bool {
    let content = if request.is_file {
        "0123456789".repeat(100)
    } else {
        format!("{{\"call\":{}}}", request.call)
    };
    let random = mixed(seed ^ request.call as u64);
    let head = |status: u16, fields: &str, length: usize| {
        format!("HTTP/1.1 {status} Answer\r\n{fields}Content-Length: {length}\r\n\r\n")
    };
    let text = match fault {
        Fault::Fine => head(200, "", content.len()) + &content,
        Fault::Slow => {
            tokio::time::sleep(Duration::from_millis(random % 30)).await;
            head(200, "", content.len()) + &content
        }
        Fault::Late => {
            tokio::time::sleep(LATE).await;
            head(200, "", content.len()) + &content
        }
        Fault::Reset => {
            let _ = socket.set_zero_linger();
            return false;
        }
        Fault::Close => return false,
        Fault::Cut => head(200, "", content.len()) + &content[..content.len() / 2],
        Fault::Status(status) => head(status, "", 5) + "wrong",
        Fault::Asked(status) => {
            let seconds = u8::from(random % 20 == 0);
            head(status, &format!("Retry-After: {seconds}\r\n"), 5) + "wrong"
        }
    };
    socket.write_all(text.as_bytes()).await.is_ok() && fault != Fault::Cut
}

/// The next request of a connection; `None` at its end.
async fn next(socket: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<Request> {
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let field = |name: &str| {
                let mut lines = head.lines();
                lines.find_map(|line| {
                    line.strip_prefix(name)?
                        .strip_prefix(": ")
                        .map(str::to_owned)
                })
            };
            let length: usize = field("content-length")
                .and_then(|length| length.parse().ok())
                .unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                bytes.drain(..end + 4 + length);
                let path = head.split(' ').nth(1)?.to_owned();
                let key = field("idempotency-key");
                let key = key.map(|key| {
                    key.bytes()
                        .fold(1, |sum, byte| mixed(sum ^ u64::from(byte)))
                });
                return Some(Request {
                    is_payment: path.starts_with("/payments"),
                    is_file: path.starts_with("/files"),
                    call: path.rsplit('/').next()?.parse().ok()?,
                    attempt: field("x-attempt")?
                        .parse()
                        .ok()
                        .filter(|attempt| *attempt <= ATTEMPTS + 1)?,
                    key,
                });
            }
        }
        let mut buffer = [0; 4096];
        match socket.read(&mut buffer).await {
            Ok(read) if read > 0 => bytes.extend_from_slice(&buffer[..read]),
            _ => return None,
        }
    }
}
