//! As much of a browser as the two buttons need: it opens a page, sends a form, follows redirects, and only on loopback.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::{Host, Url};

/// What a person has before their eyes after ALLOW ACCESS. No `Debug`: it shows a code.
#[non_exhaustive]
pub struct Approval {
    /// The Success Code.
    pub code: String,
    /// The page's title.
    pub title: String,
    /// The address bar.
    pub address: String,
}

impl std::fmt::Debug for Approval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Approval(..)")
    }
}

/// What a person has before their eyes after DENY.
#[derive(Debug)]
#[non_exhaustive]
pub struct Refusal {
    /// `access_denied`, when Clio sent the person back to the app; `None` when it left them at Clio.
    pub error: Option<String>,
    /// The page's title.
    pub title: String,
    /// The address bar.
    pub address: String,
}

/// Why a button could not be pressed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BrowserError {
    /// The address is not plain http on this computer.
    #[error("only http addresses on this computer are opened")]
    NotLoopback,
    /// The connection failed.
    #[error("the connection failed")]
    Io(#[from] std::io::Error),
    /// Not an HTTP answer.
    #[error("the answer is not HTTP")]
    NotHttp,
    /// Clio's own page says no.
    #[error("Clio answered {status} with the page {title:?}")]
    ErrorPage {
        /// Status.
        status: u16,
        /// Title of the page.
        title: String,
    },
    /// The page has no such button, or the way did not end where it should.
    #[error("{0}")]
    Unexpected(&'static str),
}

/// An answer as it came over the wire.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RawAnswer {
    /// Status.
    pub status: u16,
    /// Headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: String,
}

impl RawAnswer {
    /// The first value of a header; the name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON; `null` when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    fn title(&self) -> String {
        unescape(between(&self.body, "<title>", "</title>").unwrap_or_default())
    }
}

/// Sends one request to this computer, as it is: no redirect is followed, no header added but `Host` and the body's length.
///
/// # Errors
///
/// When the address is not plain http on loopback, or no HTTP answer comes.
pub async fn send(
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<RawAnswer, BrowserError> {
    let (url, socket) = loopback(address)?;
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let (host, length) = (socket.to_string(), body.len().to_string());
    let own = [("Host", host.as_str()), ("Connection", "close")];
    let length = [("Content-Length", length.as_str())];
    // No browser announces a body with a GET.
    let length = length
        .iter()
        .filter(|_| method != "GET" || !body.is_empty());
    let lines = own
        .iter()
        .chain(length)
        .chain(headers)
        .map(|(name, value)| format!("{name}: {value}\r\n"));
    let lines: Vec<String> = lines.collect();
    let request = format!("{method} {target} HTTP/1.1\r\n{}\r\n{body}", lines.concat());
    let mut stream = TcpStream::connect(socket).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    parse(&answer).ok_or(BrowserError::NotHttp)
}

pub(crate) async fn allow(address: &str) -> Result<Approval, BrowserError> {
    let (address, title) = press(address, "allow").await?;
    let code = param(&address, "code").ok_or(BrowserError::Unexpected(
        "ALLOW ACCESS did not end with a code",
    ))?;
    Ok(Approval {
        code,
        title,
        address,
    })
}

pub(crate) async fn deny(address: &str) -> Result<Refusal, BrowserError> {
    let (address, title) = press(address, "deny").await?;
    if param(&address, "code").is_some() {
        return Err(BrowserError::Unexpected("DENY ended with a code"));
    }
    Ok(Refusal {
        error: param(&address, "error"),
        title,
        address,
    })
}

/// Presses a button and follows where it leads. Gives the last address and the title of the last page.
async fn press(address: &str, decision: &str) -> Result<(String, String), BrowserError> {
    let page = send("GET", address, &[], "").await?;
    let error = |page: &RawAnswer| BrowserError::ErrorPage {
        status: page.status,
        title: page.title(),
    };
    if page.status != 200 {
        return Err(error(&page));
    }
    let (action, form) = form(&page.body, decision)
        .ok_or(BrowserError::Unexpected("the page has no such button"))?;
    let mut here = join(address, &action)?;
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    let mut answer = send("POST", &here, &[kind], &form).await?;
    for _ in 0..5 {
        let Some(location) = answer
            .header("location")
            .filter(|_| matches!(answer.status, 301..=303))
        else {
            break;
        };
        here = join(&here, location)?;
        answer = send("GET", &here, &[], "").await?;
    }
    if answer.status == 200 {
        Ok((here, answer.title()))
    } else {
        Err(error(&answer))
    }
}

/// The form whose hidden `decision` is the wanted one: its action, and its fields as a body.
fn form(page: &str, decision: &str) -> Option<(String, String)> {
    page.split("<form").skip(1).find_map(|form| {
        let form = form.split("</form>").next()?;
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        let mut wanted = false;
        for input in form.split("<input").skip(1) {
            let name = unescape(between(input, "name=\"", "\"")?);
            let value = unescape(between(input, "value=\"", "\"")?);
            wanted |= name == "decision" && value == decision;
            body.append_pair(&name, &value);
        }
        let action = unescape(between(form, "action=\"", "\"")?);
        wanted.then(|| (action, body.finish()))
    })
}

fn loopback(address: &str) -> Result<(Url, SocketAddr), BrowserError> {
    let url = Url::parse(address).map_err(|_| BrowserError::NotLoopback)?;
    let ip = match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip),
        Some(Host::Domain("localhost")) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        _ => return Err(BrowserError::NotLoopback),
    };
    if url.scheme() != "http" || !ip.is_loopback() {
        return Err(BrowserError::NotLoopback);
    }
    let socket = SocketAddr::new(ip, url.port_or_known_default().unwrap_or(80));
    Ok((url, socket))
}

fn join(here: &str, address: &str) -> Result<String, BrowserError> {
    let url = Url::parse(here).and_then(|here| here.join(address));
    url.map(String::from).map_err(|_| BrowserError::NotLoopback)
}

fn param(address: &str, name: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

fn parse(answer: &[u8]) -> Option<RawAnswer> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let header = |line: &str| {
        line.split_once(':')
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
    };
    let body = String::from_utf8_lossy(&answer[end + 4..]).into_owned();
    Some(RawAnswer {
        status,
        headers: lines.filter_map(header).collect(),
        body,
    })
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?
        .1
        .split_once(after)
        .map(|(inside, _)| inside)
}

fn unescape(text: &str) -> String {
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'");
    plain.replace("&amp;", "&")
}
