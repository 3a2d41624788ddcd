//! Matters whose client is awkward.

use super::{
    CLIENT_ALONE, CLIENT_HIDDEN, CLIENT_RELATED, CLOSED, COMPANY_CLIENT, Fields, HOLLISTER,
    JOINT_NAME, LABEL_CLIENT, NAME_ONLY, NO_CLIENT, ODD_DATES, ONLY_CLIENT_VISIBLE, PENDING,
    PREFIX_AND_TITLE, SAME_NUMBER, TWENTY_EMAILS, UNTIDY_TEXTS, case, someone, someone_with,
};
use crate::firm::{Firm, Matter, MatterStatus};

pub(super) fn add(firm: &mut Firm, fields: &Fields) {
    who_is_it(firm);
    names(firm);
    states(firm);
    texts(firm, fields);
}

fn who_is_it(firm: &mut Firm) {
    let company = firm.company("Example Orchard Holdings LLC", |c| {
        c.email("Work", "office@example.test");
    });
    let matter = case(
        firm,
        COMPANY_CLIENT,
        "00501-Orchard",
        "Succession plan",
        company,
    );
    let owner = someone(firm, "Orin", "Vale");
    let wife = someone(firm, "Petra", "Vale");
    firm.relate(matter, owner, Some("President"));
    firm.relate(matter, wife, Some("Spouse"));

    let mut without = Matter::new(NO_CLIENT, "00503-Unassigned", None);
    without.about("Intake never finished");
    firm.add_matter(without);
    let related = someone(firm, "Gale", "Unassigned");
    firm.relate(NO_CLIENT, related, Some("Wife"));

    let hidden = someone(firm, "Sable", "Confidential");
    let matter = case(
        firm,
        CLIENT_HIDDEN,
        "00504-Confidential",
        "Restricted",
        hidden,
    );
    let visible = someone(firm, "Rory", "Confidential");
    firm.relate(matter, visible, Some("Son"));
    firm.hide(hidden);

    let client = someone(firm, "Selma", "Both");
    let matter = case(
        firm,
        CLIENT_RELATED,
        "00511-Both",
        "The client is a related contact too",
        client,
    );
    firm.relate(matter, client, Some("Trustee"));
    let son = someone(firm, "Sven", "Both");
    firm.relate(matter, son, Some("Son"));

    let client = someone(firm, "Lena", "Label");
    let matter = case(
        firm,
        LABEL_CLIENT,
        "00512-Label",
        "Related contacts called client",
        client,
    );
    let one = someone(firm, "Lars", "Label");
    let other = someone(firm, "Lotte", "Label");
    firm.relate(matter, one, Some("Client"));
    firm.relate(matter, other, Some("Joint client"));

    let alone = someone(firm, "Una", "Solitaire");
    case(firm, CLIENT_ALONE, "00534-Solitaire", "Nobody else", alone);

    let namesake = someone(firm, "Dana", "Hollister");
    case(
        firm,
        HOLLISTER,
        "100412-Hollister",
        "Trust amendment",
        namesake,
    );
    let same = someone(firm, "Finn", "Hollister");
    case(
        firm,
        SAME_NUMBER,
        "100412-Hollister",
        "Numbered by hand",
        same,
    );
}

