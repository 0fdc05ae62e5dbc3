//! Server-sent events over a fetch body, so that the token travels in a header and not in the URL.

use std::collections::VecDeque;

use futures_util::future::{Either, select};
use gloo_net::http::Response;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Date, Reflect, Uint8Array};
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use super::HttpError;
use super::pulse::Pulse;
use super::server_sent::Decoder;

/// The messages of one open stream, each the JSON of one `data`.
pub(super) struct Reader {
    reader: ReadableStreamDefaultReader,
    decoder: Decoder,
    pulse: Pulse,
    ready: VecDeque<String>,
    retry: Option<u32>,
}

impl Reader {
    pub(super) fn of(response: &Response) -> Result<Self, HttpError> {
        let body = response.body().ok_or_else(|| HttpError::NotTheContract("an empty stream".to_owned()))?;
        let reader = body.get_reader().unchecked_into();
        Ok(Self {
            reader,
            decoder: Decoder::default(),
            pulse: Pulse::new(Date::now()),
            ready: VecDeque::new(),
            retry: None,
        })
    }

    /// The next message; `None`: the connection has ended, or is silent for so long that it must have. One message that is
    /// no JSON is text, and not the end.
    pub(super) async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some(data) = self.ready.pop_front() {
                return Some(basics::json::parse(&data).unwrap_or(Value::String(data)));
            }
            if self.decoder.is_broken() {
                return None;
            }
            let bytes = self.read().await?.to_vec();
            self.ready.extend(self.decoder.take(&bytes));
            self.pulse.hear(Date::now(), self.decoder.take_beat());
            self.retry = self.decoder.take_retry().or(self.retry);
        }
    }

    /// How long the service wants to be left alone after this stream, ms.
    pub(super) fn retry(&self) -> Option<u32> {
        self.retry
    }

    async fn read(&self) -> Option<Uint8Array> {
        let read = JsFuture::from(self.reader.read());
        let read = match self.pulse.patience() {
            None => read.await,
            Some(patience) => match select(read, TimeoutFuture::new(patience)).await {
                Either::Left((read, _)) => read,
                Either::Right(_) => return None,
            },
        };
        // The end has no value, and a broken connection rejects.
        Reflect::get(&read.ok()?, &"value".into()).ok()?.dyn_into().ok()
    }
}
