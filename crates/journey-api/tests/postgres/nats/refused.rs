//! What is told whoever starts the service with a NATS that will not do.

use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

use journey_api::{Config, StartError, serve};

use super::server::free_port;
use crate::database::fresh;
use crate::suite::harness::SECRET;

async fn why_not(database: &str, live: &str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let mut config = Config::new(database, SECRET);
    config.live = Some(live.to_owned());
    match serve(listener, config).await {
        Err(StartError::Live(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nats-server; `cargo xtask test` runs it where it is installed"]
async fn whoever_starts_it_is_told_what_is_wrong_with_nats() {
    let database = fresh().await;
    let port = free_port();
    let said = why_not(&database.url, &format!("nats://me:secret@127.0.0.1:{port}")).await;
    assert!(said.starts_with(&format!("NATS at 127.0.0.1:{port} does not answer")), "{said}");
    assert!(!said.contains("secret"), "{said}");
    let said = why_not(&database.url, "https://nats.example.com").await;
    assert!(said.contains("must be nats://HOST:PORT"), "{said}");
    let directory = tempfile::tempdir().expect("a directory");
    let file = format!("sqlite://{}", directory.path().join("journeys.sqlite").display());
    let said = why_not(&file, &format!("nats://127.0.0.1:{port}")).await;
    assert!(said.contains("only PostgreSQL"), "{said}");
    // A server without JetStream.
    let mut plain = Command::new("nats-server")
        .args(["-a", "127.0.0.1", "-p", &port.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("nats-server");
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        std::thread::sleep(Duration::from_millis(50));
    }
    let said = why_not(&database.url, &format!("nats://127.0.0.1:{port}")).await;
    plain.kill().expect("killed");
    plain.wait().expect("ended");
    assert!(said.contains("has no JetStream for us (nats-server -js)"), "{said}");
}