fn names(firm: &mut Firm) {
    let only = firm.person("", "", |c| c.whole_name = Some("Sunniva".to_owned()));
    let matter = case(firm, NAME_ONLY, "00505-Sunniva", "One name", only);
    let first_only = firm.person("Cher-Lee", "", |_| {});
    let last_only = firm.person("", "Onename", |_| {});
    firm.relate(matter, first_only, Some("Daughter"));
    firm.relate(matter, last_only, Some("Son"));

    let joint = firm.person("Gus and Hetty", "Pairman", |c| {
        c.email("Home", "pairman@example.test");
    });
    let matter = case(
        firm,
        JOINT_NAME,
        "00507-Pairman",
        "Two people in one contact",
        joint,
    );
    let other = firm.person("Ivo & Jo", "Pairman", |_| {});
    firm.relate(matter, other, Some("Children"));

    let client = someone_with(firm, "Ms Wilhelmina", "Addison Jr", |c| {
        c.title = Some("Mrs".to_owned());
    });
    let matter = case(
        firm,
        PREFIX_AND_TITLE,
        "00527-Addison",
        "Prefix and title mixed up",
        client,
    );
    let hospital = firm.company("Example General Hospital", |_| {});
    let doctor = someone_with(firm, "Ada", "Addison", |c| {
        c.prefix = Some("Dr".to_owned());
        c.title = Some("Chief Surgeon".to_owned());
        c.middle_name = Some("Maren".to_owned());
        c.company = Some(hospital);
        c.phone("Work", "503-555-0161")
            .phone("Fax", "503-555-0162")
            .phone("Skype", "503-555-0163");
        c.address("Home", ["7 Ward Lane", "Salem", "Oregon", "97302"])
            .address("Billing", ["PO Box 7", "Salem", "or", "97308"])
            .address("Work", ["1 Clinic Way", "Ottawa", "Ontario", "K1A 0A6"]);
        for (address, country) in c.addresses.iter_mut().zip(["United States", "", "Canada"]) {
            country.clone_into(&mut address.country);
        }
    });
    firm.relate(matter, doctor, Some("Daughter"));
}

fn states(firm: &mut Firm) {
    let client = someone(firm, "Clement", "Shut");
    let mut closed = Matter::new(CLOSED, "00524-Shut", Some(client));
    closed.status = MatterStatus::Closed;
    closed.close_date = Some("2026-08-31".to_owned());
    firm.add_matter(closed);
    let wife = someone(firm, "Clara", "Shut");
    firm.relate(CLOSED, wife, Some("Wife"));

    let client = someone(firm, "Perry", "Soon");
    let mut pending = Matter::new(PENDING, "00525-Soon", Some(client));
    pending.status = MatterStatus::Pending;
    pending.pending_date = Some("2026-12-01".to_owned());
    pending.open_date = None;
    firm.add_matter(pending);

    let client = someone(firm, "Vida", "Alonso");
    let matter = case(
        firm,
        ONLY_CLIENT_VISIBLE,
        "00526-Alonso",
        "Nobody else is visible",
        client,
    );
    for (first, word) in [
        ("Bruno", "Husband"),
        ("Carla", "Daughter"),
        ("Dario", "Grandson"),
    ] {
        let hidden = someone(firm, first, "Alonso");
        firm.relate(matter, hidden, Some(word));
        firm.hide(hidden);
    }
}

fn texts(firm: &mut Firm, fields: &Fields) {
    let client = someone_with(firm, "Tomorrow", "Dates", |c| {
        c.born("2051-03-09");
    });
    let matter = case(
        firm,
        ODD_DATES,
        "00528-Dates",
        "Dates that cannot be",
        client,
    );
    let old = someone_with(firm, "Ancient", "Dates", |c| {
        c.born("1801-01-01");
    });
    let leap = someone_with(firm, "Leap", "Dates", |c| {
        c.born("2000-02-29").set(fields.date_of_death, "1999-12-31");
    });
    firm.relate(matter, old, Some("Child"));
    firm.relate(matter, leap, Some("Child"));

    let client = firm.person("Twenty", "Everything", |c| {
        for n in 0..20 {
            c.email(
                if n % 2 == 0 { "Home" } else { "Work" },
                &format!("twenty{n}@example.test"),
            );
            c.phone("Other", &format!("503-555-01{n:02}"));
            c.address(
                "Other",
                [&format!("{n} Many Street"), "Salem", "OR", "97301"],
            );
        }
    });
    case(
        firm,
        TWENTY_EMAILS,
        "00531-Everything",
        "As many of each as Clio takes",
        client,
    );

    let client = someone_with(firm, "  Bessie\u{a0}", "O&#39;Hara &amp; Sons ", |c| {
        c.address(
            "Home",
            [
                "  12 Cedar Way \r\n Rear &lt;door&gt;",
                " Salem",
                "Oregon ",
                "97301-0001",
            ],
        );
        c.set(
            fields.notes,
            "<p>Call <b>after</b> six</p>\r\nSecond line\r\n",
        );
    });
    case(
        firm,
        UNTIDY_TEXTS,
        "00535-O'Hara",
        "Entities &amp; white space",
        client,
    );
}
