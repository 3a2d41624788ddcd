//! A request: options first, then `send`, `items` or `pages`.

mod get;
mod list;

pub use get::GetRequest;
pub use list::ListRequest;

/// Percent-encodes once; braces and commas too, as Clio's own links do.
fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
