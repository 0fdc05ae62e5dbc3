//! A NATS server of its own for a test.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A NATS server of its own; it ends with this.
pub(super) struct Nats {
    child: Child,
    pub(super) port: u16,
    directory: TempDir,
}

impl Nats {
    pub(super) fn start() -> Self {
        let port = free_port();
        Self::at(port, port)
    }

    /// At a port, of which it says that it is another one: clients find out by themselves where it is.
    pub(super) fn at(port: u16, said: u16) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        Self { child: run((port, said), &directory), port, directory }
    }

    pub(super) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Ends without a word to anybody.
    pub(super) fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("ended");
    }

    /// Hangs, or goes on: its connections stay.
    pub(super) fn signal(&self, signal: &str) {
        let done = Command::new("kill").args([signal, &self.child.id().to_string()]).status().expect("kill");
        assert!(done.success());
    }

    /// Begins anew at its address, and knows nothing of before.
    pub(super) fn start_again(&mut self) {
        self.directory = tempfile::tempdir().expect("a directory");
        self.child = run((self.port, self.port), &self.directory);
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port()
}

fn run((port, said): (u16, u16), directory: &TempDir) -> Child {
    let mut child = Command::new("nats-server")
        .args(["-a", "127.0.0.1", "-p", &port.to_string(), "-js"])
        .args(["--client_advertise", &format!("127.0.0.1:{said}"), "-sd"])
        .arg(directory.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("these tests need nats-server: `apt-get install nats-server`");
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert_eq!(child.try_wait().expect("asked"), None, "nats-server ended");
        assert!(started.elapsed() < Duration::from_secs(20), "nats-server does not listen");
        std::thread::sleep(Duration::from_millis(50));
    }
    child
}
