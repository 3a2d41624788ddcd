//! A small program on a person's own computer that embeds `ils-auth`: connect once, use the connection, disconnect.
//!
//! It runs without Clio: `cargo run -p ils-auth --example desktop` plays Clio's addresses and the person at the browser
//! itself. `Desktop` is the part to copy; what a real program does instead is said at each place.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "an example: it has a screen, and what is played here does not fail"
)]

use std::error::Error;
use std::io;
use std::sync::Arc;

use clio_api::{Demand, TokenSource};
use ils_auth::store::MemoryStore;
use ils_auth::{
    AccountKey, App, Attempt, Connection, Endpoint, First, Listener, PageAddress, Pasted, Site,
    SystemClock, identify,
};

/// What the program keeps: one account of one firm's app.
struct Desktop {
    app: App,
    endpoint: Endpoint,
    connection: Connection,
}

/// How connecting went. DENY is no error: nothing has changed.
#[derive(Debug, Eq, PartialEq)]
enum Outcome {
    Connected { person: Option<String> },
    Denied,
}

impl Desktop {
    fn new(app: App) -> Self {
        let endpoint = Endpoint::new(app.clone());
        // A real program: `KeyringStore`, or `FileStore` where there is no keyring. Never plain text.
        let store = Arc::new(MemoryStore::new());
        let key = AccountKey::new(&app, "default");
        let connection = Connection::new(endpoint.clone(), key, store, Arc::new(SystemClock));
        Self {
            app,
            endpoint,
            connection,
        }
    }

    /// The button "Connect to Clio". `open` starts the browser; `paste` is the field for the Success Code.
    async fn connect(
        &self,
        open: impl FnOnce(&PageAddress) -> io::Result<()>,
        paste: impl Future<Output = String>,
    ) -> Result<Outcome, Box<dyn Error>> {
        // The port is ours before Clio is told of it. Taken, or none registered: the Success Code is pasted.
        let mut listener = Listener::open(&self.app).await.ok();
        let attempt = match &listener {
            Some(listener) => Attempt::begin_listening(&self.app, listener, &SystemClock)?,
            None => Attempt::begin(&self.app, &SystemClock)?,
        };
        if attempt.open_with(open).is_err() {
            println!("Open this address in any browser:  {}", attempt.address());
        }

        // Whichever comes first. Both end when the attempt does, after ten minutes.
        let first = match &mut listener {
            Some(listener) => listener.hear_or(&attempt, &SystemClock, paste).await?,
            None => First::Other(attempt.within(&SystemClock, paste).await?),
        };
        let answer = match first {
            First::Heard(answer) => answer,
            First::Other(text) => attempt.read(&text)?,
        };
        drop(listener);
        let Pasted::Code(code) = answer else {
            return Ok(Outcome::Denied);
        };
        let tokens = attempt.exchange(&self.endpoint, &SystemClock, code).await?;

        // A pasted code may be a stranger's: a real program shows the name, and asks when it is another one than before.
        let identity = identify(self.app.site(), tokens.access()).await?;
        let person = identity.as_ref().and_then(|who| who.person.clone());
        self.connection
            .adopt(tokens.with_identity(identity))
            .await?;
        Ok(Outcome::Connected { person })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let clio = played::clio().await;
    let site = Site::parse(&clio.uri())?;
    let app = App::new(site, "app key", "app secret".into());

    let desktop = Desktop::new(app.clone());
    let pasted = async { "Success code=Zk3-played-here".to_owned() };
    let outcome = desktop.connect(|_| Ok(()), pasted).await?;
    println!("Pasted: {outcome:?}");
    // From here on, `clio_api::Clio::builder().token_source(desktop.connection.clone())`.
    let token = desktop.connection.token(Demand::Any).await?;
    println!("There is a token of {} characters.", token.expose().len());
    let ended = desktop.connection.disconnect().await?;
    println!(
        "Disconnected; Clio ended it too: {}",
        ended.ended_at_clio.is_ok()
    );

    // The same with a registered address: the browser brings the answer, nothing is pasted.
    for decision in ["code=Zk3-played-here", "error=access_denied"] {
        let desktop = Desktop::new(app.clone().with_loopback_callback(played::free_port()));
        let open = |page: &PageAddress| {
            played::browser(page.as_str().to_owned(), decision);
            Ok(())
        };
        let outcome = desktop.connect(open, std::future::pending()).await?;
        println!("Heard: {outcome:?}");
    }
    Ok(())
}

/// Clio and the person at the browser, played.
mod played {
    use std::collections::HashMap;
    use std::num::NonZeroU16;

    use serde_json::json;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use wiremock::matchers::{method, path, path_regex};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    pub(super) async fn clio() -> MockServer {
        let clio = MockServer::start().await;
        let tokens = json!({"token_type": "bearer", "access_token": "1-played", "refresh_token": "2-played",
            "expires_in": 2_592_000});
        let me = json!({"data": {"id": 1, "name": "Pat Rivera", "email": null, "account": {"id": 2, "name": "Hollis"}}});
        for mock in [
            Mock::given(method("POST"))
                .and(path("/oauth/token"))
                .respond_with(ResponseTemplate::new(200).set_body_json(tokens)),
            Mock::given(method("POST"))
                .and(path("/oauth/deauthorize"))
                .respond_with(ResponseTemplate::new(200)),
            Mock::given(method("GET"))
                .and(path_regex("who_am_i"))
                .respond_with(ResponseTemplate::new(200).set_body_json(me)),
        ] {
            mock.mount(&clio).await;
        }
        clio
    }

    pub(super) fn free_port() -> NonZeroU16 {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        socket.local_addr().unwrap().port().try_into().unwrap()
    }

    /// After ALLOW ACCESS or DENY, Clio sends the browser to the address that the page was opened with.
    pub(super) fn browser(page: String, decision: &'static str) {
        tokio::spawn(async move {
            let page = url::Url::parse(&page).unwrap();
            let asked: HashMap<_, _> = page.query_pairs().into_owned().collect();
            let back = url::Url::parse(&asked["redirect_uri"]).unwrap();
            let host = back.authority().to_owned();
            let target = format!("{}?{decision}&state={}", back.path(), asked["state"]);
            let mut stream = tokio::net::TcpStream::connect(&host).await.unwrap();
            let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut shown = String::new();
            stream.read_to_string(&mut shown).await.unwrap();
        });
    }
}

#[cfg(test)]
mod tests {
    /// The whole program.
    #[test]
    fn it_runs() {
        super::main().unwrap();
    }
}
