//! The user whose token it is.

use serde::Deserialize;

use super::debug_id_only;
use crate::{Id, Projection, Resource};

/// A user of the firm (Clio: Users; `who_am_i` gives the connected one).
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The id.
    pub id: Option<Id<Self>>,
    /// The whole name.
    pub name: Option<String>,
    /// The email address the user signs in with.
    pub email: Option<String>,
    /// Whether the user may sign in.
    pub enabled: Option<bool>,
    /// The firm.
    pub account: Option<Account>,
}

impl Resource for User {
    const NAME: &'static str = "User";
    const PATH: &'static str = "users";
    const ORDER_BY_ID: bool = true;
    const LIST: &'static str = "users.list";
    const GET: &'static str = "users.who_am_i";
}

impl Projection<Self> for User {
    const FIELDS: &'static str = "id,name,email,enabled,account{id,name}";
}

/// A firm's account at Clio.
#[derive(Clone, Default, Deserialize)]
#[non_exhaustive]
pub struct Account {
    /// The id.
    pub id: Option<Id<Self>>,
    /// The firm's name.
    pub name: Option<String>,
}

debug_id_only!(User, Account);
