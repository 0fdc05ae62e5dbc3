//! **A test part.** A server that answers as Avaya Experience Platform, Genesys Cloud and Webex Contact Center do, in the shapes of
//! their contracts, with the other half of what the journey service's sample customers went through. The preview and the browser
//! tests run it; nothing of it is shipped.
//!
//! Beside the platforms' own paths there are the tests': [`control`] makes it fail, tells what it was asked, and lets
//! something happen now. All people are invented, and so are the tokens: they open nothing anywhere else.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod acqueon;
pub mod avaya;
mod connect;
pub mod control;
pub mod genesys;
mod platform;
mod random;
mod server;
mod watch;
pub mod webex;
mod world;

pub use connect::connect;
pub use platform::Platform;
pub use server::{Config, Server, StartError, router, serve};
pub use world::{Contact, Customer, Direction, World};
