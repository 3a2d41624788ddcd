//! Everybody who knocks, up to a bound, without a task of their own: dropping the crowd closes every connection.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::Sleep;

use super::request::Expected;
use super::visit::receive;
use crate::{ConnectError, Pasted};

/// The oldest makes room for a new one: those who keep connections open without a word do not keep the browser out.
pub(super) const MOST: usize = 64;
/// After the system could not hand over a connection: too many open files, say.
const PAUSE: Duration = Duration::from_millis(100);

type Answer = Result<Pasted, ConnectError>;
type Visit<'a> = Pin<Box<dyn Future<Output = Option<Answer>> + Send + 'a>>;

pub(super) struct Crowd<'a> {
    expected: &'a Expected<'a>,
    visits: VecDeque<Visit<'a>>,
    pause: Option<Pin<Box<Sleep>>>,
}

impl<'a> Crowd<'a> {
    pub(super) fn new(expected: &'a Expected<'a>) -> Self {
        Self {
            expected,
            visits: VecDeque::new(),
            pause: None,
        }
    }

    /// Ready with Clio's answer. Who is new is listened to before the next one is let in.
    pub(super) fn poll(&mut self, socket: &TcpListener, cx: &mut Context<'_>) -> Poll<Answer> {
        let mut first_new = 0;
        loop {
            if let Some(answer) = self.listen(first_new, cx) {
                return Poll::Ready(answer);
            }
            if let Some(pause) = &mut self.pause {
                std::task::ready!(pause.as_mut().poll(cx));
                self.pause = None;
            }
            match std::task::ready!(socket.poll_accept(cx)) {
                Ok((stream, _)) => {
                    if self.visits.len() >= MOST {
                        self.visits.pop_front();
                    }
                    self.visits
                        .push_back(Box::pin(receive(stream, *self.expected)));
                    first_new = self.visits.len() - 1;
                }
                Err(error) => {
                    tracing::warn!(kind = %error.kind(), "a connection to the listener was lost");
                    self.pause = Some(Box::pin(tokio::time::sleep(PAUSE)));
                    first_new = self.visits.len();
                }
            }
        }
    }

    /// Polls everybody from `first` on; those who are done leave.
    fn listen(&mut self, first: usize, cx: &mut Context<'_>) -> Option<Answer> {
        let mut at = first;
        while let Some(visit) = self.visits.get_mut(at) {
            match visit.as_mut().poll(cx) {
                Poll::Pending => at += 1,
                Poll::Ready(None) => drop(self.visits.remove(at)),
                Poll::Ready(Some(answer)) => return Some(answer),
            }
        }
        None
    }
}
