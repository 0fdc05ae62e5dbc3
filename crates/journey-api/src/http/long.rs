//! A page of history that is too long to be held: its events are read while it is sent, each portion when the client has
//! taken the one before. The page is not cut instead: the next one begins after `pageSize` events, so what was cut off
//! would be lost to all who count pages.

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use cjds::EventsMeta;
use futures_util::stream;

use crate::error::Error;
use crate::store::{Page, Store, StoredEvent, Unread};

/// What is still to be sent.
struct Left {
    store: Store,
    /// What comes next, and is read already.
    events: Vec<StoredEvent>,
    unread: Unread,
    /// How many events were sent.
    sent: i64,
    /// Sent last, when it is known how many events there were.
    meta: Option<EventsMeta>,
}

/// The page in its envelope. If the database fails on the way, the answer breaks off, and its client sees that.
pub(super) fn answer(store: Store, page: Page, meta: EventsMeta) -> Response {
    let left = Left { store, events: page.events, unread: page.unread, sent: 0, meta: Some(meta) };
    let chunks = stream::try_unfold(left, async |left| {
        left.next().await.inspect_err(|error| {
            let cause = error.hidden_cause();
            tracing::error!(cause, %error, "an answer broke off");
        })
    });
    ([(header::CONTENT_TYPE, "application/json")], Body::from_stream(chunks)).into_response()
}

impl Left {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Error> {
        let mut events = std::mem::take(&mut self.events);
        if events.is_empty() {
            events = self.store.read_on(&mut self.unread).await?;
        }
        if events.is_empty() {
            let Some(mut meta) = self.meta.take() else { return Ok(None) };
            meta.result_count = self.sent;
            let end = format!("],\"meta\":{}}}", serde_json::to_string(&meta)?);
            return Ok(Some((end.into(), self)));
        }
        let mut text = String::with_capacity(events.iter().map(|event| event.body.get().len() + 1).sum::<usize>() + 16);
        for event in events {
            text.push_str(if self.sent == 0 { "{\"data\":[" } else { "," });
            text.push_str(event.body.get());
            self.sent += 1;
        }
        Ok(Some((text.into(), self)))
    }
}
