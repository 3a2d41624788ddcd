//! Only Clio's United States address and this computer's become a place that tokens go to; two parsers of addresses say so.
#![no_main]

use ils_auth::Site;
use ils_fuzz::assert_clean;
use libfuzzer_sys::fuzz_target;
use url::{Host, Url};

fuzz_target!(|text: &str| {
    let site = match Site::parse(text) {
        Ok(site) => site,
        Err(error) => return assert_clean(&error),
    };
    // What was taken is written in one way only, and is the same when it is read again.
    let origin = site.origin().to_string();
    assert_eq!(Site::parse(&origin).expect("its own writing"), site);
    for text in [text.trim(), &origin] {
        let url = Url::parse(text).expect("an address");
        assert!(
            url.username().is_empty() && url.password().is_none(),
            "{text}"
        );
        assert!(url.query().is_none() && url.fragment().is_none(), "{text}");
        assert!(["", "/"].contains(&url.path()), "{text}");
        let is_here = match url.host().expect("a host") {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        let is_clio = url.as_str() == "https://app.clio.com/";
        assert!(
            is_clio != is_here && is_here == site.is_stand_in(),
            "{text}"
        );
    }
    // The other parser: what it takes for host and scheme is the same.
    let uri: http::Uri = origin.parse().expect("the other parser takes it");
    let url = Url::parse(&origin).expect("an address");
    assert_eq!(uri.host(), url.host_str());
    assert_eq!(uri.scheme_str(), Some(url.scheme()));
});
