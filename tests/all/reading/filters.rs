//! Filters of contacts and matters, each compared with what the firm holds.

use std::collections::BTreeSet;

use clio_api::{
    Clio, Comparison, ContactFilter, ContactType, DateCondition, Id, MatterFilter, MatterStatus,
};
use contract_tests::firm::sample::Hollis;
use contract_tests::{FakeClio, firm};
use futures_util::TryStreamExt as _;
use jiff::civil::date;

use super::{clio, contacts, people};

type Wanted<'a> = &'a dyn Fn(&Option<String>) -> bool;

async fn matters(clio: &Clio, filter: MatterFilter) -> BTreeSet<i64> {
    let list = clio.matters().list().filter(filter).items();
    list.map_ok(|one| one.id.unwrap().number())
        .try_collect()
        .await
        .unwrap()
}

#[tokio::test]
async fn contacts_are_narrowed_as_asked() {
    let fake = FakeClio::builder().rate_limit(1_000).start().await;
    let clio = clio(&fake);
    let hollis = Hollis::of_sample();
    let all = ContactFilter::default;
    let by_id = ContactFilter {
        ids: vec![Id::new(hollis.dana), Id::new(hollis.husband), Id::new(1)],
        ..all()
    };
    assert_eq!(
        contacts(&clio, by_id.clone()).await,
        [hollis.dana, hollis.husband].into()
    );
    let without = ContactFilter {
        exclude_ids: vec![Id::new(hollis.dana)],
        ..by_id
    };
    assert_eq!(contacts(&clio, without).await, [hollis.husband].into());
    let companies = ContactFilter {
        kind: Some(ContactType::Company),
        ..all()
    };
    let expected = people(&fake, |one| one.kind == firm::ContactKind::Company);
    assert_eq!(contacts(&clio, companies).await, expected);

    let since = fake.clock().now();
    fake.clock().advance(std::time::Duration::from_secs(5));
    fake.change(|firm| _ = firm.contact_mut(hollis.dana).unwrap().born("1951-03-10"));
    let changed = ContactFilter {
        updated_since: Some(since),
        ..all()
    };
    assert_eq!(contacts(&clio, changed).await, [hollis.dana].into());
    assert!(
        fake.api_requests()
            .iter()
            .all(|asked| asked.unknown_parameters.is_empty())
    );
}

#[tokio::test]
async fn matters_are_narrowed_by_status_and_days() {
    let fake = FakeClio::builder().rate_limit(1_000).start().await;
    fake.change(|firm| {
        for (n, matter) in firm.matters.values_mut().enumerate() {
            matter.open_date = Some(format!("2026-01-{:02}", n % 28 + 1));
        }
    });
    let clio = clio(&fake);
    let expected = |wanted: &dyn Fn(&firm::Matter) -> bool| -> BTreeSet<i64> {
        fake.read(|firm| {
            let all = firm.matters.values();
            all.filter(|one| wanted(one)).map(|one| one.id).collect()
        })
    };
    let status = [MatterStatus::Pending, MatterStatus::Closed].into();
    let filter = MatterFilter {
        status,
        ..MatterFilter::default()
    };
    let found = matters(&clio, filter).await;
    assert!(!found.is_empty());
    assert_eq!(
        found,
        expected(&|one| one.status != firm::MatterStatus::Open)
    );

    let day = |n: i8| date(2026, 1, n);
    let text = |n: i8| Some(day(n).to_string());
    let cases: [(Vec<DateCondition>, Wanted<'_>); 6] = [
        (
            vec![
                DateCondition::since(day(10)),
                DateCondition::before(day(15)),
            ],
            &|at| *at >= text(10) && *at < text(15),
        ),
        (vec![DateCondition::on(day(7))], &|at| *at == text(7)),
        (vec![DateCondition::after(day(20))], &|at| *at > text(20)),
        (vec![DateCondition::until(day(3))], &|at| *at <= text(3)),
        (vec![DateCondition::new(Comparison::Below, day(3))], &|at| {
            *at < text(3)
        }),
        (
            vec![
                DateCondition::after(day(20)),
                DateCondition::before(day(10)),
            ],
            &|_| false,
        ),
    ];
    for (open_date, wanted) in cases {
        let told = format!("{open_date:?}");
        let filter = MatterFilter {
            open_date,
            ..MatterFilter::default()
        };
        assert_eq!(
            matters(&clio, filter).await,
            expected(&|one| wanted(&one.open_date)),
            "{told}"
        );
    }
}
