//! The paste table (T8 of the security notes), DENY (T7), and properties over any text.

use proptest::prelude::*;

use super::*;

const STATE: &str = "CANARY_state_0123456789";
const CODE: &str = "CANARY_code-9f8e7d6c~b.a";

fn read(text: &str) -> Result<Pasted, SuccessCodeError> {
    Pasted::read(text, STATE)
}

fn code(text: &str) -> String {
    match read(text) {
        Ok(Pasted::Code(code)) => code.expose().to_owned(),
        other => panic!("{text:?} gave {other:?}"),
    }
}

/// T8
#[test]
fn every_way_of_copying_it_gives_the_same_code() {
    let address = format!("https://app.clio.com/oauth/approval?code={CODE}&state={STATE}");
    let bodies = [
        CODE.to_owned(),
        format!("Success code={CODE}"),
        format!("success CODE = {CODE}"),
        format!("Success Code: {CODE}"),
        format!("code={CODE}"),
        format!("code={CODE}&state={STATE}"),
        format!("?code={CODE}&state={STATE}"),
        format!("?state={STATE}&code={CODE}"),
        address.clone(),
        format!("{address}#_=_"),
        format!("{address}#"),
        format!("app.clio.com/oauth/approval?code={CODE}&state={STATE}"),
        format!("http://127.0.0.1:4000/oauth/approval/?state={STATE}&code={CODE}&iss=x"),
        format!("https://app.clio.com/oauth/approval#code={CODE}&state={STATE}"),
        address.replace('&', "&amp;"),
        address.replace("code=CANARY", "code=%43%41NARY"),
        CODE.replace('~', "%7E").replace('.', "%2e"),
    ];
    let around = [
        ("", ""),
        ("", "\n"),
        ("", "\r\n"),
        ("  \t", "   "),
        ("\u{a0}", "\u{a0}\u{2003}"),
        ("\u{feff}", ""),
        ("\u{200b}", "\u{200d}\u{2060}"),
        ("\u{1b}[200~", "\u{1b}[201~"),
        ("\u{1b}[200~ ", "\n\u{1b}[201~"),
        ("\"", "\""),
        ("'", "'"),
        ("`", "`"),
        ("\u{201c}", "\u{201d}\n"),
        ("<", ">"),
        (" ' \u{2018}", "\u{2019} ' "),
    ];
    for body in &bodies {
        for (before, after) in around {
            assert_eq!(code(&format!("{before}{body}{after}")), CODE);
        }
    }
    let split = format!("{}\u{200b}{}\u{ad}", &CODE[..9], &CODE[9..]);
    assert_eq!(code(&split), CODE);
}

/// T7
#[test]
fn a_denial_is_an_outcome() {
    for text in [
        "deny",
        " DENIED\n",
        "Access denied",
        "access_denied",
        "error=access_denied",
        "?error=access_denied",
        "Failure error=access_denied",
        "FAILURE  error=access_denied\r\n",
        "https://app.clio.com/oauth/approval?error=access_denied",
    ] {
        assert!(matches!(read(text), Ok(Pasted::Denied)), "{text:?}");
    }
    let ours = format!(
        "https://app.clio.com/oauth/approval?error=access_denied&error_description=No&state={STATE}"
    );
    assert!(matches!(read(&ours), Ok(Pasted::Denied)));
    let foreign = ours.replace(STATE, "another");
    assert_eq!(read(&foreign).unwrap_err(), SuccessCodeError::WrongState);
}

/// T7
#[test]
fn other_errors_are_named_only_when_the_standard_names_them() {
    let refused = |text: &str| SuccessCodeError::Refused(text.to_owned());
    assert_eq!(
        read("?error=server_error").unwrap_err(),
        refused("server_error")
    );
    assert_eq!(
        read("Failure error=CANARY_odd").unwrap_err(),
        refused("another error")
    );
}

