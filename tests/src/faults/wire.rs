//! What happens on the way: needs [`FakeClioBuilder::bad_line`](crate::FakeClioBuilder::bad_line).

use std::io::{self, Read as _};
use std::time::Duration;

use flate2::Compression;
use flate2::read::GzEncoder;

use super::{Fault, Mishap, Spoil};
use crate::line::Trouble;
use crate::reply::Reply;

impl Fault {
    /// The connection is reset and the request has no effect.
    pub fn reset() -> Self {
        let mut reply = Reply::empty(200);
        reply.trouble = Some(Trouble::Reset);
        Self::new(Mishap::Instead(reply))
    }

    /// The request takes effect, and the connection is reset in the place of the answer.
    pub fn reset_after_effect() -> Self {
        Self::trouble(Trouble::Reset)
    }

    /// The connection is reset after so many bytes of the body.
    pub fn reset_at(bytes: usize) -> Self {
        Self::trouble(Trouble::ResetAt(bytes))
    }

    /// The connection ends after so many bytes of the body; the length header promised all of them.
    pub fn end_at(bytes: usize) -> Self {
        Self::trouble(Trouble::EndAt(bytes))
    }

    /// Nothing comes after so many bytes of the body, and the connection stays open.
    pub fn silent_at(bytes: usize) -> Self {
        Self::trouble(Trouble::SilentAt(bytes))
    }

    /// The length header is wrong by so much.
    pub fn miscounted(by: i64) -> Self {
        Self::trouble(Trouble::Miscount(by))
    }

    /// The answer comes byte by byte, with this pause after each (a slow loris, from the server's side).
    pub fn drip(pause: Duration) -> Self {
        Self::trouble(Trouble::Drip(pause))
    }

    /// These bytes come in the place of the answer, head and all.
    pub fn bytes(answer: &str) -> Self {
        Self::trouble(Trouble::Bytes(answer.to_owned()))
    }

    /// 200 with a JSON object of so many spaces, packed a thousandfold.
    ///
    /// # Errors
    /// When memory is short.
    pub fn gzip_bomb(bytes: u64) -> io::Result<Self> {
        let object = b"{".chain(io::repeat(b' ').take(bytes)).chain(&b"}"[..]);
        let mut packed = Vec::new();
        GzEncoder::new(object, Compression::best()).read_to_end(&mut packed)?;
        Ok(Self::packed(packed))
    }

    /// 200 with a body that says it is gzip and is not.
    pub fn broken_gzip() -> Self {
        Self::packed(b"\x1f\x8b\x08\x00 no gzip at all".to_vec())
    }

    fn packed(body: Vec<u8>) -> Self {
        let reply = Reply::of(200, body, "application/json; charset=utf-8");
        Self::new(Mishap::Instead(reply.header("Content-Encoding", "gzip")))
    }

    fn trouble(trouble: Trouble) -> Self {
        Self::new(Mishap::Spoil(Spoil::Trouble(trouble)))
    }

    pub(crate) fn needs_line(&self) -> bool {
        match &self.mishap {
            Mishap::Instead(reply) => reply.trouble.is_some(),
            Mishap::Spoil(spoil) => matches!(spoil, Spoil::Trouble(_)),
            Mishap::First(_) => false,
        }
    }
}
