//! Pages of invented contacts, the same in every process.

use std::fmt::Write;

use fastrand::Rng;

/// Records on a page, as many as Clio gives at most.
pub(crate) const RECORDS: usize = 200;
/// Different pages; a walk goes round.
pub(crate) const PAGES: usize = 8;

const FIRST: [&str; 9] = [
    "Dana",
    "Zoë",
    "José",
    "Ann",
    "Søren",
    "Łucja",
    "Omar",
    "François",
    "Mary",
];
const LAST: [&str; 9] = [
    "Hollis",
    "Núñez",
    "Okafor",
    "Müller",
    "Çelik",
    "Smith",
    "Ångström",
    "O'Brien",
    "Lee",
];
const KINDS: [&str; 3] = ["Work", "Home", "Other"];

/// Each page's text up to where its `meta` belongs: half of the names are not ASCII, every object has an etag whose quotes are
/// escaped, as Clio writes it.
pub(crate) fn beginnings() -> Vec<String> {
    let mut rng = Rng::with_seed(4);
    (0..PAGES)
        .map(|page| {
            let mut text = String::from("{\"data\":[");
            for record in 0..RECORDS {
                if record > 0 {
                    text.push(',');
                }
                text += &contact(&mut rng, page * RECORDS + record);
            }
            text + "]"
        })
        .collect()
}

/// Whole pages, each with a next one.
pub(crate) fn pages() -> Vec<String> {
    beginnings()
        .into_iter()
        .map(|beginning| beginning + &end(Some("http://127.0.0.1:1/api/v4/contacts.json?limit=200&page_token=BAh7BzoIbGltaXRpAcg6CW9yZGVy")))
        .collect()
}

/// What follows a page's records.
pub(crate) fn end(next: Option<&str>) -> String {
    match next {
        Some(next) => {
            format!(",\"meta\":{{\"paging\":{{\"next\":\"{next}\"}},\"records\":50000}}}}")
        }
        None => ",\"meta\":{\"paging\":{},\"records\":50000}}".to_owned(),
    }
}

fn contact(rng: &mut Rng, number: usize) -> String {
    let first = FIRST[rng.usize(..FIRST.len())];
    let last = LAST[rng.usize(..LAST.len())];
    let email = format!("{}{number}@example.test", first.to_lowercase());
    let phone = format!("+1 503-555-0{:03}", rng.u32(100..200));
    let emails = some(rng, 1..=2, |rng| {
        format!(
            "\"name\":\"{}\",\"address\":\"{email}\",\"primary\":{},{}",
            kind(rng),
            rng.bool(),
            stamps(rng)
        )
    });
    let phones = some(rng, 1..=2, |rng| {
        format!(
            "\"name\":\"{}\",\"number\":\"{phone}\",\"primary\":{},{}",
            kind(rng),
            rng.bool(),
            stamps(rng)
        )
    });
    let addresses = some(rng, 0..=2, |rng| {
        format!(
            "\"name\":\"{}\",\"street\":\"{} Elm Street\\nUnit 2\",\"city\":\"Salem\",\"province\":\"OR\",\"postal_code\":\"97{:03}\",\"country\":\"US\",\"primary\":{},{}",
            kind(rng),
            rng.u32(1..999),
            rng.u32(100..999),
            rng.bool(),
            stamps(rng)
        )
    });
    let values = custom_values(rng);
    let company = if rng.bool() {
        "null".to_owned()
    } else {
        format!(
            "{{\"id\":{},{},\"name\":\"{last} & Sons\",\"type\":\"Company\"}}",
            id(rng),
            etag(rng)
        )
    };
    format!(
        "{{\"id\":{},{},\"type\":\"Person\",\"name\":\"{first} {last}\",\"prefix\":null,\"first_name\":\"{first}\",\"middle_name\":null,\"last_name\":\"{last}\",\"title\":\"Retired\",\"date_of_birth\":\"19{}-03-09\",\"is_client\":{},\"company\":{company},\"primary_email_address\":\"{email}\",\"primary_phone_number\":\"{phone}\",\"email_addresses\":{emails},\"phone_numbers\":{phones},\"addresses\":{addresses},\"custom_field_values\":{values},{}}}",
        2_575_000_000 + number,
        etag(rng),
        rng.u32(30..99),
        rng.bool(),
        stamps(rng)
    )
}

fn custom_values(rng: &mut Rng) -> String {
    let mut text = String::from("[");
    for place in 0..rng.u32(0..=6) {
        let (kind, value) = match place % 4 {
            0 => ("text_line", "\"Eastmoreland Golf Club\"".to_owned()),
            1 => ("date", "\"2019-06-01\"".to_owned()),
            2 => ("checkbox", rng.bool().to_string()),
            _ => ("numeric", format!("{}.50", rng.u32(1..9999))),
        };
        let comma = if place > 0 { "," } else { "" };
        let _ = write!(
            text,
            "{comma}{{\"id\":\"{kind}-{}\",{},\"field_name\":\"Membership\",\"field_type\":\"{kind}\",\"value\":{value},\"custom_field\":{{\"id\":{},{}}},{}}}",
            id(rng),
            etag(rng),
            id(rng),
            etag(rng),
            stamps(rng)
        );
    }
    text + "]"
}

/// A list of records, each with an id and an etag.
fn some(
    rng: &mut Rng,
    count: std::ops::RangeInclusive<usize>,
    rest: impl Fn(&mut Rng) -> String,
) -> String {
    let records: Vec<String> = (0..rng.usize(count))
        .map(|_| format!("{{\"id\":{},{},{}}}", id(rng), etag(rng), rest(rng)))
        .collect();
    format!("[{}]", records.join(","))
}

fn id(rng: &mut Rng) -> u64 {
    rng.u64(1_000_000_000..4_000_000_000)
}

fn kind(rng: &mut Rng) -> &'static str {
    KINDS[rng.usize(..KINDS.len())]
}

fn etag(rng: &mut Rng) -> String {
    format!("\"etag\":\"\\\"{:032x}\\\"\"", rng.u128(..))
}

fn stamps(rng: &mut Rng) -> String {
    let second = rng.u32(10..60);
    format!(
        "\"created_at\":\"2021-05-04T10:20:{second}-07:00\",\"updated_at\":\"2026-02-03T04:05:{second}-08:00\""
    )
}
