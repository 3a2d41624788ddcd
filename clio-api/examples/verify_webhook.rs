//! Judges what Clio's webhook sends: the handshake, an event, a forged event. Runs offline; a stand-in signs in Clio's place.
//!
//! ```sh
//! cargo run -p clio-api --example verify_webhook
//! ```

use std::collections::HashSet;
use std::error::Error;

use clio_api::webhook::{Delivery, Receiver, SECRET_HEADER, SIGNATURE_HEADER, Secret, Webhook};
use clio_api::{Contact, Id};
use http::{HeaderMap, StatusCode};

/// What the subscription's `fields` ask for.
#[derive(serde::Deserialize)]
struct Person {
    id: Id<Contact>,
    name: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut office = Office::default();

    let mut headers = HeaderMap::new();
    headers.insert(SECRET_HEADER, "4f1c9a6e2b7d".parse()?);
    let handshake = br#"{"data":{"webhook_id":1234}}"#;
    say("a handshake", office.answer(&headers, handshake)?);
    say(
        "the same handshake again",
        office.answer(&headers, handshake)?,
    );

    let body = br#"{"data":{"id":2575000001,"name":"Dana Hollis"},"meta":{"event":"created","webhook_id":1234}}"#;
    let mut headers = HeaderMap::new();
    headers.insert(
        SIGNATURE_HEADER,
        Secret::new("4f1c9a6e2b7d")?.sign(body).parse()?,
    );
    say("an event", office.answer(&headers, body)?);
    say("the same event again", office.answer(&headers, body)?);

    headers.insert(
        SIGNATURE_HEADER,
        Secret::new("a guess")?.sign(body).parse()?,
    );
    say("a forged event", office.answer(&headers, body)?);
    Ok(())
}

/// What a web server keeps between two calls.
#[derive(Default)]
struct Office {
    receiver: Receiver,
    done: HashSet<[u8; 32]>,
}

impl Office {
    /// What a web server's handler does with the headers and the raw body of one call.
    fn answer(&mut self, headers: &HeaderMap, body: &[u8]) -> Result<StatusCode, Box<dyn Error>> {
        match self.receiver.receive(headers, body) {
            Ok(Delivery::Handshake(handshake)) if is_ours(handshake.webhook_id()) => {
                // Keep handshake.secret() where the tokens are kept, then send this answer with its header.
                Ok(self.receiver.accept(handshake)?.status())
            }
            Ok(Delivery::Handshake(_)) => Ok(StatusCode::NOT_FOUND),
            Ok(Delivery::Event(verified)) => {
                if !self.done.contains(&verified.digest()) {
                    let event = verified.event::<Person>()?;
                    let name = event.data.name.unwrap_or_default();
                    print(&format!(
                        "   {} {} {name}",
                        event.event.as_str(),
                        event.data.id
                    ));
                    self.done.insert(verified.digest());
                }
                Ok(StatusCode::OK)
            }
            Err(refused) => {
                print(&format!("   {refused}"));
                Ok(refused.status())
            }
        }
    }
}

/// Whether we asked for this webhook: its id is in Clio's answer to the subscription, and so is the secret.
fn is_ours(webhook: Id<Webhook>) -> bool {
    webhook.number() == 1234
}

fn say(what: &str, status: StatusCode) {
    print(&format!("{what}: answered {}", status.as_u16()));
}

#[expect(clippy::print_stdout, reason = "an example shows what it did")]
fn print(line: &str) {
    println!("{line}");
}
