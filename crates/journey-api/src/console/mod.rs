//! What the service has of the administrator's console: its files, and where people sign in to it. The console itself is
//! a program for the browser (`crates/console`) that calls the service like any other client; `http::console` serves it.

mod files;
mod sign_in;

pub(crate) use files::{File, Files};
pub use sign_in::ConsoleClient;
pub(crate) use sign_in::SignIn;

/// The console, as `http::console` needs it.
#[derive(Debug, Default)]
pub(crate) struct Console {
    /// Empty in a build without a console.
    pub(crate) files: Files,
    /// Where people sign in by their identity provider; `None`: by a token alone.
    pub(crate) sign_in: Option<SignIn>,
    /// Whether the service gives preview tokens.
    pub(crate) has_preview_tokens: bool,
}
