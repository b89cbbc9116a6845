//! A relay between the client and the server that keeps what both said.

use std::io::{self, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::message::Message;

/// What was sent and what came back; without an answer if the connection broke.
#[derive(Clone, Debug)]
pub(super) struct Exchange {
    pub(super) request: Message,
    pub(super) answer: Option<Message>,
}

/// Both directions of a connection, as bytes.
type Recorded = [Arc<Mutex<Vec<u8>>>; 2];

/// A relay on loopback.
pub(super) struct Relay {
    port: u16,
    connections: Arc<Mutex<Vec<Recorded>>>,
}

impl Relay {
    /// Listens, and passes on to a port.
    pub(super) fn to(server: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let connections: Arc<Mutex<Vec<Recorded>>> = Arc::default();
        let known = Arc::clone(&connections);
        // It ends with the process; an idle listener costs nothing until then.
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let recorded = Recorded::default();
                if let Ok(mut known) = known.lock() {
                    known.push(recorded.clone());
                }
                // A server that is gone closes the connection, which the client then reports.
                let _ = connect(client, server, recorded);
            }
        });
        Ok(Self { port, connections })
    }

    pub(super) fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// All exchanges so far, connection by connection.
    pub(super) fn exchanges(&self) -> Vec<Exchange> {
        let connections = self.connections.lock();
        let connections = connections.map(|all| all.clone()).unwrap_or_default();
        connections.iter().flat_map(exchanges).collect()
    }
}

fn connect(client: TcpStream, server: u16, [sent, answered]: Recorded) -> io::Result<()> {
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, server))?;
    let (from_client, to_server) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || pass(from_client, to_server, &sent));
    thread::spawn(move || pass(server, client, &answered));
    Ok(())
}

fn pass(mut from: TcpStream, mut to: TcpStream, kept: &Mutex<Vec<u8>>) {
    let mut buffer = vec![0; 64 << 10];
    while let Ok(count) = from.read(&mut buffer) {
        let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        if let Ok(mut kept) = kept.lock() {
            kept.extend_from_slice(bytes);
        }
        if to.write_all(bytes).is_err() {
            break;
        }
    }
    // The other side may have closed already.
    let _ = to.shutdown(Shutdown::Write);
}

fn exchanges([sent, answered]: &Recorded) -> Vec<Exchange> {
    let bytes = |kept: &Mutex<Vec<u8>>| kept.lock().map(|kept| kept.clone()).unwrap_or_default();
    let (sent, answered) = (bytes(sent), bytes(answered));
    let (mut sent, mut answered) = (BufReader::new(&*sent), BufReader::new(&*answered));
    let mut exchanges = Vec::new();
    while let Ok(Some(request)) = Message::read(&mut sent, |_| true) {
        let head = request.request().0 == "HEAD";
        let has_content =
            |answer: &Message| !head && !matches!(answer.status(), Some(100..=199 | 204 | 304));
        let answer = Message::read(&mut answered, has_content).ok().flatten();
        exchanges.push(Exchange { request, answer });
    }
    exchanges
}
