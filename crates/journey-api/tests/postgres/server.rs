//! A PostgreSQL server for the time of the tests, from the binaries on this machine.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Holds the server's standard input: when this process ends, so does the server, however the process ended.
static SERVER: OnceLock<(u16, Child)> = OnceLock::new();

/// The address of a database in the server, which is started by the first who asks.
pub(crate) fn server_url(database: &str) -> String {
    let (port, _) = SERVER.get_or_init(start);
    format!("postgres://postgres@127.0.0.1:{port}/{database}")
}

#[expect(clippy::zombie_processes, reason = "the server runs as long as the tests, and ends with their standard input")]
fn start() -> (u16, Child) {
    let binaries = binaries().unwrap_or_else(|| {
        panic!("these tests need PostgreSQL's server: `apt-get install postgresql`, or set PG_BIN to its bin directory")
    });
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
    // The server refuses to be root: then it runs as the user that its package made.
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
    let script = format!(
        "set -e; dir=$(mktemp -d); trap 'rm -rf \"$dir\"' EXIT; \
         {bin}/initdb -D \"$dir/data\" -U postgres -A trust -E UTF8 --locale=C --no-sync >/dev/null; \
         {bin}/postgres -D \"$dir/data\" -p {port} -k \"$dir\" -c listen_addresses=127.0.0.1 -c fsync=off \
         -c max_connections=400 </dev/null & server=$!; cat >/dev/null; kill -INT $server; wait $server || true",
        bin = binaries.display()
    );
    let mut command = if is_root { Command::new("runuser") } else { Command::new("sh") };
    if is_root {
        command.args(["-u", "postgres", "--", "sh"]);
    }
    let mut child = command
        .args(["-c", &script])
        .current_dir("/tmp")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let mut said = Vec::new();
    for line in lines.by_ref() {
        let line = line.expect("a line");
        if line.contains("ready to accept connections") {
            // Goes on reading, so that the server never waits for its log to be read.
            std::thread::spawn(move || lines.for_each(drop));
            return (port, child);
        }
        said.push(line);
    }
    panic!("PostgreSQL did not start: {}", said.join("\n"));
}

pub(crate) fn binaries() -> Option<PathBuf> {
    let named = std::env::var_os("PG_BIN").map(PathBuf::from);
    let packaged =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|it| it.path().join("bin"));
    let has_server = |path: &Path| path.join("initdb").is_file() && path.join("postgres").is_file();
    named.into_iter().chain(packaged).find(|path| has_server(path))
}
