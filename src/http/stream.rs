//! Server-sent events over a fetch body, so that the token travels in a header and not in the URL.

use std::collections::VecDeque;

use gloo_net::http::Response;
use js_sys::{Reflect, Uint8Array};
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use super::HttpError;
use super::server_sent::Decoder;

/// The messages of one open stream, each the JSON of one `data`.
pub(super) struct Reader {
    reader: ReadableStreamDefaultReader,
    decoder: Decoder,
    ready: VecDeque<String>,
}

impl Reader {
    pub(super) fn of(response: &Response) -> Result<Self, HttpError> {
        let body = response.body().ok_or_else(|| HttpError::NotTheContract("an empty stream".to_owned()))?;
        let reader = body.get_reader().unchecked_into();
        Ok(Self { reader, decoder: Decoder::default(), ready: VecDeque::new() })
    }

    /// The next message; `None`: the connection has ended. One message that is no JSON is text, and not the end.
    pub(super) async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some(data) = self.ready.pop_front() {
                return Some(cjds::json::parse(&data).unwrap_or(Value::String(data)));
            }
            let read = JsFuture::from(self.reader.read()).await.ok()?;
            // The end has no value, and a broken connection rejects.
            let bytes: Uint8Array = Reflect::get(&read, &"value".into()).ok()?.dyn_into().ok()?;
            self.ready.extend(self.decoder.take(&bytes.to_vec()));
        }
    }
}
