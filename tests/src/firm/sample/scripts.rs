//! Names from many scripts, and names that are not friendly to terminals, files and spreadsheets.

use super::{SCRIPTS, case, someone};
use crate::firm::Firm;

/// First and last names of the people on [`SCRIPTS`], in order.
pub const NAMES: &[(&str, &str)] = &[
    ("Zoë", "Núñez-Ørsted"),
    ("Łukasz", "Dvořák"),
    ("Þórdís", "Ægisdóttir"),
    ("Ahmet", "Işık"),
    ("Thị Hương", "Nguyễn"),
    ("Алёна", "Щербакова"),
    ("Юрій", "Ґонта"),
    ("Ελένη", "Παπαδοπούλου"),
    ("小明", "王"),
    ("さくら", "山本"),
    ("サム", "スミス"),
    ("민준", "김"),
    ("ليلى", "الحداد"),
    ("נועה", "בן־דוד"),
    ("अनीता", "शर्मा"),
    ("สมชาย", "ใจดี"),
    ("Նարե", "Սարգսյան"),
    ("ნინო", "ბერიძე"),
    ("አበበ", "ቢቂላ"),
    ("தமிழ்", "செல்வன்"),
    ("🦊 Foxy", "O’Emoji 👩‍👧‍👦"),
    ("\u{202e}olleH", "Override"),
    ("Esc\u{1b}[2J", "Ape\u{9b}31m"),
    ("Nul\u{7f}", "Bell\u{7}"),
    ("Zero\u{200b}Width", "Joi\u{200d}ner"),
    ("e\u{301}", "Combining\u{327}"),
    ("Ǆ", "ǅ ß ẞ"),
    ("=2+5", "@SUM(A1)"),
    ("<b>Bold</b>", "\"Quoted\", Jr"),
    ("..", "/etc/passwd"),
    ("Robert'); DROP TABLE", "clients;--"),
    ("%s%n", "{0} ${name}"),
    ("Tab\there", "Line\nbreak"),
    (
        "A",
        "Verylongnameverylongnameverylongnameverylongnameverylongnameverylongnameverylongnameverylongname",
    ),
    ("CON", "NUL.txt"),
];

pub(super) fn add(firm: &mut Firm) {
    let client = someone(firm, "Åsa", "Многоязычная");
    let matter = case(
        firm,
        SCRIPTS,
        "00533-Многоязычная",
        "Имена · 名前 · أسماء",
        client,
    );
    for (n, (first, last)) in NAMES.iter().enumerate() {
        let contact = someone(firm, first, last);
        firm.relate(matter, contact, Some(["Daughter", "Son", "Witness"][n % 3]));
    }
}
