//! A customer-journey service that speaks the CJDS contract: what the widget reads, and what publishes into it.
//!
//! The program is `journey-api` (`main.rs`, [`cli`]). Tests and tools run the service in their own process:
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! let config = journey_api::Config::new("sqlite://journeys.sqlite", "a secret of at least 32 characters");
//! let service = journey_api::serve(listener, config).await?;
//! println!("listening on {}", service.url());
//! service.stop().await;
//! # Ok(())
//! # }
//! ```

// What arrives from outside must never end the process.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod actions;
pub mod auth;
mod checked;
pub mod cli;
mod config;
mod connections;
mod connectors;
mod console;
mod deleting;
mod erasing;
mod error;
mod http;
mod ids;
mod json_body;
mod limits;
mod live;
mod metrics;
mod notes;
mod odd;
mod patch;
mod profile;
mod publisher;
mod reason;
mod retention;
mod searches;
pub mod seed;
mod service;
mod state;
mod store;
mod tracking;
mod transfer;
mod vault;
mod vitals;
mod walks;

pub use actions::{AllowedTarget, NoTarget};
pub use config::{Config, StartError};
pub use connections::Connections;
pub use console::ConsoleClient;
pub use error::Error;
pub use live::nats::NatsError;
pub use service::{Service, serve};
pub use store::{ConnectError, DatabaseOptions, Store};
pub use tracking::TRACKING_ID;
pub use transfer::TransferError;
pub use vault::NoKey;
