//! The stored form: small, versioned, and refused when anything about it is odd.
//!
//! `version 2 | access | refresh | connected i64 | obtained i64 | expires i64 | identity` with big-endian numbers; a text is
//! its length as u16 and then UTF-8, an absent text has the length 0xFFFF, an absent time is `i64::MIN`. Version 1 had no
//! `connected`.

use clio_api::AccessToken;
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use zeroize::Zeroizing;

use super::Tokens;
use crate::{Identity, StoreError};

const VERSION: u8 = 2;
/// Before it was known since when a connection lasts.
const VERSION_1: u8 = 1;
const ABSENT: u16 = u16::MAX;
const NO_TIME: i64 = i64::MIN;

impl Tokens {
    /// The compact form that stores keep: about the length of both tokens and the names, plus 48 bytes.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] when a text is longer than 65,534 bytes.
    pub fn to_bytes(&self) -> Result<SecretSlice<u8>, StoreError> {
        let mut out = Zeroizing::new(Vec::with_capacity(1024));
        out.push(VERSION);
        put(&mut out, Some(self.access.expose()))?;
        put(
            &mut out,
            self.refresh.as_ref().map(ExposeSecret::expose_secret),
        )?;
        out.extend(self.connected_at.as_second().to_be_bytes());
        out.extend(self.obtained_at.as_second().to_be_bytes());
        let expires = self.expires_at.map_or(NO_TIME, Timestamp::as_second);
        out.extend(expires.to_be_bytes());
        out.push(u8::from(self.identity.is_some()));
        if let Some(who) = &self.identity {
            for text in [
                &who.person_id,
                &who.person,
                &who.email,
                &who.firm_id,
                &who.firm,
            ] {
                put(&mut out, text.as_deref())?;
            }
        }
        Ok(SecretSlice::from(out.to_vec()))
    }

    /// Reads what [`Tokens::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] for anything else, another version included.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        let mut rest = Reader(bytes);
        let version = rest.byte()?;
        if version != VERSION && version != VERSION_1 {
            return Err(StoreError::Damaged);
        }
        let access = rest.text()?;
        let refresh = rest.text()?;
        let connected_at = match version {
            VERSION_1 => None,
            _ => Some(rest.time()?.ok_or(StoreError::Damaged)?),
        };
        let obtained_at = rest.time()?.ok_or(StoreError::Damaged)?;
        let expires_at = rest.time()?;
        let identity = match rest.byte()? {
            0 => None,
            1 => Some(Identity {
                person_id: rest.text()?.map(str::to_owned),
                person: rest.text()?.map(str::to_owned),
                email: rest.text()?.map(str::to_owned),
                firm_id: rest.text()?.map(str::to_owned),
                firm: rest.text()?.map(str::to_owned),
            }),
            _ => return Err(StoreError::Damaged),
        };
        if !rest.0.is_empty() {
            return Err(StoreError::Damaged);
        }
        Ok(Self {
            access: AccessToken::new(access.ok_or(StoreError::Damaged)?),
            refresh: refresh.map(SecretString::from),
            connected_at: connected_at.unwrap_or(obtained_at),
            obtained_at,
            expires_at,
            identity,
        })
    }
}

