//! The program `journey-api`; all it does is in the library.

use std::process::ExitCode;

use journey_api::cli::{CommandError, run};

/// Gives back what many slow clients took; the system's allocator keeps it, in an arena for each thread.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    match run(std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(CommandError::Usage(usage)) => {
            // Help and version go to standard output and are no failure; clap knows.
            let _ = usage.print();
            ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2))
        }
        Err(error) => {
            eprintln!("journey-api: {error}");
            ExitCode::FAILURE
        }
    }
}
