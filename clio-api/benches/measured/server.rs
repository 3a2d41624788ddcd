//! A server that costs next to nothing: it sends prepared pages and reads no more of a request than its first line.

use std::io::{self, BufRead, BufReader, IoSlice, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::pages::{PAGES, beginnings, end};

/// What precedes the page's number in a next-page link.
pub(crate) const PLACE: &str = "&page_token=";

/// Serves a list of `pages` pages until standard input ends; the first line of its output is its origin.
pub(crate) fn serve(pages: usize) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let origin = format!("http://{}", listener.local_addr()?);
    crate::answer(&origin);
    thread::spawn(move || {
        let beginnings = beginnings();
        for stream in listener.incoming().flatten() {
            // One client after another; a connection that breaks is its client's failure to tell.
            let _ended = talk(stream, &origin, &beginnings, pages);
        }
    });
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

fn talk(stream: TcpStream, origin: &str, beginnings: &[String], pages: usize) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut requests = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    let mut line = String::new();
    while requests.read_line(&mut line)? > 0 {
        let target = line.split(' ').nth(1).unwrap_or_default().to_owned();
        while line != "\r\n" {
            line.clear();
            if requests.read_line(&mut line)? == 0 {
                return Ok(());
            }
        }
        line.clear();
        let (list, place) = target.split_once(PLACE).unwrap_or((&target, "0"));
        let place: usize = place.parse().unwrap_or_default();
        let next = (place + 1 < pages).then(|| format!("{origin}{list}{PLACE}{}", place + 1));
        let beginning = &beginnings[place % PAGES];
        let end = end(next.as_deref());
        let head = head(beginning.len() + end.len());
        send(&mut stream, [&head, beginning, &end])?;
    }
    Ok(())
}

/// A limit that no walk reaches: pacing is measured elsewhere.
fn head(length: usize) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let reset = now.map_or(0, |now| now.as_secs() + 60);
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nX-API-VERSION: 4.0.13\r\nX-RateLimit-Limit: 1000000\r\nX-RateLimit-Remaining: 999999\r\nX-RateLimit-Reset: {reset}\r\nContent-Length: {length}\r\n\r\n"
    )
}

fn send(stream: &mut TcpStream, parts: [&str; 3]) -> io::Result<()> {
    let mut parts = parts.map(|part| IoSlice::new(part.as_bytes()));
    let mut parts = &mut parts[..];
    while !parts.is_empty() {
        let sent = stream.write_vectored(parts)?;
        if sent == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        IoSlice::advance_slices(&mut parts, sent);
    }
    Ok(())
}