fn put(out: &mut Vec<u8>, text: Option<&str>) -> Result<(), StoreError> {
    let Some(text) = text else {
        out.extend(ABSENT.to_be_bytes());
        return Ok(());
    };
    let length = u16::try_from(text.len()).map_err(|_| StoreError::TooLarge)?;
    if length == ABSENT {
        return Err(StoreError::TooLarge);
    }
    out.extend(length.to_be_bytes());
    out.extend(text.as_bytes());
    Ok(())
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], StoreError> {
        let (head, tail) = self.0.split_at_checked(length).ok_or(StoreError::Damaged)?;
        self.0 = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], StoreError> {
        self.take(N)?.try_into().map_err(|_| StoreError::Damaged)
    }

    fn byte(&mut self) -> Result<u8, StoreError> {
        Ok(self.array::<1>()?[0])
    }

    fn text(&mut self) -> Result<Option<&'a str>, StoreError> {
        let length = u16::from_be_bytes(self.array()?);
        if length == ABSENT {
            return Ok(None);
        }
        let text = std::str::from_utf8(self.take(length.into())?);
        text.map(Some).map_err(|_| StoreError::Damaged)
    }

    fn time(&mut self) -> Result<Option<Timestamp>, StoreError> {
        match i64::from_be_bytes(self.array()?) {
            NO_TIME => Ok(None),
            second => Timestamp::from_second(second)
                .map(Some)
                .map_err(|_| StoreError::Damaged),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_tokens() -> impl Strategy<Value = Tokens> {
        let text = || proptest::option::of(".{0,80}");
        (
            "[!-~]{1,600}",
            proptest::option::of("[!-~]{1,400}"),
            -1_000_000_000_i64..4_000_000_000,
            proptest::option::of(-1_000_000_000_i64..4_000_000_000),
            proptest::option::of((text(), text(), text(), text(), text())),
        )
            .prop_map(|(access, refresh, obtained, expires, who)| {
                Tokens::new(
                    AccessToken::new(access),
                    refresh.map(SecretString::from),
                    Timestamp::from_second(obtained).unwrap(),
                    expires.map(|s| Timestamp::from_second(s).unwrap()),
                )
                .with_identity(who.map(
                    |(person_id, person, email, firm_id, firm)| Identity {
                        person_id,
                        person,
                        email,
                        firm_id,
                        firm,
                    },
                ))
            })
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(tokens in any_tokens()) {
            let bytes = tokens.to_bytes().unwrap();
            let bytes = bytes.expose_secret();
            let back = Tokens::from_bytes(bytes).unwrap();
            prop_assert!(back.access() == tokens.access());
            let shown = |tokens: &Tokens| tokens.refresh().map(|s| s.expose_secret().to_owned());
            prop_assert_eq!(shown(&back), shown(&tokens));
            prop_assert_eq!(back.connected_at(), tokens.connected_at());
            prop_assert_eq!(back.obtained_at(), tokens.obtained_at());
            prop_assert_eq!(back.expires_at(), tokens.expires_at());
            prop_assert!(back.identity() == tokens.identity());
            for cut in 0..bytes.len() {
                prop_assert!(Tokens::from_bytes(&bytes[..cut]).is_err());
            }
        }

        #[test]
        fn odd_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            drop(Tokens::from_bytes(&bytes));
        }
    }

    #[test]
    fn a_refresh_does_not_change_since_when_it_lasts() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let first = Tokens::new(
            AccessToken::new("a1"),
            Some("r1".into()),
            at(1),
            Some(at(9)),
        );
        let renewed = first.renewed(Tokens::new(AccessToken::new("a2"), None, at(5), None));
        let back = Tokens::from_bytes(renewed.to_bytes().unwrap().expose_secret()).unwrap();
        assert_eq!((back.connected_at(), back.obtained_at()), (at(1), at(5)));
    }

    /// Found by fuzzing: it was saved, and damaged when it was loaded.
    #[test]
    fn whatever_can_be_saved_can_be_loaded() {
        let empty = Tokens::new(
            AccessToken::new(""),
            Some("".into()),
            Timestamp::MIN,
            Some(Timestamp::MAX),
        );
        let bytes = empty.to_bytes().unwrap();
        let back = Tokens::from_bytes(bytes.expose_secret()).unwrap();
        assert_eq!(back.access().expose(), "");
        assert_eq!(back.expires_at(), empty.expires_at());
    }

    #[test]
    fn version_1_is_still_read() {
        let mut bytes = vec![1, 0, 2, b'a', b'1', 0xFF, 0xFF];
        bytes.extend(7_i64.to_be_bytes());
        bytes.extend(NO_TIME.to_be_bytes());
        bytes.push(0);
        let tokens = Tokens::from_bytes(&bytes).unwrap();
        assert_eq!(tokens.connected_at(), tokens.obtained_at());
        assert_eq!(tokens.obtained_at().as_second(), 7);
    }

    fn realistic() -> Tokens {
        Tokens::new(
            AccessToken::new("a".repeat(600)),
            Some("r".repeat(300).into()),
            Timestamp::UNIX_EPOCH,
            Some(Timestamp::UNIX_EPOCH),
        )
        .with_identity(Some(Identity {
            person_id: Some("345678901".into()),
            person: Some("Pat Rivera".into()),
            email: Some("pat@hollispark.example".into()),
            firm_id: Some("123456789".into()),
            firm: Some("Hollis & Park LLP".into()),
        }))
    }

    /// A changed byte is noticed, or is another connection that would be written just so: nothing is guessed or passed over.
    #[test]
    fn t26_each_form_is_of_one_connection() {
        let short = Tokens::new(AccessToken::new("a1"), None, Timestamp::UNIX_EPOCH, None);
        let identified = Tokens::new(
            AccessToken::new("a1"),
            Some("r1".into()),
            Timestamp::UNIX_EPOCH,
            Some(Timestamp::UNIX_EPOCH),
        )
        .with_identity(Some(Identity {
            person: Some("José".into()),
            ..Identity::default()
        }));
        for tokens in [short, identified] {
            let good = tokens.to_bytes().unwrap();
            let good = good.expose_secret();
            let longer = [good, b"x"].concat();
            assert!(matches!(
                Tokens::from_bytes(&longer),
                Err(StoreError::Damaged)
            ));
            for at in 0..good.len() {
                let cut = Tokens::from_bytes(&good[..at]);
                assert!(matches!(cut, Err(StoreError::Damaged)), "cut at {at}");
                for change in 1..=u8::MAX {
                    let mut bytes = good.to_vec();
                    bytes[at] ^= change;
                    match Tokens::from_bytes(&bytes) {
                        Ok(other) => {
                            let written = other.to_bytes().unwrap();
                            assert_eq!(written.expose_secret(), bytes, "byte {at}, {change}");
                        }
                        Err(error) => assert!(matches!(error, StoreError::Damaged), "{error:?}"),
                    }
                }
            }
        }
    }

    /// T27.
    #[test]
    fn a_realistic_connection_is_small() {
        let bytes = realistic().to_bytes().unwrap();
        assert!(bytes.expose_secret().len() <= 1200);
    }

    #[test]
    fn a_text_beyond_all_bounds_is_refused() {
        let long = || "a".repeat(65_535);
        let whole = realistic();
        for tokens in [
            Tokens {
                access: AccessToken::new(long()),
                ..whole.clone()
            },
            Tokens {
                refresh: Some(long().into()),
                ..whole.clone()
            },
            whole.with_identity(Some(Identity {
                firm: Some(long()),
                ..Identity::default()
            })),
        ] {
            assert!(matches!(tokens.to_bytes(), Err(StoreError::TooLarge)));
        }
    }
}
