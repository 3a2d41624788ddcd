//! Many visitors at once: T3 and T5.

use super::*;

/// T3
#[tokio::test]
async fn t03_a_thousand_junk_hits_end_nothing() {
    let mut scene = Scene::new().await;
    let visitor = scene.visitor();
    let hits = async {
        for number in 0..1_000 {
            let page = visitor
                .get(&format!("/callback?code={CODE}{number}&state={number}"))
                .await;
            assert_status(&page, 400);
        }
        visitor.bring_the_code().await
    };
    let (heard, page) = tokio::join!(scene.hear(), hits);
    assert_status(&page, 200);
    assert_code(heard);
}

/// T5: no time is measured: the silent ones stay open until after the answer.
#[tokio::test]
async fn t05_slow_visitors_do_not_keep_the_browser_out() {
    for count in [64, 200] {
        let mut scene = Scene::new().await;
        let visitor = scene.visitor();
        let hits = async {
            let mut silent = Vec::new();
            for _ in 0..count {
                let mut stream = visitor.connect().await.unwrap();
                stream.write_all(b"G").await.unwrap();
                silent.push(stream);
            }
            let page = visitor.bring_the_code().await;
            drop(silent);
            page
        };
        let (heard, page) = tokio::join!(scene.hear(), hits);
        assert_status(&page, 200);
        assert_code(heard);
    }
}

/// T5
#[tokio::test]
async fn t05_a_request_in_single_bytes_is_heard_among_slow_ones() {
    let mut scene = Scene::new().await;
    let visitor = scene.visitor();
    let hits = async {
        let mut slow = Vec::new();
        for _ in 0..crowd::MOST - 1 {
            slow.push(visitor.connect().await.unwrap());
        }
        let mut stream = visitor.connect().await.unwrap();
        for byte in visitor.request(&visitor.answer_target()).bytes() {
            stream.write_all(&[byte]).await.unwrap();
            for other in &mut slow {
                // With the last byte the answer is there, and the others may be let go.
                drop(other.write_all(b"x").await);
            }
            tokio::task::yield_now().await;
        }
        let mut page = String::new();
        stream.read_to_string(&mut page).await.unwrap();
        page
    };
    let (heard, page) = tokio::join!(scene.hear(), hits);
    assert_status(&page, 200);
    assert_code(heard);
}

/// T5
#[tokio::test(start_paused = true)]
async fn t05_who_says_nothing_is_sent_away() {
    let mut scene = Scene::new().await;
    let visitor = scene.visitor();
    let silent = async {
        let mut stream = visitor.connect().await.unwrap();
        let mut page = String::new();
        stream.read_to_string(&mut page).await.unwrap();
        page
    };
    tokio::select! {
        heard = scene.hear() => panic!("{heard:?}"),
        page = silent => assert_status(&page, 408),
    }
}

/// T5
#[tokio::test]
async fn t05_other_methods_paths_and_forms_are_no_answer() {
    let mut scene = Scene::new().await;
    let visitor = scene.visitor();
    let target = visitor.answer_target();
    let port = visitor.port;
    let hits = async {
        let host = format!("Host: 127.0.0.1:{port}\r\n\r\n");
        for (request, status) in [
            (format!("POST {target} HTTP/1.1\r\n{host}"), 405),
            (format!("HEAD {target} HTTP/1.1\r\n{host}"), 405),
            (visitor.request("/favicon.ico"), 404),
            (
                format!("GET http://127.0.0.1:{port}{target} HTTP/1.1\r\n{host}"),
                400,
            ),
            (visitor.request(&target).repeat(2), 400),
            (format!("GET /{}", "a".repeat(9_000)), 414),
        ] {
            assert_status(&visitor.send(&request).await, status);
        }
        // Somebody who goes away in the middle, and one who never takes the page.
        drop(visitor.connect().await.unwrap());
        let mut rude = visitor.connect().await.unwrap();
        rude.write_all(b"GET / HT").await.unwrap();
        drop(rude);
        visitor.bring_the_code().await
    };
    let (heard, page) = tokio::join!(scene.hear(), hits);
    assert_status(&page, 200);
    assert_code(heard);
}
