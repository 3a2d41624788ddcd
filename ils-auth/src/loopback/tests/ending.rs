//! Deadline, cancelling, and the race against a paste: T13.

use super::*;
use crate::stand_in::Log;

/// T13
#[tokio::test(start_paused = true)]
async fn t13_waiting_ends_after_ten_minutes() {
    let mut scene = Scene::new().await;
    let began = tokio::time::Instant::now();
    let heard = scene.hear().await;
    assert!(matches!(heard, Err(ConnectError::Expired)), "{heard:?}");
    assert_eq!(began.elapsed().as_secs(), 600);

    // It is the attempt's deadline: a second wait does not begin a new one.
    scene.clock.pass(600);
    let heard = scene.hear().await;
    assert!(matches!(heard, Err(ConnectError::Expired)), "{heard:?}");
    assert_eq!(began.elapsed().as_secs(), 600);
}

/// T13
#[tokio::test(start_paused = true)]
async fn t13_visitors_do_not_put_the_deadline_off() {
    let mut scene = Scene::new().await;
    let visitor = scene.visitor();
    let began = tokio::time::Instant::now();
    let knocking = async {
        loop {
            if let Ok(mut stream) = visitor.connect().await {
                drop(stream.write_all(b"G").await);
                tokio::time::sleep(std::time::Duration::from_secs(7)).await;
            }
        }
    };
    tokio::select! {
        heard = scene.hear() => assert!(matches!(heard, Err(ConnectError::Expired))),
        () = knocking => {}
    }
    assert_eq!(began.elapsed().as_secs(), 600);
}

/// T13
#[tokio::test]
async fn t13_dropping_the_listener_frees_the_port() {
    let mut scene = Scene::new().await;
    let visitor = scene.visitor();
    {
        // Dropped in the middle of a request.
        let mut hearing = Box::pin(scene.listener.hear(&scene.attempt, &scene.clock));
        let mut stream = tokio::select! {
            heard = &mut hearing => panic!("{heard:?}"),
            stream = visitor.connect() => stream.unwrap(),
        };
        stream.write_all(b"GET /call").await.unwrap();
        tokio::select! {
            biased;
            heard = &mut hearing => panic!("{heard:?}"),
            () = tokio::task::yield_now() => {}
        }
        drop(hearing);
        let mut rest = Vec::new();
        // End or reset: the other side is gone.
        drop(stream.read_to_end(&mut rest).await);
        assert!(rest.is_empty());
    }
    // The wait was given up, not the port: it can be taken up again.
    let refused = Listener::open(&scene.app).await.unwrap_err();
    assert!(matches!(refused, ListenError::PortInUse { .. }));
    let (heard, _) = tokio::join!(scene.hear(), visitor.bring_the_code());
    assert_code(heard);

    let scene = Scene::new().await;
    let app = scene.app.clone();
    drop(scene);
    assert!(Listener::open(&app).await.is_ok());
}

#[tokio::test]
async fn the_first_road_wins_and_the_other_is_dropped() {
    struct Flag(Arc<AtomicBool>);
    impl Drop for Flag {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }
    let mut scene = Scene::new().await;
    let visitor = scene.visitor();
    let gone = Arc::new(AtomicBool::new(false));
    let flag = Flag(Arc::clone(&gone));
    let pasting = async move {
        let _flag = flag;
        std::future::pending::<()>().await;
    };
    let race = scene
        .listener
        .hear_or(&scene.attempt, &scene.clock, pasting);
    let (first, _) = tokio::join!(race, visitor.bring_the_code());
    assert!(matches!(first, Ok(First::Heard(Pasted::Code(_)))));
    assert!(gone.load(Ordering::SeqCst));

    let mut scene = Scene::new().await;
    // The address bar of a browser on another computer, where nothing listens.
    let pasted = format!(
        "{}?code={CODE}&state={}",
        scene.listener.address(),
        scene.visitor().state
    );
    let pasting = async { scene.attempt.read(&pasted).unwrap() };
    let first = scene
        .listener
        .hear_or(&scene.attempt, &scene.clock, pasting)
        .await;
    let Ok(First::Other(Pasted::Code(code))) = first else {
        panic!("{first:?}")
    };
    assert_eq!(code.expose(), CODE);
}

/// Keeps every event of this thread, with all its fields.
#[tokio::test]
async fn no_log_line_of_connecting_holds_a_secret() {
    let log = Log::listen();
    let server = MockServer::start().await;
    let mut states = Vec::new();
    for answer in [
        granted("new", true),
        crate::stand_in::refused(400, "CANARY_odd"),
    ] {
        server.reset().await;
        token_answer(&server, answer).await;
        let mut scene = Scene::at(&server.uri()).await;
        let visitor = scene.visitor();
        let hits = async {
            visitor
                .get(&format!("/callback?code={CODE}&state=CANARY_other"))
                .await;
            visitor.bring_the_code().await
        };
        let (heard, _) = tokio::join!(scene.hear(), hits);
        let endpoint = crate::Endpoint::new(scene.app.clone());
        let code = assert_code(heard);
        drop(scene.attempt.exchange(&endpoint, &scene.clock, code).await);
        states.push(visitor.state);
    }
    let lines = log.lines();
    for words in [
        "an attempt to connect began",
        "refused a request",
        "brought a code",
        "gave access",
        "no access",
    ] {
        assert!(lines.contains(words), "{words} is not in:\n{lines}");
    }
    assert_clean(&lines);
    for state in states {
        assert!(!lines.contains(&state));
    }
}
