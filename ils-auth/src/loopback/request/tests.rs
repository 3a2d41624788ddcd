//! What is an answer and what is not: T3, T5, T6 and T7 of the security notes as tables, and fuzz target 1 as properties.

use proptest::prelude::*;

use super::*;
use crate::stand_in::assert_clean;

const STATE: &str = "CANARY_state_0123456789-0123456789-01234567";
const CODE: &str = "CANARY_code-9f8e7d6c";
const PORT: u16 = 8787;

const EXPECTED: Expected<'static> = Expected {
    port: PORT,
    state: STATE,
};

fn judged(request: &str) -> Progress {
    read(request.as_bytes(), &EXPECTED)
}

#[track_caller]
fn page(request: &str) -> Page {
    let progress = judged(request);
    assert_clean(&format!("{progress:?}"));
    match progress {
        Progress::Done { page, .. } => page,
        Progress::More => panic!("waits for more of {request:?}"),
    }
}

fn get(target: &str, fields: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\n{fields}\r\n")
}

fn query(query: &str) -> String {
    get(&format!("/callback?{query}"), "")
}

fn whole() -> String {
    query(&format!("code={CODE}&state={STATE}"))
}

fn code(request: &str) -> Option<String> {
    match judged(request) {
        Progress::Done {
            outcome: Some(Ok(Pasted::Code(code))),
            ..
        } => Some(code.expose().to_owned()),
        _ => None,
    }
}

/// T6
#[test]
fn t06_what_a_browser_sends_after_allow_is_an_answer() {
    let target = format!("/callback?state={STATE}&code={CODE}&iss=x");
    for fields in [
        "",
        "User-Agent: x\r\nAccept: */*\r\nCookie: a=b\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nSec-Fetch-User: ?1\r\n",
        "Sec-Fetch-Site: none\r\nsec-fetch-mode:navigate\r\nSEC-FETCH-DEST: document \r\n",
        "Referer: https://app.clio.com/\r\nUpgrade-Insecure-Requests: 1\r\nConnection: keep-alive\r\n",
    ] {
        assert_eq!(
            code(&get(&target, fields)).as_deref(),
            Some(CODE),
            "{fields}"
        );
    }
}

/// T6
#[test]
fn t06_a_request_for_another_host_or_from_another_page_is_refused() {
    let line = format!("GET /callback?code={CODE}&state={STATE} HTTP/1.1\r\n");
    for host in [
        "",
        "Host: localhost\r\n",
        "Host: localhost:8787\r\n",
        "Host: 127.0.0.1\r\n",
        "Host: 127.0.0.1:8788\r\n",
        "Host: 127.0.0.1:08787\r\n",
        "Host: 127.0.0.1.evil.test:8787\r\n",
        "Host: rebind.evil.test:8787\r\n",
        "Host: [::1]:8787\r\n",
        "Host: 2130706433:8787\r\n",
        "Host: evil@127.0.0.1:8787\r\n",
        "Host: 127.0.0.1:8787\r\nHost: 127.0.0.1:8787\r\n",
        "Host: 127.0.0.1:8787\r\nHost: rebind.evil.test\r\n",
        "Host: \r\n",
        "Hosts: 127.0.0.1:8787\r\n",
        "X-Forwarded-Host: 127.0.0.1:8787\r\n",
    ] {
        assert_eq!(
            page(&format!("{line}{host}\r\n")),
            Page::Elsewhere,
            "{host:?}"
        );
    }
    let target = format!("/callback?code={CODE}&state={STATE}");
    for fields in [
        "Origin: https://evil.test\r\n",
        "Origin: null\r\n",
        "Origin: http://127.0.0.1:8787\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n",
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Dest: document\r\n",
    ] {
        assert_eq!(page(&get(&target, fields)), Page::Background, "{fields:?}");
    }
}

