//! Connect to Clio once, keep the tokens safe, refresh them exactly once.
//!
//! OAuth 2.0 for a program on a person's own computer (RFC 8252): the person allows access in their own browser and
//! copies a **Success Code** from Clio's page ([`Attempt`]). The tokens go into a [`TokenStore`], and a [`Connection`]
//! hands them to `clio-api`, renewed when needed: once, however many tasks, processes or hosts ask. Only Clio's United
//! States region, or a stand-in on this computer, can be named ([`Site`]).
//!
//! ```
//! # use wiremock::{Mock, MockServer, ResponseTemplate, matchers::path};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let clio = MockServer::start().await;
//! # let answer = serde_json::json!({"token_type": "bearer", "access_token": "1234-abcd", "refresh_token": "wxyz"});
//! # Mock::given(path("/oauth/token")).respond_with(ResponseTemplate::new(200).set_body_json(answer)).mount(&clio).await;
//! # let clio_address = clio.uri();
//! # let ask_the_person = |_address: &str| "Success code=Zk3aaaaaaaaa";
//! use std::sync::Arc;
//! use clio_api::{Demand, TokenSource};
//! use ils_auth::store::MemoryStore; // or KeyringStore, FileStore
//! use ils_auth::{AccountKey, App, Attempt, Connection, Endpoint, Pasted, Site, SystemClock};
//!
//! let app = App::new(Site::parse(&clio_address)?, "app key", "app secret".into());
//! let endpoint = Endpoint::new(app.clone());
//! let store = Arc::new(MemoryStore::new());
//! let key = AccountKey::new(&app, "default");
//! let connection = Connection::new(endpoint.clone(), key, store, Arc::new(SystemClock));
//!
//! let attempt = Attempt::begin(&app, &SystemClock)?;
//! let pasted = ask_the_person(attempt.address());
//! match attempt.read(pasted)? {
//!     Pasted::Code(code) => {
//!         let tokens = attempt.exchange(&endpoint, &SystemClock, code).await?;
//!         connection.adopt(tokens).await?;
//!     }
//!     _ => println!("Clio was told DENY. Nothing has changed."),
//! }
//! assert_eq!(connection.token(Demand::Any).await?.expose(), "1234-abcd");
//! # Ok(())
//! # }
//! ```
//!
//! # What it holds to
//!
//! - Tokens go to one origin; no redirect is followed; a code and a refresh request are sent once.
//! - Nothing is kept as plain text, and nothing is wiped but by [`Connection::disconnect`]: a refused refresh token asks
//!   for a new connection, a damaged store is an error.
//! - No `Debug`, `Display`, error or log line holds a token, a code, a secret or a name.
//! - Nothing is printed, asked, or read from the environment. A refresh runs as a task that the [`Connection`] owns.
//!
//! It does not protect against programs that run as the same user, nor against a compromised browser.
//!
//! # Features
//!
//! `file` (`store::FileStore`) and `keyring` (`store::KeyringStore`) are on by default; `conformance`
//! (`store::conformance`) is for the tests of a store of your own.

mod app;
mod clock;
mod connect;
mod connection;
mod endpoint;
mod error;
mod identity;
#[cfg(feature = "loopback")]
mod loopback;
mod opener;
mod site;
#[cfg(test)]
mod stand_in;
pub mod store;
mod success_code;
mod tokens;

pub use app::App;
pub use clock::{Clock, SystemClock};
pub use connect::{Attempt, AttemptFolder, ConnectError};
pub use connection::{Connection, Disconnected};
pub use endpoint::{Endpoint, EndpointError};
pub use error::Error;
pub use identity::{Identity, identify};
#[cfg(feature = "loopback")]
pub use loopback::{First, ListenError, Listener};
pub use opener::{OpenError, PageAddress};
pub use site::{Site, SiteError};
pub use store::{AccountKey, Generation, Lease, StoreError, TokenStore};
pub use success_code::{Pasted, SuccessCode, SuccessCodeError};
pub use tokens::Tokens;
