//! Hollis & Park LLP: an invented firm with a friendly family and every awkward one.
//!
//! Each awkward case lives in a matter of its own, named here. All people are invented; addresses of mail end in
//! `example.test`, telephone numbers are 555-01xx. The firm is the same on every run.

mod clients;
mod crowd;
mod family;
mod fields;
mod hollis;
mod scripts;
mod values;
mod words;

use super::{Contact, Firm, Matter};

pub use fields::Fields;
pub use hollis::Hollis;
pub use scripts::NAMES;
pub use words::TEXTS;

/// The demo's family: client, husband, daughter, step-son, grandson, a trust company as trustee, a step-daughter whose word is
/// misspelled, a person without a word, and an executor whom this user may not see.
pub const HOLLIS: i64 = 1_843_000_412;
/// The client is a company.
pub const COMPANY_CLIENT: i64 = 3_843_000_001;
/// A related company carries the word "Partner".
pub const COMPANY_PARTNER: i64 = 3_843_000_002;
/// The matter has no client.
pub const NO_CLIENT: i64 = 3_843_000_003;
/// This user may not see the client.
pub const CLIENT_HIDDEN: i64 = 3_843_000_004;
/// The client has a display name only, no first and last name.
pub const NAME_ONLY: i64 = 3_843_000_005;
/// A related person has no name at all.
pub const NAME_MISSING: i64 = 3_843_000_006;
/// Two people in one contact.
pub const JOINT_NAME: i64 = 3_843_000_007;
/// Two rows say wife and husband.
pub const SEVERAL_SPOUSES: i64 = 3_843_000_008;
/// The wife is the client of [`SPOUSE_OWN_MATTER`].
pub const SPOUSE_CLIENT_ELSEWHERE: i64 = 3_843_000_009;
/// The other matter of that couple.
pub const SPOUSE_OWN_MATTER: i64 = 3_843_000_010;
/// The client is a related contact too.
pub const CLIENT_RELATED: i64 = 3_843_000_011;
/// Related contacts carry the words "Client" and "Joint client".
pub const LABEL_CLIENT: i64 = 3_843_000_012;
/// One contact stands on two rows of the same class.
pub const SAME_CLASS_TWICE: i64 = 3_843_000_013;
/// One contact is son and executor.
pub const SON_AND_EXECUTOR: i64 = 3_843_000_014;
/// One contact is spouse and child.
pub const SPOUSE_AND_CHILD: i64 = 3_843_000_015;
/// Two contacts with the same name and date of birth.
pub const DUPLICATES: i64 = 3_843_000_016;
/// A couple with one email address.
pub const SHARED_EMAIL: i64 = 3_843_000_017;
/// This user may not see one daughter.
pub const RELATED_HIDDEN: i64 = 3_843_000_018;
/// The husband is dead, by date, by checkbox and by choice.
pub const DECEASED: i64 = 3_843_000_019;
/// A child older than the client, a grandchild older than the child, a spouse of fifteen.
pub const AGES: i64 = 3_843_000_020;
/// Step-children and no spouse.
pub const STEP_WITHOUT_SPOUSE: i64 = 3_843_000_021;
/// Grandchildren and no children.
pub const GRANDCHILD_WITHOUT_CHILD: i64 = 3_843_000_022;
/// Very long relation texts, control characters, line breaks.
pub const RELATION_TEXTS: i64 = 3_843_000_023;
/// The matter is closed.
pub const CLOSED: i64 = 3_843_000_024;
/// The matter is pending.
pub const PENDING: i64 = 3_843_000_025;
/// Everyone but the client is hidden.
pub const ONLY_CLIENT_VISIBLE: i64 = 3_843_000_026;
/// "Mrs" in the title, "Ms" in the first name.
pub const PREFIX_AND_TITLE: i64 = 3_843_000_027;
/// Dates of birth in the future and before 1850.
pub const ODD_DATES: i64 = 3_843_000_028;
/// Values of two fields with one name.
pub const AMBIGUOUS_FIELDS: i64 = 3_843_000_029;
/// All twelve kinds of custom field, a deleted choice, unset rows.
pub const ALL_FIELD_TYPES: i64 = 3_843_000_030;
/// Twenty email addresses, telephone numbers and addresses.
pub const TWENTY_EMAILS: i64 = 3_843_000_031;
/// One related person for each of [`TEXTS`].
pub const WORDS: i64 = 3_843_000_032;
/// One related person for each of [`NAMES`].
pub const SCRIPTS: i64 = 3_843_000_033;
/// A client and nobody else.
pub const CLIENT_ALONE: i64 = 3_843_000_034;
/// Texts with HTML entities, line breaks and white space around them.
pub const UNTIDY_TEXTS: i64 = 3_843_000_035;
/// 60 people with the client.
pub const FAMILY_OF_60: i64 = 3_843_000_036;
/// 130 people with the client.
pub const FAMILY_OF_130: i64 = 3_843_000_037;
/// 260 people with the client: more than a page.
pub const FAMILY_OF_260: i64 = 3_843_000_038;
/// Its display number contains that of [`HOLLIS`], its client's name begins like hers.
pub const HOLLISTER: i64 = 3_843_000_039;
/// Same display number as [`HOLLISTER`]: firms number by hand.
pub const SAME_NUMBER: i64 = 3_843_000_040;
/// The first of the plain matters.
pub const FIRST_PLAIN: i64 = 3_843_000_101;

/// The firm.
pub fn firm() -> Firm {
    let (mut firm, fields) = start();
    clients::add(&mut firm, &fields);
    family::add(&mut firm, &fields);
    values::add(&mut firm, &fields);
    words::add(&mut firm);
    scripts::add(&mut firm);
    crowd::add(&mut firm);
    firm
}

/// The demo's family ([`HOLLIS`]) and nobody else.
pub fn demo() -> Firm {
    start().0
}

fn start() -> (Firm, Fields) {
    let mut firm = Firm::empty();
    let fields = Fields::define(&mut firm);
    let _hollis = Hollis::add(&mut firm, &fields);
    (firm, fields)
}

/// Opens the matter of a case.
fn case(firm: &mut Firm, id: i64, display_number: &str, about: &str, client: i64) -> i64 {
    let mut matter = Matter::new(id, display_number, Some(client));
    matter.about(about);
    firm.add_matter(matter)
}

/// Adds a person with an address of mail and a telephone number.
fn someone(firm: &mut Firm, first: &str, last: &str) -> i64 {
    someone_with(firm, first, last, |_| {})
}

fn someone_with(firm: &mut Firm, first: &str, last: &str, fill: impl FnOnce(&mut Contact)) -> i64 {
    firm.person(first, last, |contact| {
        let plain = |name: &str| {
            name.to_lowercase()
                .replace(|letter: char| !letter.is_ascii_alphanumeric(), "")
        };
        contact.email(
            "Home",
            &format!("{}.{}@example.test", plain(first), plain(last)),
        );
        contact.phone("Home", &format!("503-555-01{:02}", contact.id % 100));
        fill(contact);
    })
}