/// T8
#[test]
fn what_cannot_be_a_code_is_refused() {
    use SuccessCodeError::{Empty, NotACode, TooShort, TwoCodes, WrongState};
    let two = format!("{CODE} {CODE}");
    let cases: Vec<(String, SuccessCodeError)> = vec![
        (String::new(), Empty),
        (" \u{200b}\n\"\"".into(), Empty),
        ("Zk3aa".into(), TooShort(5)),
        ("Success code=".into(), TooShort(0)),
        ("code=abc".into(), TooShort(3)),
        (two.clone(), TwoCodes),
        (two.replace(' ', "\n"), TwoCodes),
        (
            format!("Success code={CODE}\nSuccess code={CODE}"),
            TwoCodes,
        ),
        (format!("?code={CODE}&code={CODE}&state={STATE}"), TwoCodes),
        (format!("{CODE} is it"), NotACode),
        (format!("{CODE}\u{7}"), NotACode),
        (format!("{}\u{0}{CODE}", &CODE[..4]), NotACode),
        (format!("{CODE}\u{1b}[2J"), NotACode),
        (format!("{CODE}%0d%0aX"), NotACode),
        (format!("{CODE}\u{202e}abc"), NotACode),
        (format!("{CODE}é"), NotACode),
        (format!("{CODE};rm"), NotACode),
        ("a".repeat(LONGEST + 1), NotACode),
        ("a".repeat(1 << 20), NotACode),
        (format!("?code={CODE}"), WrongState),
        (format!("https://x.test/?code={CODE}"), WrongState),
        (format!("code={CODE}&state="), WrongState),
        (format!("code={CODE}&state={STATE}x"), WrongState),
        (
            format!("code={CODE}&state={STATE}&state={STATE}"),
            WrongState,
        ),
        (format!("state={STATE}"), NotACode),
        (
            format!("?code={CODE}&error=access_denied&state={STATE}"),
            NotACode,
        ),
        (
            format!(
                "https://app.clio.com/oauth/authorize?response_type=code&client_id=a&state={STATE}"
            ),
            NotACode,
        ),
        ("https://app.clio.com/".into(), NotACode),
        ("app.clio.com/oauth/approval".into(), NotACode),
        ("What is a Success Code?".into(), NotACode),
    ];
    for (text, expected) in cases {
        assert_eq!(read(&text).unwrap_err(), expected, "{text:?}");
    }
}

/// T8
#[test]
fn nothing_shows_the_code() {
    let pasted = read(CODE).unwrap();
    assert!(!format!("{pasted:?}").contains("CANARY"));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_an_echo(text in "(\\PC|[\\x00-\\x20]|[a-z=&?%#]){0,200}") {
        match read(&text) {
            Ok(Pasted::Code(code)) => {
                prop_assert!(code.expose().len() >= SHORTEST_CODE);
                prop_assert!(code.expose().len() <= text.len());
                prop_assert!(code.expose().bytes().all(|b| b.is_ascii_graphic()));
            }
            Ok(Pasted::Denied) => {}
            Err(error) => {
                let shown = format!("{error} {error:?}");
                let same = |window: &[char]| {
                    let piece: String = window.iter().collect();
                    // Our own words may be typed by anybody.
                    shown.contains(&piece) && !piece.is_ascii()
                };
                let chars: Vec<char> = text.chars().collect();
                prop_assert!(!chars.windows(3).any(same));
            }
        }
    }

    #[test]
    fn an_error_never_repeats_a_canary(before in "\\PC{0,20}", after in "\\PC{0,20}") {
        if let Err(error) = read(&format!("{before}CANARY_x {after}")) {
            let shown = format!("{error} {error:?}");
            prop_assert!(!shown.contains("CANARY"));
        }
    }

    #[test]
    fn a_code_reads_back_as_itself(code_text in "[A-Za-z0-9._~-]{8,200}") {
        prop_assume!(!is_denial(&code_text));
        let pasted = read(&code_text);
        prop_assert!(matches!(&pasted, Ok(Pasted::Code(code)) if code.expose() == code_text));
    }

    #[test]
    fn reading_a_code_again_changes_nothing(text in "[ \"'A-Za-z0-9._~%=&?:/-]{0,80}") {
        if let Ok(Pasted::Code(first)) = read(&text)
            && !is_denial(first.expose())
            && let Ok(Pasted::Code(second)) = read(first.expose())
            && !first.expose().contains(['%', '='])
        {
            prop_assert_eq!(first.expose(), second.expose());
        }
    }

    #[test]
    fn odd_characters_around_a_code_never_panic(text in proptest::collection::vec(any::<char>(), 0..60)) {
        let text: String = text.into_iter().collect();
        drop(read(&text));
        drop(read(&format!("code={text}&state={STATE}")));
    }
}
