//! Asks Clio who is connected, from an office whose network has a proxy, or opens encrypted traffic and signs it anew. Prints the
//! user's name on purpose.
//!
//! ```sh
//! CLIO_TOKEN=… CA_FILE=office.pem PROXY=http://proxy.example.test:3128 cargo run -p clio-api --example custom_ca_or_proxy
//! ```
//!
//! Both are optional, and `CLIO_ORIGIN` may name another region's Clio. There is no switch that turns the check off.

use std::error::Error;
use std::io::{self, Write};
use std::{env, fs};

use clio_api::{AccessToken, Clio, ClioBuilder, ErrorKind, Origin, Projection, RetryPolicy, User};

#[derive(serde::Deserialize, Projection)]
#[projection(resource = User)]
struct Me {
    name: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let pem = env::var("CA_FILE").ok().map(fs::read).transpose()?;
    let proxy = env::var("PROXY").ok();
    let origin = Origin::parse(&env::var("CLIO_ORIGIN").unwrap_or("https://app.clio.com".into()))?;
    let token = env::var("CLIO_TOKEN").map_err(|_| "CLIO_TOKEN is not set")?;
    let builder = Clio::builder()
        .region(origin.region().unwrap_or_default())
        .origin(origin)
        .token_source(AccessToken::new(token));
    let clio = through(builder, pem.as_deref(), proxy.as_deref()).build()?;
    ask(&clio, &mut io::stdout()).await
}

/// Certificates come beside the system's own; a proxy that is named here is used instead of the system's.
pub(crate) fn through(
    mut builder: ClioBuilder,
    pem: Option<&[u8]>,
    proxy: Option<&str>,
) -> ClioBuilder {
    if let Some(pem) = pem {
        builder = builder.root_certificate_pem(pem);
    }
    if let Some(proxy) = proxy {
        builder = builder.proxy(proxy);
    }
    // Whoever tries settings out wants to know at once.
    builder.retry(RetryPolicy::never())
}

pub(crate) async fn ask(clio: &Clio, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    match clio.who_am_i().select::<Me>().send().await {
        Ok(me) => writeln!(out, "connected as {}", me.name.unwrap_or_default())?,
        // The token works; the app just lacks the Users permission.
        Err(error) if error.kind() == ErrorKind::Forbidden => writeln!(out, "connected")?,
        Err(error) => {
            if matches!(error.kind(), ErrorKind::Transport | ErrorKind::Untrusted) {
                writeln!(
                    out,
                    "no way to Clio: is there a proxy, a certificate, a wrong clock?"
                )?;
            }
            return Err(error.into());
        }
    }
    Ok(())
}
