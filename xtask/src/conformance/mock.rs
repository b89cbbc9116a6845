//! The own server on loopback: answers as described where Prism cannot, and keeps what it was asked.

use std::io::{self, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use super::described::Described;
use super::message::Message;

/// A server of one description; it answers the status that `Prefer` names for the request line that it names.
pub(super) struct Mock {
    port: u16,
}

impl Mock {
    pub(super) fn start(described: Arc<Described>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        // It ends with the process.
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let described = Arc::clone(&described);
                // A client that goes away early is the client's matter.
                thread::spawn(move || serve(&described, client));
            }
        });
        Ok(Self { port })
    }

    pub(super) fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

fn serve(described: &Described, client: TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut writer = client;
    while let Some(request) = Message::read(&mut reader, |_| true)? {
        let wanted = wanted(&request);
        let line = described.line_of(&request);
        let answer = line.and_then(|line| {
            let fault = described.judge_request(&line, &request).err();
            match fault {
                Some(fault) => Err(fault),
                None => described
                    .answer(&line, wanted)
                    .ok_or_else(|| format!("{wanted} is not documented")),
            }
        });
        let head = request.request().0 == "HEAD";
        let text = match answer {
            Ok(answer) => {
                let mut text = format!("HTTP/1.1 {} Sample\r\n", answer.status);
                for (name, value) in &answer.headers {
                    text.push_str(&format!("{name}: {value}\r\n"));
                }
                if let Some(media_type) = &answer.media_type {
                    text.push_str(&format!("Content-Type: {media_type}\r\n"));
                }
                let bare = matches!(answer.status, 204 | 304);
                let body = if bare { Vec::new() } else { answer.body };
                if !bare {
                    text.push_str(&format!("Content-Length: {}\r\n", body.len()));
                }
                text.push_str("\r\n");
                let mut bytes = text.into_bytes();
                if !head {
                    bytes.extend(body);
                }
                bytes
            }
            Err(fault) => {
                let fault = fault.replace(['\r', '\n'], " ");
                let length = if head { 0 } else { fault.len() };
                let shown = if head { "" } else { fault.as_str() };
                format!("HTTP/1.1 599 Refused\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{shown}").into_bytes()
            }
        };
        writer.write_all(&text)?;
    }
    Ok(())
}

/// The status that `Prefer` asks for.
pub(super) fn wanted(request: &Message) -> u16 {
    let prefer = request.header("prefer").unwrap_or_default();
    let code = prefer
        .split(',')
        .find_map(|wish| wish.trim().strip_prefix("code="));
    code.and_then(|code| code.parse().ok()).unwrap_or(200)
}
