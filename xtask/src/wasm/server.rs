//! A server on loopback that the tests under Node.js ask.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

/// Starts it on a thread of its own, and says where it is.
pub(super) fn start() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            // Who goes away does not get an answer.
            std::thread::spawn(move || serve(socket).unwrap_or_default());
        }
    });
    Ok(address)
}

/// Answers one request and ends the connection.
fn serve(mut socket: TcpStream) -> std::io::Result<()> {
    let mut request = String::new();
    let mut buffer = [0; 4096];
    while !is_whole(&request) {
        match socket.read(&mut buffer)? {
            0 => return Ok(()),
            read => request.push_str(&String::from_utf8_lossy(
                buffer.get(..read).unwrap_or_default(),
            )),
        }
    }
    let (status, media_type, content) = answer(&request);
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        content.len()
    );
    let head = match status {
        204 => "HTTP/1.1 204 X\r\nConnection: close\r\n\r\n".to_owned(),
        _ => head,
    };
    socket.write_all(head.as_bytes())?;
    socket.write_all(content.as_bytes())
}

/// Whether all of its content came.
fn is_whole(request: &str) -> bool {
    let Some((head, content)) = request.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().ok())?
    });
    length.is_none_or(|length| content.len() >= length)
}

/// Status, media type and content.
fn answer(request: &str) -> (u16, &'static str, String) {
    let line = request.lines().next().unwrap_or_default();
    let has = |text: &str| request.contains(text);
    match line.trim_end_matches(" HTTP/1.1") {
        "GET /stations/Husum" => (200, "application/json", r#"{"name":"Husum"}"#.to_owned()),
        "GET /stations/Atlantis" => (404, "application/json", r#"{"message":"gone"}"#.to_owned()),
        "POST /readings" if has("\r\n\r\n{\"name\":\"Husum\"}") && has("dempotency-") => {
            (204, "", String::new())
        }
        "GET /readings" => (
            200,
            "text/event-stream",
            "data: {\"name\":\"Husum\"}\n\ndata: {\"name\":\"Cuxhaven\"}\n\n".to_owned(),
        ),
        "GET /charts" => (200, "application/octet-stream", "x".repeat(1 << 20)),
        _ => (400, "text/plain", request.to_owned()),
    }
}
