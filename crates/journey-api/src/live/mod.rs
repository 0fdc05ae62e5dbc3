//! Live delivery: what is published reaches the open streams of its identity within the process.

mod hub;
pub(crate) mod relay;
mod watch;

pub(crate) use hub::{Hub, LiveEvent, Signal};
pub(crate) use watch::{Watch, Woken};
