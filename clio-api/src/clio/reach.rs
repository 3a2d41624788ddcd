//! Whether Clio can be reached from this computer.

use jiff::Timestamp;

use super::Clio;
use crate::exchange::broken;
use crate::pinned::PinnedUrl;
use crate::retry::server_time;
use crate::{Error, ErrorKind, Result};

const OPERATION: &str = "reach";

/// Somebody answers at the origin.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Reached {
    /// The HTTP status. Clio answers 401 to who shows no token; anything else may be a firm's own gateway.
    pub status: u16,
    /// The clock of who answered, to the second (`Date`, RFC 9110 section 6.6.1).
    pub date: Option<Timestamp>,
    /// The certificate that was shown (DER, RFC 5280); `None` without encryption.
    pub certificate: Option<Vec<u8>>,
}

impl Clio {
    /// Asks the origin whether it is there, through this handle's proxy and certificates. One request, **without a token**, on a connection of its
    /// own, never repeated and not counted by the limiter; its body is not read.
    ///
    /// ```
    /// # use clio_api::{Clio, Origin, Region};
    /// # use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = MockServer::start().await; // stands in for Clio
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    /// let clio = Clio::builder().region(Region::Us)
    /// #   .origin(Origin::parse(&server.uri())?)
    ///     .build()?; // no token source is needed
    /// assert_eq!(clio.reach().await?.status, 401);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Transport`](ErrorKind::Transport), [`Untrusted`](ErrorKind::Untrusted) or [`Timeout`](ErrorKind::Timeout).
    pub async fn reach(&self) -> Result<Reached> {
        let exchange = self.exchange();
        let url = PinnedUrl::new(&exchange.origin, "users/who_am_i", "")
            .map_err(|link| Error::new(ErrorKind::Usage, OPERATION).because(link))?;
        let knocked = exchange.transport.knock(&url).await;
        let (head, certificate) =
            knocked.map_err(|fault| broken(OPERATION, fault).with_attempts(1))?;
        Ok(Reached {
            status: head.status.as_u16(),
            date: server_time(&head.headers),
            certificate,
        })
    }
}
