//! The program `sample-platforms`: a test part, never shipped. All it does is in the library.

use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::time::Duration;

use chrono::DateTime;
use clap::Parser;
use sample_platforms::{Config, serve};
use tokio::net::TcpListener;

/// A test part: answers as Avaya Experience Platform, Genesys Cloud and Webex Contact Center do, with invented customers.
#[derive(Parser)]
#[command(name = "sample-platforms")]
struct Arguments {
    /// The port, on this machine only; 0: any free one.
    #[arg(long, default_value_t = 8788)]
    port: u16,
    /// A page's origin that may ask it; several times for several.
    #[arg(long = "allow-origin", value_name = "ORIGIN")]
    allowed_origins: Vec<String>,
    /// The moment that histories are counted back from (seconds since 1970), where it is not the present.
    #[arg(long, value_name = "SECONDS")]
    now: Option<i64>,
    /// A sample customer calls Webex Contact Center, Genesys Cloud and Avaya every so many seconds, while a connector wants to know.
    #[arg(long, value_name = "SECONDS")]
    calls_every: Option<u64>,
    /// Make sample connectors of Webex Contact Center, Genesys Cloud and Avaya in this journey service of a preview, switched off.
    #[arg(long, value_name = "URL")]
    connect_to: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sample-platforms: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port)).await?;
    let now = arguments.now.map(|seconds| DateTime::from_timestamp(seconds, 0).ok_or("--now is no time"));
    let calls_every = arguments.calls_every.map(Duration::from_secs);
    let config = Config { allowed_origins: arguments.allowed_origins, now: now.transpose()?, calls_every };
    let server = serve(listener, config).await?;
    println!("sample-platforms listens on {}", server.url());
    if let Some(service) = &arguments.connect_to
        && let Err(why) = sample_platforms::connect(service).await
    {
        eprintln!("sample-platforms: there are no sample connectors: {why}");
    }
    stopped().await?;
    server.stop().await?;
    Ok(())
}

/// Waits for Ctrl-C or SIGTERM.
async fn stopped() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            result = tokio::signal::ctrl_c() => result,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
