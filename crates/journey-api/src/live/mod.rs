//! Live delivery: what is published reaches the open streams of its identity within the process.

mod arrivals;
mod heard;
mod hub;
pub(crate) mod nats;
mod order;
mod position;
pub(crate) mod relay;
mod tail;
mod watch;

pub(crate) use hub::{Hub, Interest, LiveEvent, Signal, Topic};
pub(crate) use order::Hearing;
pub(crate) use position::Position;
pub(crate) use tail::{Tail, Tailed};
pub(crate) use watch::{Watch, Woken};
