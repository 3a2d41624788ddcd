//! The address of this computer that a firm may have registered: hears Clio's answer without a paste.

use std::future::poll_fn;
use std::net::Ipv4Addr;
use std::num::NonZeroU16;

use secrecy::ExposeSecret;
use tokio::net::TcpListener;

use crate::app::loopback_callback;
use crate::{App, Attempt, Clock, ConnectError, Pasted};

mod crowd;
mod page;
mod request;
#[cfg(test)]
mod tests;
mod visit;

use crowd::Crowd;
use request::Expected;

/// Listens on `127.0.0.1` for Clio's answer to one attempt (RFC 8252 section 7.3). Dropping it frees the port.
///
/// Whoever knows the port can knock: other programs, any web page in the browser, a name that was rebound to this
/// computer. Only a `GET` of exactly our address, as a page of its own, with our `Host` and the attempt's `state`, is an
/// answer. Everything else gets a fixed page that repeats nothing, and the wait goes on.
#[derive(Debug)]
pub struct Listener {
    port: NonZeroU16,
    address: String,
    socket: Option<TcpListener>,
}

/// What came first.
#[derive(Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "two roads are raced, and there is no third"
)]
pub enum First<T> {
    /// Clio's answer on the listener.
    Heard(Pasted),
    /// What the other road gave.
    Other(T),
}

impl Listener {
    /// Opens the first free one of the ports that the app's firm has registered.
    ///
    /// # Errors
    /// [`ListenError::PortInUse`] and others: connecting by paste still works, so none of them is the end.
    pub async fn open(app: &App) -> Result<Self, ListenError> {
        let mut last = ListenError::NotRegistered;
        for port in app.loopback_ports() {
            match Self::bind(*port).await {
                Ok(listener) => return Ok(listener),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Where Clio sends the answer: what the firm has registered, to the letter.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Waits for Clio's answer to `attempt`. Dropping the future loses nothing but half-heard requests.
    ///
    /// The answer is given once; the port is closed before this returns it.
    ///
    /// # Errors
    /// [`ConnectError::Expired`] when the attempt ends, [`ConnectError::Refused`] when Clio reports a problem,
    /// [`ConnectError::NotOurs`] for an attempt that did not begin with this listener,
    /// [`ConnectError::NotListening`] after an answer.
    pub async fn hear(
        &mut self,
        attempt: &Attempt,
        clock: &dyn Clock,
    ) -> Result<Pasted, ConnectError> {
        if attempt.redirect() != self.address {
            return Err(ConnectError::NotOurs);
        }
        let socket = self.socket.as_ref().ok_or(ConnectError::NotListening)?;
        let expected = Expected {
            port: self.port.get(),
            state: attempt.state().expose_secret(),
        };
        let mut crowd = Crowd::new(&expected);
        let answer = attempt
            .within(clock, poll_fn(|cx| crowd.poll(socket, cx)))
            .await?;
        drop(crowd);
        self.socket = None;
        match &answer {
            Ok(Pasted::Code(_)) => tracing::debug!("the browser brought a code"),
            Ok(Pasted::Denied) => tracing::info!("Clio was told not to allow access"),
            Err(_) => tracing::warn!("Clio sent the browser back with a problem"),
        }
        answer
    }

    /// Waits for Clio's answer and for `other`, such as a person who pastes; the first one wins, and what has not been
    /// heard of the other road is dropped.
    ///
    /// # Errors
    /// As [`Listener::hear`].
    pub async fn hear_or<T>(
        &mut self,
        attempt: &Attempt,
        clock: &dyn Clock,
        other: impl Future<Output = T>,
    ) -> Result<First<T>, ConnectError> {
        tokio::select! {
            heard = self.hear(attempt, clock) => heard.map(First::Heard),
            other = other => Ok(First::Other(other)),
        }
    }

    async fn bind(port: NonZeroU16) -> Result<Self, ListenError> {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port.get())).await;
        let socket = socket.map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => ListenError::PortInUse { port },
            kind => ListenError::Unavailable { port, kind },
        })?;
        Ok(Self {
            port,
            address: loopback_callback(port),
            socket: Some(socket),
        })
    }
}

/// Why nothing listens. Pasting the Success Code works all the same.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ListenError {
    /// The app's firm has registered no address of this computer.
    #[error("no address of this computer is registered for the app")]
    NotRegistered,
    /// Another program has it, or another attempt to connect.
    #[error("port {port} of this computer is in use")]
    PortInUse {
        /// The last one that was tried.
        port: NonZeroU16,
    },
    /// The system does not give it.
    #[error("port {port} of this computer cannot be opened: {kind}")]
    Unavailable {
        /// The last one that was tried.
        port: NonZeroU16,
        /// What the system says.
        kind: std::io::ErrorKind,
    },
}