#[test]
fn port_80_may_be_left_away() {
    let expected = Expected {
        port: 80,
        state: STATE,
    };
    for host in ["127.0.0.1", "127.0.0.1:80"] {
        let request =
            format!("GET /callback?code={CODE}&state={STATE} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        let progress = read(request.as_bytes(), &expected);
        assert!(matches!(
            progress,
            Progress::Done {
                page: Page::Connected,
                ..
            }
        ));
    }
}

/// T3
#[test]
fn t03_only_our_state_once_makes_an_answer() {
    for bad in [
        String::new(),
        format!("code={CODE}"),
        format!("code={CODE}&state="),
        format!("code={CODE}&state={STATE}x"),
        format!("code={CODE}&state={}", &STATE[1..]),
        format!("code={CODE}&state={STATE}&state={STATE}"),
        format!("code={CODE}&state=other&state={STATE}"),
        format!("code={CODE}&STATE={STATE}"),
        "error=access_denied&state=other".to_owned(),
        "error=access_denied".to_owned(),
        format!("code={CODE}&code={CODE}&state={STATE}"),
        format!("code={CODE}&error=access_denied&state={STATE}"),
        format!("error=access_denied&error=access_denied&state={STATE}"),
        format!("state={STATE}"),
        format!("code=&state={STATE}"),
        format!("code=short&state={STATE}"),
        format!("code={CODE}%0d%0aX&state={STATE}"),
        format!("code={CODE}%00&state={STATE}"),
        format!("code={CODE}%ff&state={STATE}"),
    ] {
        assert_eq!(page(&query(&bad)), Page::Bad, "{bad}");
    }
}

/// T7
#[test]
fn t07_deny_is_an_outcome_and_other_problems_are_named_only_when_standard() {
    let denied = judged(&query(&format!("error=access_denied&state={STATE}")));
    assert!(matches!(
        denied,
        Progress::Done {
            page: Page::Denied,
            outcome: Some(Ok(Pasted::Denied))
        }
    ));
    for (error, named) in [
        ("server_error", "server_error"),
        ("<script>CANARY</script>", "another error"),
    ] {
        let problem = judged(&query(&format!("error={error}&state={STATE}")));
        let Progress::Done {
            page: Page::Problem,
            outcome: Some(Err(ConnectError::Refused(text))),
        } = problem
        else {
            panic!("{problem:?}")
        };
        assert_eq!(text, named);
    }
}

/// T5
#[test]
fn t05_what_no_browser_sends_is_refused() {
    let target = format!("/callback?code={CODE}&state={STATE}");
    let host = format!("Host: 127.0.0.1:{PORT}\r\n\r\n");
    for method in ["POST", "HEAD", "OPTIONS", "CONNECT", "get", "TRACE"] {
        assert_eq!(
            page(&format!("{method} {target} HTTP/1.1\r\n{host}")),
            Page::Method
        );
    }
    for path in [
        "/favicon.ico",
        "/",
        "/callback/",
        "/Callback",
        "//callback",
        "/callback%3F",
        "/./callback",
        "/oauth/approval",
    ] {
        assert_eq!(
            page(&get(&format!("{path}?code={CODE}&state={STATE}"), "")),
            Page::Nothing
        );
    }
    let bad = [
        format!("GET http://127.0.0.1:{PORT}{target} HTTP/1.1\r\n{host}"),
        format!("GET *  HTTP/1.1\r\n{host}"),
        format!("GET {target} HTTP/1.0\r\n{host}"),
        format!("GET {target} HTTP/2.0\r\n{host}"),
        format!("GET {target}\r\n{host}"),
        format!("GET  {target} HTTP/1.1\r\n{host}"),
        format!("GET {target}\tHTTP/1.1\r\n{host}"),
        format!("GET {target}é HTTP/1.1\r\n{host}"),
        get(&target, "Content-Length: 0\r\n"),
        get(&target, "Transfer-Encoding: chunked\r\n"),
        get(&target, "Expect: 100-continue\r\n"),
        get(&target, "no colon\r\n"),
        get(&target, " folded: x\r\n"),
        get(&target, "a\r\n b: c\r\n"),
        get(&target, "Space : x\r\n"),
        get(&target, "X: a\nHost: b\r\n"),
        get(&target, "X: \u{0}\r\n"),
        get(&target, "X: \u{1b}[2J\r\n"),
        get(&target, ": x\r\n"),
        // Two requests at once.
        [get(&target, ""), get(&target, "")].concat(),
        [get(&target, ""), "x".to_owned()].concat(),
    ];
    for request in bad {
        assert_eq!(page(&request), Page::Bad, "{request:?}");
    }
}

/// T5
#[test]
fn t05_a_line_has_8_kib_and_a_head_32() {
    let fits = "a".repeat(LONGEST_LINE - 200);
    let target = format!("/callback?code={CODE}&state={STATE}&x={fits}");
    assert!(code(&get(&target, "")).is_some());
    let long = format!("GET /callback?x={}", "a".repeat(LONGEST_LINE));
    assert_eq!(page(&long), Page::TooLong, "without an end in sight");
    assert_eq!(page(&get(&format!("{target}{fits}"), "")), Page::TooLong);
    let cookie = |size| get("/favicon.ico", &format!("Cookie: {}\r\n", "a".repeat(size)));
    assert_eq!(page(&cookie(LONGEST_HEAD - 200)), Page::Nothing);
    assert_eq!(page(&cookie(LONGEST_HEAD)), Page::Bad);
    let endless = cookie(LONGEST_HEAD);
    assert_eq!(page(endless.trim_end()), Page::Bad);
}

#[test]
fn a_head_may_come_in_any_pieces() {
    let whole = whole();
    for cut in 0..whole.len() {
        assert!(matches!(judged(&whole[..cut]), Progress::More), "{cut}");
    }
    assert_eq!(code(&whole).as_deref(), Some(CODE));
}

/// T4
#[test]
fn t04_a_page_is_fixed_and_may_be_kept_nowhere() {
    for page in Page::ALL {
        let response = page.response();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with(&format!("HTTP/1.1 {}\r\n", page.status())));
        for field in [
            "Cache-Control: no-store",
            "Referrer-Policy: no-referrer",
            "Content-Security-Policy: default-src 'none'",
            "X-Content-Type-Options: nosniff",
            "Connection: close",
            &format!("Content-Length: {}", body.len()),
        ] {
            assert!(head.contains(&format!("\r\n{field}")), "{field}");
        }
        assert!(!body.contains("<script") && !body.contains("href"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_are_judged(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        match read(&bytes, &EXPECTED) {
            Progress::Done { outcome, .. } => prop_assert!(outcome.is_none()),
            Progress::More => {}
        }
    }

    #[test]
    fn anything_in_place_of_a_request_is_judged(
        text in "(GET|POST|H)[ /a-z?=&%\\x00-\\x7f]{0,80}(\r\n[A-Za-z: 0-9.]{0,40}){0,4}\r\n\r\n"
    ) {
        match judged(&text) {
            Progress::Done { outcome, .. } => prop_assert!(outcome.is_none()),
            Progress::More => {}
        }
    }

    #[test]
    fn one_wrong_byte_never_gives_another_answer(at in 0_usize..200, byte in any::<u8>()) {
        let mut bytes = whole().into_bytes();
        let at = at % bytes.len();
        bytes[at] = byte;
        let progress = read(&bytes, &EXPECTED);
        let shown = format!("{progress:?}");
        prop_assert!(!shown.contains("CANARY"));
        if let Progress::Done { outcome: Some(outcome), .. } = progress {
            let text = String::from_utf8(bytes).unwrap();
            let state = format!("state={STATE}");
            prop_assert!(text.contains(&state));
            prop_assert!(matches!(outcome, Ok(Pasted::Code(_))));
        }
    }

    #[test]
    fn any_value_without_our_state_is_refused(state in "\\PC{0,60}", error in "\\PC{0,30}") {
        prop_assume!(state != STATE);
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("state", &state).append_pair("error", &error);
        prop_assert_eq!(page(&query(&pairs.finish())), Page::Bad);
    }
}
