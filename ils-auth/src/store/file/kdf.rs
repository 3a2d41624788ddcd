//! A key from a passphrase: Argon2id (RFC 9106), its cost and salt kept in the file's header.

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use super::super::StoreError;
use super::sealed::{KEY_LENGTH, Key};

const SALT: usize = 16;
const MIB: u32 = 1024;
/// What a file may ask of its reader: it may come from anybody.
const MOST_MEMORY: u32 = 1024 * MIB;
const MOST_PASSES: u32 = 10;
const MOST_LANES: u32 = 4;

/// How much work one guess of a passphrase costs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Cost {
    /// In KiB.
    memory: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// About 0.2 s and 64 MiB; the least that OWASP names is 19 MiB and two passes.
    pub(super) const USUAL: Self = Self {
        memory: 64 * MIB,
        passes: 3,
        lanes: 1,
    };

    #[cfg(test)]
    pub(super) const QUICK: Self = Self {
        memory: 8,
        passes: 1,
        lanes: 1,
    };
}

/// Everything but the passphrase that decides the key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Kdf {
    cost: Cost,
    salt: [u8; SALT],
}

impl Kdf {
    pub(super) const LENGTH: usize = 12 + SALT;

    pub(super) fn fresh(cost: Cost) -> Result<Self, StoreError> {
        let mut salt = [0; SALT];
        getrandom::fill(&mut salt).map_err(|_| super::no_random())?;
        Ok(Self { cost, salt })
    }

    pub(super) fn to_bytes(self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        bytes[..4].copy_from_slice(&self.cost.memory.to_be_bytes());
        bytes[4..8].copy_from_slice(&self.cost.passes.to_be_bytes());
        bytes[8..12].copy_from_slice(&self.cost.lanes.to_be_bytes());
        bytes[12..].copy_from_slice(&self.salt);
        bytes
    }

    /// Refuses a cost beyond all reason here, before any work or memory is spent on it.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, StoreError> {
        let bytes: &[u8; Self::LENGTH] = bytes.try_into().map_err(|_| StoreError::Damaged)?;
        let number = |at: usize| {
            u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let cost = Cost {
            memory: number(0),
            passes: number(4),
            lanes: number(8),
        };
        let is_sane = (1..=MOST_LANES).contains(&cost.lanes)
            && (1..=MOST_PASSES).contains(&cost.passes)
            && (8 * cost.lanes..=MOST_MEMORY).contains(&cost.memory);
        let mut salt = [0; SALT];
        salt.copy_from_slice(&bytes[12..]);
        is_sane
            .then_some(Self { cost, salt })
            .ok_or(StoreError::Damaged)
    }

    /// Slow on purpose: not for an async thread.
    pub(super) fn derive(&self, passphrase: &str) -> Result<Key, StoreError> {
        let Cost {
            memory,
            passes,
            lanes,
        } = self.cost;
        let refused = |_| StoreError::Unavailable {
            reason: "no key could be made from the passphrase".to_owned(),
        };
        let params = Params::new(memory, passes, lanes, Some(KEY_LENGTH)).map_err(refused)?;
        let mut key = Zeroizing::new([0; KEY_LENGTH]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &self.salt, &mut *key)
            .map_err(refused)?;
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t26_a_cost_beyond_all_reason_is_refused_before_it_is_paid() {
        let good = Kdf::fresh(Cost::USUAL).unwrap().to_bytes();
        assert!(Kdf::from_bytes(&good).is_ok());
        for (at, number) in [
            (0, MOST_MEMORY + 1),
            (0, 7),
            (0, u32::MAX),
            (4, 0),
            (4, MOST_PASSES + 1),
            (8, 0),
            (8, MOST_LANES + 1),
        ] {
            let mut bytes = good;
            bytes[at..at + 4].copy_from_slice(&number.to_be_bytes());
            let refused = Kdf::from_bytes(&bytes);
            assert!(matches!(refused, Err(StoreError::Damaged)), "{number}");
        }
        assert!(Kdf::from_bytes(&good[1..]).is_err());
    }
}
