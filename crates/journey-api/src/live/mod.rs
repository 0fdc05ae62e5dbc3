//! Live delivery: what is published reaches the open streams of its identity within the process.

mod heard;
mod hub;
pub(crate) mod nats;
pub(crate) mod relay;
mod watch;

pub(crate) use hub::{Hub, Interest, LiveEvent, Signal, Topic};
pub(crate) use watch::{Watch, Woken};
