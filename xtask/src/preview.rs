//! `cargo xtask preview`: the journey service, the other platforms' stand-in and the preview page, from nothing to an
//! address to open.
//! Ends with Ctrl-C, and takes with it everything it started.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;

use crate::bundle::Profile;
use crate::processes::{Processes, Waited};
use crate::tools::Tools;
use crate::{console, steps, workspace};

/// How the preview runs.
#[derive(Args)]
pub(crate) struct Options {
    /// The preview page's port.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The journey service's port.
    #[arg(long, default_value_t = 8787)]
    api_port: u16,
    /// The port of what plays the other platforms.
    #[arg(long, default_value_t = PLATFORMS_PORT)]
    platforms_port: u16,
}

/// Where the page looks for the other platforms unless its address says otherwise.
const PLATFORMS_PORT: u16 = 8788;

/// How often a sample customer calls, s, while the sample connector is on.
const CALLS_EVERY: &str = "45";

/// Where the sample customers live between two runs.
const FOLDER: &str = ".preview";
const SERVICE_LIMIT: Duration = Duration::from_secs(120);
/// The page's first build compiles everything.
const PAGE_LIMIT: Duration = Duration::from_secs(30 * 60);

/// Runs until it is stopped.
///
/// # Errors
/// A port is taken, a tool cannot be installed, a build fails, or one of them ends by itself.
pub(crate) fn run(options: &Options) -> Result<()> {
    free_port(options.port, "--port")?;
    free_port(options.api_port, "--api-port")?;
    free_port(options.platforms_port, "--platforms-port")?;
    let tools = steps::named("Tools", Tools::all)?;
    steps::named("Journey service and other platforms: build", || {
        let packages = ["--package", "journey-api", "--package", "sample-platforms"];
        steps::run(workspace::cargo().arg("build").args(packages))
    })?;

    let files = console::folder(Profile::Dev)?;
    steps::named("Console: build (the first time takes some minutes)", || {
        console::write(&tools, Profile::Dev, &files)?;
        console::write_widget(&tools, Profile::Dev, &files)
    })?;

    println!("\n== Journey service: start");
    let mut processes = Processes::new()?;
    processes.start("the journey service", &mut service(options, &files)?)?;
    let api = address(options.api_port);
    if processes.wait_until("the journey service", SERVICE_LIMIT, || answers(api, "/health/ready"))? == Waited::Stopped
    {
        return Ok(());
    }

    println!("\n== Other platforms: start");
    processes.start("what plays the other platforms", &mut platforms(options)?)?;
    let other = address(options.platforms_port);
    if processes.wait_until("what plays the other platforms", SERVICE_LIMIT, || answers(other, "/platforms"))?
        == Waited::Stopped
    {
        return Ok(());
    }

    println!("\n== Preview page: build and start (the first time takes some minutes)");
    processes.start("the preview page's server", &mut page(&tools, options)?)?;
    let page = address(options.port);
    if processes.wait_until("the preview page", PAGE_LIMIT, || answers(page, "/"))? == Waited::Stopped {
        return Ok(());
    }
    println!("\n  The agent desktop is ready:  {}", page_url(options));
    println!("  The console:                 http://{api}/console/");
    println!("  The journey service:         http://{api}");
    println!("  The other platforms:         http://{other}");
    println!("  Ctrl-C ends them all.\n");
    processes.wait_for_stop()?;
    println!("\nEnding the preview page and the services.");
    Ok(())
}

