use super::*;

#[tokio::test]
async fn a_small_answer_cannot_unpack_into_a_large_one() {
    // 70 MiB of spaces, small into 70 kB: made by `gzip`'s format by hand would be long, so by the server's own encoder.
    use std::io::Write;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let chunk = vec![b' '; 1024 * 1024];
    for _ in 0..70 {
        packer.write_all(&chunk).unwrap();
    }
    let small = packer.finish().unwrap();
    assert!(small.len() < 200_000);
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200)
        .insert_header("content-encoding", "gzip")
        .set_body_raw(small, "application/json");
    Mock::given(any())
        .respond_with(answer)
        .expect(1)
        .mount(&server)
        .await;
    let error = people(&clio(&server)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("larger than allowed"), "{error}");
}

#[tokio::test]
async fn a_wrong_call_sends_nothing() {
    let server = MockServer::start().await;
    for limit in [0, 201] {
        let error = clio(&server)
            .contacts()
            .list()
            .limit(limit)
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage);
    }
    let too_many = ContactFilter {
        ids: (0..2_000).map(|id| Id::new(2_575_000_000 + id)).collect(),
        ..ContactFilter::default()
    };
    assert_eq!(
        clio(&server)
            .contacts()
            .list()
            .filter(too_many)
            .send()
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::Usage
    );
    let without = clio(&server).notes().list().send().await.unwrap_err();
    assert_eq!(without.kind(), ErrorKind::Usage);
    assert!(without.to_string().contains("`type`"), "{without}");
    assert!(addresses(&server).await.is_empty());
}

#[tokio::test]
async fn a_stand_in_is_on_this_computer_or_nowhere() {
    for (region, origin, fine) in [
        (Region::Us, "https://app.clio.com", true),
        (Region::Us, "http://127.0.0.1:1", true),
        (Region::Us, "https://eu.app.clio.com", false),
        (Region::Eu, "https://eu.app.clio.com", true),
        (Region::Us, "https://app.clio.com:8443", false),
        (Region::Us, "https://clio.example.test", false),
    ] {
        let built = Clio::builder()
            .region(region)
            .origin(Origin::parse(origin).unwrap())
            .build();
        assert_eq!(built.is_ok(), fine, "{origin}");
    }
}

#[tokio::test]
async fn no_secret_is_shown() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(500))
        .mount(&server)
        .await;
    let clio = clio(&server);
    let request = clio.contacts().list();
    let mut shown = format!("{clio:?} {clio:#?} {request:?} {:?}", clio.contacts());
    let pages = request.pages();
    shown += &format!("{pages:?} {:?}", clio.who_am_i());
    let error = clio.who_am_i().send().await.unwrap_err();
    shown += &format!("{error} {error:?} {error:#?}");
    assert!(!shown.contains("CANARY"), "{shown}");
}

#[tokio::test]
async fn a_silent_server_ends_in_a_timeout_and_streams_can_move() {
    fn moves<T: Unpin + Send + 'static>(_: &T) {}

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let clio = Clio::builder()
        .origin(Origin::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap())
        .token_source(AccessToken::new(TOKEN))
        .timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    moves(&clio.contacts().list().items());
    moves(&clio.contacts().list().pages());
    let error = clio.who_am_i().send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 4));
}
