//! The project's own commands, `cargo xtask …`: each does all its set-up itself and says what it does.
//! One module per command, and the pieces they share. Nothing here is shipped.

mod bench;
mod browser;
mod bundle;
mod compress;
mod console;
mod coverage;
mod debian;
mod dist;
mod esbuild;
mod firefox;
mod hosts;
mod layout_check;
mod locales;
mod manifest;
mod outcome;
mod postgres;
mod preview;
mod processes;
mod report;
mod screenshots;
mod setup;
mod split;
mod steps;
mod test;
mod tools;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the journey service and the preview page, and print the page's address when it is ready.
    Preview(preview::Options),
    /// Run every check and test, or one step of them.
    Test(test::Options),
    /// Write everything that is shipped to dist/, with its sizes.
    Dist(dist::Options),
    /// Write the widget's script and wasm to a folder.
    Bundle {
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        /// The development build: quick to make, larger.
        #[arg(long)]
        dev: bool,
    },
    /// Write the console's page, script and wasm to a folder, for `journey-api serve --console FOLDER`.
    Console {
        /// With the widget, for the page of journeys.
        #[arg(long)]
        widget: bool,
        /// The folder to write to [default: target/console, or target/debug-console with --dev].
        #[arg(long)]
        out: Option<PathBuf>,
        /// The development build: quick to make, larger.
        #[arg(long)]
        dev: bool,
    },
    /// Build the journey service as it is shipped, with the console inside.
    Service,
    /// Say what is wrong with desktop layouts: where, what, and how to mend it. Fails if one has an error.
    LayoutCheck(layout_check::Options),
    /// Measure the journey service, or the widget in a browser.
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Measure what of the widget's code its tests run.
    Coverage(coverage::Options),
    /// Take the README's pictures and write them to docs/images/.
    Screenshots,
    /// Install the tools that the other commands need.
    Tools {
        /// Everything that `test` needs: the browser and PostgreSQL too.
        #[arg(long, alias = "browser")]
        test: bool,
        /// cargo-deny and typos, whose checks `test` skips where they are missing.
        #[arg(long)]
        extras: bool,
    },
}

fn main() -> ExitCode {
    match run(&Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            // The reasons in one line; a backtrace of this program helps nobody who calls it.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> anyhow::Result<ExitCode> {
    let done = match command {
        Command::LayoutCheck(options) => return layout_check::run(options),
        Command::Preview(options) => preview::run(options),
        Command::Test(options) => test::run(options),
        Command::Dist(options) => dist::run(options),
        Command::Bundle { out, dev } => {
            let profile = if *dev { bundle::Profile::Dev } else { bundle::Profile::Release };
            bundle::write(&tools::Tools::for_bundle()?, profile, out).map(drop)
        }
        Command::Console { widget, out, dev } => {
            let profile = if *dev { bundle::Profile::Dev } else { bundle::Profile::Release };
            let folder = out.clone().map_or_else(|| console::folder(profile), Ok)?;
            let tools = tools::Tools::for_bundle()?;
            console::write(&tools, profile, &folder)?;
            if *widget {
                console::write_widget(&tools, profile, &folder)?;
            }
            println!("The console: {}", folder.display());
            Ok(())
        }
        Command::Service => console::service(),
        Command::Bench(bench) => bench::run(bench),
        Command::Coverage(options) => coverage::run(options),
        Command::Screenshots => screenshots::run(),
        Command::Tools { test, extras } => {
            tools::Tools::all()?;
            if *test {
                setup::everything()?;
            }
            if *extras {
                tools::extras()?;
            }
            println!("All tools are there.");
            Ok(())
        }
    };
    done.map(|()| ExitCode::SUCCESS)
}
