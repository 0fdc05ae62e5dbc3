//! The programs that are measured: the service, and a PostgreSQL server of its own with its usual settings.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::{postgres, workspace};

const SECRET: &str = "a secret for measuring, long enough for HS256";

const SECRETS_KEY: &str = "YSBrZXkgZm9yIG1lYXN1cmluZzogMzIgYnl0ZXMgaXQ=";

/// Linux tells times in hundredths of a second.
const TICKS: f64 = 100.0;

/// The running service; it ends when this goes.
pub(super) struct Service {
    child: Child,
    file: PathBuf,
    pub(super) address: String,
}

impl Service {
    /// Starts it on a free port, without limits on calls and streams.
    pub(super) fn start(database: &str, more: &[&str]) -> Result<Self> {
        Self::start_of(&workspace::target_directory()?.join("service/journey-api"), database, more)
    }

    /// The same with the program in this file.
    pub(super) fn start_of(file: &Path, database: &str, more: &[&str]) -> Result<Self> {
        let limits = ["--calls-per-second", "1000000", "--streams-per-caller", "1000000"];
        let mut child = program(file)
            .args(["serve", "--listen", "127.0.0.1:0", "--database", database])
            .args(limits)
            .args(more)
            .env("NO_COLOR", "1")
            .env("RUST_LOG", "warn,journey_api::cli=info")
            .stderr(Stdio::piped())
            .spawn()
            .context("the service could not be started")?;
        let mut lines = BufReader::new(child.stderr.take().context("no output")?).lines();
        let address = loop {
            let line = lines.next().context("the service ended")??;
            if let Some((_, url)) = line.split_once("listening on http://") {
                break url.trim().to_owned();
            }
        };
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| eprintln!("{line}")));
        Ok(Self { child, file: file.to_owned(), address })
    }

    /// Kills it (SIGKILL).
    pub(super) fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// A command of the same program.
    pub(super) fn program(&self) -> Command {
        program(&self.file)
    }

    pub(super) fn token(&self) -> Result<String> {
        let output = self.program().args(["token", "--role", "admin", "--expires-in", "86400"]).output()?;
        ensure!(output.status.success(), "no token: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// How much of the processor it has had, s.
    pub(super) fn processor(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let (_, fields) = stat.rsplit_once(')').context("no name")?;
        let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<f64>).sum::<Result<f64, _>>()?;
        Ok(ticks / TICKS)
    }

    /// Its resident memory, in bytes.
    pub(super) fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").trim().parse::<u64>()? * 1024)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Killed and not told to end: a measurement that failed shall not wait for it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(file: &Path) -> Command {
    let mut command = Command::new(file);
    command.env("JOURNEY_API_SECRET", SECRET).env("JOURNEY_API_SECRETS_KEY", SECRETS_KEY);
    command
}

/// A PostgreSQL server; it ends with its standard input, so however this process ends.
pub(super) struct Postgres {
    child: Child,
    binaries: PathBuf,
    port: u16,
    pub(super) url: String,
    version: String,
}

impl Postgres {
    pub(super) fn start() -> Result<Self> {
        let binaries = postgres::binaries().context("PostgreSQL's programs are not there")?;
        let version = Command::new(binaries.join("postgres")).arg("--version").output()?;
        let version = String::from_utf8_lossy(&version.stdout).trim().replace("postgres (PostgreSQL) ", "");
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let script = format!(
            "set -e; dir=$(mktemp -d); trap 'rm -rf \"$dir\"' EXIT; \
             {bin}/initdb -D \"$dir/data\" -U postgres -A trust -E UTF8 --locale=C >/dev/null; \
             {bin}/postgres -D \"$dir/data\" -p {port} -k \"$dir\" -c listen_addresses=127.0.0.1 </dev/null & server=$!; \
             cat >/dev/null; kill -INT $server; wait $server || true",
            bin = binaries.display()
        );
        // The server refuses to be root: then it runs as the user that its package made.
        let is_root = fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0);
        let mut command = if is_root { Command::new("runuser") } else { Command::new("sh") };
        if is_root {
            command.args(["-u", "postgres", "--", "sh"]);
        }
        command.args(["-c", &script]).current_dir("/tmp");
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().context("no shell")?;
        let mut lines = BufReader::new(child.stderr.take().context("no output")?).lines();
        let mut said = Vec::new();
        while let Some(line) = lines.next().transpose()? {
            if line.contains("ready to accept connections") {
                std::thread::spawn(move || lines.for_each(drop));
                let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
                return Ok(Self { child, binaries, port, url, version });
            }
            said.push(line);
        }
        bail!("PostgreSQL did not start: {}", said.join("\n"))
    }

    pub(super) fn settings(&self) -> String {
        format!("{}, its default settings", self.version)
    }

    /// What its own background workers would do a minute after a bulk import.
    pub(super) fn vacuum(&self) -> Result<()> {
        self.psql("VACUUM ANALYZE").map(drop)
    }

    /// The same in one of its databases.
    pub(super) fn vacuum_of(&self, name: &str) -> Result<()> {
        let output = self.client().args(["-d", name, "-c", "VACUUM ANALYZE"]).output()?;
        ensure!(output.status.success(), "psql: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// Its command-line client, which stops at the first error.
    pub(super) fn client(&self) -> Command {
        let mut command = Command::new(self.binaries.join("psql"));
        let port = self.port.to_string();
        command.args(["-h", "127.0.0.1", "-p", &port, "-U", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1"]);
        command
    }

    /// Another database of it, which is made.
    pub(super) fn another(&self, name: &str) -> Result<String> {
        self.psql(&format!("CREATE DATABASE {name}"))?;
        Ok(format!("postgres://postgres@127.0.0.1:{}/{name}", self.port))
    }

    fn psql(&self, statement: &str) -> Result<String> {
        let output = self.client().args(["-c", statement]).output()?;
        ensure!(output.status.success(), "psql: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// How large the database is on the disk, in bytes.
pub(super) fn size_of(url: &str, server: Option<&Postgres>) -> Result<u64> {
    if let Some(server) = server {
        return Ok(server.psql("SELECT pg_database_size(current_database())")?.parse()?);
    }
    Ok(files(url).into_iter().filter_map(|file| fs::metadata(file).ok()).map(|it| it.len()).sum())
}

/// Deletes a database of SQLite.
pub(super) fn remove(url: &str) -> Result<()> {
    for file in files(url).into_iter().filter(|file| file.exists()) {
        fs::remove_file(&file).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

fn files(url: &str) -> Vec<PathBuf> {
    let file = url.trim_start_matches("sqlite://");
    ["", "-wal", "-shm"].into_iter().map(|more| PathBuf::from(format!("{file}{more}"))).collect()
}
