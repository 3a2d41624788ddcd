//! Clio's answer heard on this computer: alone, beside a paste, and when the port is taken (T3, T4 and T7 on the real `ils`).

use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Stdio};

#[cfg(unix)]
use contract_tests::send;

use crate::connect::{address, tokens};
use crate::scene::Scene;

/// A port that the firm has registered, free a moment ago.
pub(crate) fn registered_port(scene: &Scene) -> String {
    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = socket.local_addr().unwrap().port();
    scene
        .clio
        .register_redirect(&format!("http://127.0.0.1:{port}/callback"));
    port.to_string()
}

/// `ils` without a terminal, and what it said up to the address.
pub(crate) fn listening(scene: &Scene, arguments: &[&str], path: Option<&str>) -> (Child, String) {
    let mut command = scene.ils.command(arguments).unwrap();
    if let Some(path) = path {
        command.env("PATH", path);
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut talk = BufReader::new(child.stderr.take().unwrap());
    let mut shown = String::new();
    while !shown.contains("Waiting for Clio") {
        assert_ne!(talk.read_line(&mut shown).unwrap(), 0, "{shown}");
    }
    // Nobody reads any further; the pipe stays open until the end.
    std::mem::forget(talk);
    (child, shown)
}

pub(crate) fn end(mut child: Child) -> (Option<i32>, String) {
    let mut answer = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut answer)
        .unwrap();
    (child.wait().unwrap().code(), answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn t04_without_a_terminal_it_listens_when_told_to() {
    let scene = Scene::new().await;
    let port = registered_port(&scene);
    let how = ["connect", "--callback", "listen", "--port", &port];
    let flags = ["--no-browser", "--json"];
    let (child, shown) = listening(&scene, &[&how[..], &flags].concat(), None);
    let registered = format!("http://127.0.0.1:{port}/callback\n");
    assert!(shown.contains(&registered), "{shown}");
    scene.clio.press_allow(&address(&shown)).await.unwrap();
    let (code, answer) = end(child);
    assert_eq!(code, Some(0), "{answer}");
    let document: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(document["data"]["person"], "Pat Rivera");
    assert_eq!(scene.clio.token_requests().len(), 1);
    let port: u16 = port.parse().unwrap();
    assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn on_a_terminal_the_answer_is_heard_or_pasted_whichever_comes_first() {
    for pasted in [false, true] {
        let mut scene = Scene::new().await;
        let port = registered_port(&scene);
        scene.ils.set("ILS_CLIO_LOOPBACK_PORT", &port);
        let mut terminal = scene.ils.on_terminal(["connect", "--no-browser"]).unwrap();
        let shown = terminal.wait_for("type ? for help").unwrap();
        assert!(shown.contains("ILS goes on by itself"), "{shown}");
        let address = address(&shown);
        if pasted {
            terminal.type_line("Zk3aa").unwrap();
            terminal.wait_for("Copy it again").unwrap();
            // A code of Clio's own for this address, as the address bar of a browser elsewhere would show it.
            let approval = press_allow_elsewhere(&scene, &address).await;
            terminal.type_line(&approval).unwrap();
        } else {
            scene.clio.press_allow(&address).await.unwrap();
        }
        let (status, shown) = terminal.finish().unwrap();
        assert!(status.success(), "{shown}");
        assert!(shown.contains("Pat Rivera"), "{shown}");
        assert_eq!(shown.contains("Clio has answered"), !pasted, "{shown}");
    }
}

/// ALLOW ACCESS in a browser that cannot reach the listener: the last address it was sent to.
#[cfg(unix)]
async fn press_allow_elsewhere(scene: &Scene, address: &str) -> String {
    let page = send("GET", address, &[], "").await.unwrap();
    let name = page.body.split("name=\"request\" value=\"").nth(1).unwrap();
    let name = name.split('"').next().unwrap();
    let form = format!("request={name}&decision=allow");
    let kind = [("Content-Type", "application/x-www-form-urlencoded")];
    let page = format!("{}/oauth/authorize", scene.clio.origin());
    let sent = send("POST", &page, &kind, &form).await.unwrap();
    sent.header("location").unwrap().to_owned()
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn t04_a_taken_port_leads_to_a_paste() {
    let scene = Scene::new().await;
    let port = registered_port(&scene);
    let taken: u16 = port.parse().unwrap();
    let _held = TcpListener::bind((Ipv4Addr::LOCALHOST, taken)).unwrap();
    let how = ["connect", "--no-browser", "--port", &port];
    let mut terminal = scene.ils.on_terminal(how).unwrap();
    let shown = terminal.wait_for("Paste the Success Code").unwrap();
    assert!(shown.contains(&format!("Port {port}")), "{shown}");
    let approval = scene.clio.press_allow(&address(&shown)).await.unwrap();
    terminal.type_line(&approval.title).unwrap();
    let (status, shown) = terminal.finish().unwrap();
    assert!(status.success(), "{shown}");

    let only = ["connect", "--callback", "listen", "--port", &port];
    let refused = scene.json(1, &only);
    assert_eq!(refused["error"]["code"], "port_in_use");
    assert!(
        refused["error"]["message"]
            .as_str()
            .unwrap()
            .contains(&port)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn t07_deny_in_the_browser_leaves_the_old_connection_byte_for_byte() {
    let scene = Scene::connected().await;
    let before = tokens(scene.ils.home());
    let port = registered_port(&scene);
    let how = ["reconnect", "--callback", "listen", "--port", &port];
    let (child, shown) = listening(
        &scene,
        &[&how[..], &["--no-browser", "--json"]].concat(),
        None,
    );
    scene.clio.press_deny(&address(&shown)).await.unwrap();
    let (code, answer) = end(child);
    assert_eq!(code, Some(3), "{answer}");
    assert!(answer.contains("access_denied"), "{answer}");
    assert_eq!(tokens(scene.ils.home()), before);
    assert!(scene.clio.token_requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn listening_needs_a_port_that_is_one() {
    let mut scene = Scene::new().await;
    let refused = scene.json(2, &["connect", "--callback", "listen"]);
    assert_eq!(refused["error"]["code"], "input_needed");
    assert!(refused.to_string().contains("--port"), "{refused}");
    scene.json(2, &["connect", "--callback", "listen", "--port", "0"]);
    scene.ils.set("ILS_CLIO_LOOPBACK_PORT", "65536");
    let refused = scene.json(2, &["connect", "--callback", "both"]);
    assert_eq!(refused["error"]["code"], "setting_not_supported");
    assert!(scene.clio.record().is_empty());
}
