//! Judges what Clio's webhook sends: the handshake, an event, a forged event. Prints the name in the event on purpose. Runs offline, a
//! stand-in signs in Clio's place: `cargo run -p clio-api --example verify_webhook`.

use std::collections::HashSet;
use std::error::Error;
use std::io::{self, Write};

use clio_api::webhook::{Delivery, Event, Receiver, SECRET_HEADER, SIGNATURE_HEADER, Secret};
use clio_api::{Contact, Id};
use http::{HeaderMap, StatusCode};

/// What the subscription's `fields` ask for.
#[derive(serde::Deserialize)]
struct Person {
    id: Id<Contact>,
    name: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    judge(&mut io::stdout())
}

pub(crate) fn judge(out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let hello = br#"{"data":{"webhook_id":1234}}"#;
    let event = br#"{"data":{"id":2575000001,"name":"Dana Hollis"},"meta":{"event":"created","webhook_id":1234}}"#;
    let secret = HeaderMap::from_iter([(SECRET_HEADER, "4f1c9a6e2b7d".parse()?)]);
    let signed_with = |secret| -> Result<HeaderMap, Box<dyn Error>> {
        let signature = Secret::new(secret)?.sign(event).parse()?;
        Ok(HeaderMap::from_iter([(SIGNATURE_HEADER, signature)]))
    };
    let (ours, forged) = (signed_with("4f1c9a6e2b7d")?, signed_with("a guess")?);

    let mut kept = Default::default();
    for (what, headers, body) in [
        ("a handshake", &secret, &hello[..]),
        ("the same handshake again", &secret, hello),
        ("an event", &ours, event),
        ("the same event again", &ours, event),
        ("a forged event", &forged, event),
    ] {
        let (status, found) = answer(&mut kept, headers, body)?;
        writeln!(out, "{what}: {} {found}", status.as_u16())?;
    }
    Ok(())
}

/// What a web server's handler does with the headers and the raw body of one call: the status, and what it found. `receiver` and `done`
/// are kept between two calls.
fn answer(
    (receiver, done): &mut (Receiver, HashSet<[u8; 32]>),
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(StatusCode, String), Box<dyn Error>> {
    Ok(match receiver.receive(headers, body) {
        // Ours: its id is in Clio's answer to the subscription. Keep `handshake.secret()` where the tokens are kept, then send
        // this answer with its header.
        Ok(Delivery::Handshake(handshake)) if handshake.webhook_id() == Id::new(1234) => {
            (receiver.accept(handshake)?.status(), String::new())
        }
        Ok(Delivery::Handshake(_)) => (StatusCode::NOT_FOUND, "not ours".to_owned()),
        Ok(Delivery::Event(verified)) => {
            // Clio sends an event again when it saw no answer.
            let mut found = String::from("seen already");
            if !done.contains(&verified.digest()) {
                let Event { event, data, .. } = verified.event::<Person>()?;
                found = format!(
                    "{} {} {}",
                    event.as_str(),
                    data.id,
                    data.name.unwrap_or_default()
                );
                done.insert(verified.digest());
            }
            (StatusCode::OK, found)
        }
        Err(refused) => (refused.status(), refused.to_string()),
    })
}
