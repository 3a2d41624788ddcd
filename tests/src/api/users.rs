//! `/users/who_am_i`.

use crate::api::show;
use crate::firm::made_at;
use crate::reply::Reply;

/// The person whose token it is. Needs the Users permission.
pub(crate) fn who_am_i(shows: &show::Context<'_>) -> Result<Reply, Reply> {
    shows.record("User", &shows.view.firm.user, made_at(), &|name| {
        shows.view.user(name)
    })
}
