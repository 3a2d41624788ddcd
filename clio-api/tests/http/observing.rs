//! What a handle tells: spans, waits, pages, versions.

use std::collections::BTreeMap;
use std::fmt;

use super::*;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id as SpanId, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps each `clio.request` span's fields, and the text of everything.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Recorded>>);

#[derive(Default)]
struct Recorded {
    spans: Vec<BTreeMap<String, String>>,
    events: Vec<BTreeMap<String, String>>,
}

struct Fields<'a>(&'a mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("clio_api")
    }

    fn new_span(&self, span: &Attributes<'_>) -> SpanId {
        let mut recorded = self.0.lock().unwrap();
        let mut fields = BTreeMap::from([(String::new(), span.metadata().name().to_owned())]);
        span.record(&mut Fields(&mut fields));
        recorded.spans.push(fields);
        SpanId::from_u64(u64::try_from(recorded.spans.len()).unwrap())
    }

    fn record(&self, span: &SpanId, values: &Record<'_>) {
        let mut recorded = self.0.lock().unwrap();
        let at = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut Fields(&mut recorded.spans[at]));
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        self.0.lock().unwrap().events.push(fields);
    }

    fn record_follows_from(&self, _: &SpanId, _: &SpanId) {}
    fn enter(&self, _: &SpanId) {}
    fn exit(&self, _: &SpanId) {}
}

#[tokio::test]
async fn a_call_is_one_span_without_a_secret() {
    let subscriber = Recorder::default();
    // While there is but one, tracing asks only the thread that first comes to a line whether anybody listens: another test's.
    let _second = tracing::Dispatch::new(Recorder::default());
    let _guard = tracing::subscriber::set_default(subscriber.clone());
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(503).set_body_string("CANARY_body"))
        .up_to_n_times(1)
        .with_priority(1)
        .mount(&server)
        .await;
    let answer = page(&[1], None)
        .insert_header("x-request-id", "req-7 <b>")
        .insert_header("x-api-version", "4.0.14");
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let filter = ContactFilter {
        query: Some("CANARY_name".to_owned()),
        ..ContactFilter::default()
    };
    let list = clio(&server).contacts().list().select::<Person>();
    list.filter(filter).send().await.unwrap();

    let recorded = subscriber.0.lock().unwrap();
    assert_eq!(recorded.spans.len(), 1);
    let span = &recorded.spans[0];
    for (name, value) in [
        ("", "clio.request"),
        ("operation", "contacts.list"),
        ("method", "GET"),
        ("status", "200"),
        ("attempt", "2"),
        ("request_id", "req-7b"),
    ] {
        assert_eq!(span[name], value, "{name}");
    }
    assert!(span["duration_ms"].parse::<u64>().is_ok());
    assert_eq!(span.len(), 7);
    let reasons: Vec<_> = recorded
        .events
        .iter()
        .filter_map(|event| event.get("reason"))
        .collect();
    assert_eq!(reasons, ["Retrying"]);
    assert!(
        recorded
            .events
            .iter()
            .any(|event| event.get("used").is_some_and(|used| used == "4.0.14"))
    );
    assert!(!format!("{:?}{:?}", recorded.spans, recorded.events).contains("CANARY"));
}

#[tokio::test]
async fn another_version_is_told() {
    for (version, told) in [
        (Some("4.0.13"), None),
        (None, None),
        (Some("4.0.14"), Some("4.0.14")),
        (Some("5 <CANARY>"), Some("5CANARY")),
    ] {
        let server = MockServer::start().await;
        let mut answer = page(&[1], None);
        if let Some(version) = version {
            answer = answer.insert_header("x-api-version", version);
        }
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ear = Arc::clone(&heard);
        let clio = Clio::builder()
            .origin(Origin::parse(&server.uri()).unwrap())
            .token_source(AccessToken::new(TOKEN))
            .on_other_version(move |other| ear.lock().unwrap().push(other))
            .build()
            .unwrap();
        assert_eq!(
            people(&clio).await.unwrap().len(),
            1,
            "it is used all the same"
        );
        let heard = heard.lock().unwrap();
        let used: Vec<&str> = heard.iter().map(|other| &*other.used).collect();
        assert_eq!(used, told.into_iter().collect::<Vec<_>>());
        assert!(heard.iter().all(|other| other.operation == "contacts.list"));
    }
}

#[tokio::test]
async fn progress_is_told_after_each_page() {
    let server = MockServer::start().await;
    let next = format!("{}/api/v4/contacts.json?page_token=1", server.uri());
    Mock::given(query_param("page_token", "1"))
        .respond_with(page(&[3], None))
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(any())
        .respond_with(page(&[1, 2], Some(next)))
        .mount(&server)
        .await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    let clio = Clio::builder()
        .origin(Origin::parse(&server.uri()).unwrap())
        .token_source(AccessToken::new(TOKEN))
        .on_progress(move |progress| {
            ear.lock().unwrap().push((
                progress.operation,
                progress.pages,
                progress.records,
                progress.page_records,
            ));
        })
        .build()
        .unwrap();
    people(&clio).await.unwrap();
    assert_eq!(
        *heard.lock().unwrap(),
        [("contacts.list", 1, 2, 2), ("contacts.list", 2, 3, 1)]
    );
}