fn service(options: &Options, console: &Path) -> Result<Command> {
    let folder = workspace::root().join(FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
    let mut service = program("journey-api")?;
    service
        .current_dir(workspace::root())
        .env("JOURNEY_API_SECRET", secret()?)
        .args(["serve", "--listen", &address(options.api_port).to_string()])
        .args(["--database", &format!("sqlite://{FOLDER}/journey.sqlite")])
        .args(["--seed", "--preview-tokens", "--console"])
        .arg(console)
        // The sample connector's secrets are of this preview alone, and so is its contact center.
        .env("JOURNEY_API_SECRETS_KEY", secrets_key(&folder)?)
        .args(["--webex-api", &format!("http://{}", address(options.platforms_port))])
        .args(["--avaya-api", &format!("http://{}", address(options.platforms_port))])
        // What happens there is seen soon.
        .args(["--genesys-api", &format!("http://{}", address(options.platforms_port)), "--genesys-every", "5"]);
    allow_page(&mut service, options);
    Ok(service)
}

/// Its customers are those of the journey service, whose samples may be of days ago.
fn platforms(options: &Options) -> Result<Command> {
    let mut platforms = program("sample-platforms")?;
    platforms.args(["--port", &options.platforms_port.to_string(), "--calls-every", CALLS_EVERY]);
    platforms.args(["--connect-to", &format!("http://{}", address(options.api_port))]);
    let seeded = fs::metadata(workspace::root().join(FOLDER).join("journey.sqlite")).and_then(|file| file.created());
    // Where the file system does not know, they are as of now.
    if let Some(since) = seeded.ok().and_then(|seeded| seeded.duration_since(SystemTime::UNIX_EPOCH).ok()) {
        platforms.args(["--now", &since.as_secs().to_string()]);
    }
    allow_page(&mut platforms, options);
    Ok(platforms)
}

fn program(name: &str) -> Result<Command> {
    Ok(Command::new(workspace::target_directory()?.join("debug").join(name)))
}

fn allow_page(service: &mut Command, options: &Options) {
    for host in ["127.0.0.1", "localhost"] {
        service.args(["--allow-origin", &format!("http://{host}:{}", options.port)]);
    }
}

fn page(tools: &Tools, options: &Options) -> Result<Command> {
    let mut trunk = tools.command("trunk")?;
    trunk.args(["serve", "--address", "127.0.0.1", "--port", &options.port.to_string()]);
    Ok(trunk)
}

fn page_url(options: &Options) -> String {
    let page = format!("http://{}/", address(options.port));
    // The page asks at the usual ports unless its address says otherwise.
    let ports = [("api", options.api_port, 8787), ("platforms", options.platforms_port, PLATFORMS_PORT)];
    let others = ports.iter().filter(|(_, port, usual)| port != usual);
    let others: Vec<String> = others.map(|(name, port, _)| format!("{name}=http://{}", address(*port))).collect();
    if others.is_empty() { page } else { format!("{page}?{}", others.join("&")) }
}

/// Signs the preview's tokens; a new one each time, known to nobody.
fn secret() -> Result<String> {
    Ok(random()?.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Encrypts the preview's secrets; the same each time, as the sample customers stay, too.
fn secrets_key(folder: &Path) -> Result<String> {
    let file = folder.join("secrets.key");
    if let Ok(key) = fs::read_to_string(&file) {
        return Ok(key);
    }
    let key = STANDARD.encode(random()?);
    fs::write(&file, &key).with_context(|| format!("{} could not be written", file.display()))?;
    Ok(key)
}

fn random() -> Result<[u8; 32]> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    Ok(bytes)
}

fn address(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

fn free_port(port: u16, option: &str) -> Result<()> {
    if let Err(error) = TcpListener::bind(address(port)) {
        bail!("port {port} cannot be used ({error}). Choose another one with {option}, or end what uses it");
    }
    Ok(())
}

/// Whether a GET of `path` is answered with 200.
fn answers(address: SocketAddr, path: &str) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut connection = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        connection.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(connection, "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\nConnection: close\r\n\r\n")?;
        let mut status = [0_u8; 12];
        connection.read_exact(&mut status)?;
        Ok(status.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_said_with_the_option_that_chooses_another() {
        let holder = TcpListener::bind(address(0)).unwrap();
        let port = holder.local_addr().unwrap().port();
        let error = free_port(port, "--api-port").unwrap_err().to_string();
        assert!(error.contains(&port.to_string()) && error.contains("--api-port"), "{error}");
    }

    #[test]
    fn the_page_is_told_of_ports_that_are_not_the_usual_ones() {
        let url = |api_port, platforms_port| page_url(&Options { port: 8081, api_port, platforms_port });
        assert_eq!(url(8787, 8788), "http://127.0.0.1:8081/");
        assert_eq!(url(9000, 8788), "http://127.0.0.1:8081/?api=http://127.0.0.1:9000");
        let both = "http://127.0.0.1:8081/?api=http://127.0.0.1:9000&platforms=http://127.0.0.1:9001";
        assert_eq!(url(9000, 9001), both);
    }

    #[test]
    fn the_key_for_secrets_is_the_same_in_the_next_preview() {
        let folder = std::env::temp_dir().join(format!("preview-key-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let key = secrets_key(&folder).unwrap();
        assert_eq!(STANDARD.decode(&key).unwrap().len(), 32);
        assert_eq!(secrets_key(&folder).unwrap(), key);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_page_that_is_not_there_yet_is_not_ready() {
        let server = TcpListener::bind(address(0)).unwrap();
        let address = server.local_addr().unwrap();
        let asked = std::thread::spawn(move || answers(address, "/"));
        let (mut connection, _) = server.accept().unwrap();
        connection.write_all(b"HTTP/1.1 404 Not Found\r\n\r\n").unwrap();
        assert!(!asked.join().unwrap());
    }
}
