//! The source against a made-up tenant, which answers in the platform's shapes.

mod history;
mod live;
mod person;
mod tenant;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use chrono::{DateTime, Utc};
use journey::{
    Arrival, EntryKind, Filter, Identity, IdentityType, Journey, KnownIdentity, Sought, Timeline, parse_time,
};

use super::service::Genesys;
use crate::http::{Page, Rest};
use crate::settings::GenesysPlace;
use crate::sources::{JourneySource, SourceError};
use tenant::Tenant;

const NOW: &str = "2026-05-02T00:00:00Z";

fn time() -> DateTime<Utc> {
    parse_time(NOW).expect("a time")
}

fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits for nothing"),
    }
}

fn place(conversation: Option<&str>) -> GenesysPlace {
    let api_url = "https://api.mypurecloud.de".to_owned();
    GenesysPlace { api_url, conversation_id: conversation.map(str::to_owned), months: 13 }
}

fn source(tenant: &Tenant) -> Genesys<&Tenant> {
    Genesys::new(tenant, &place(None), time)
}

fn known(kind: IdentityType, text: &str) -> KnownIdentity {
    KnownIdentity { kind: Some(kind), identity: Identity::new(text).expect("an identity"), strength: None }
}

fn caller(text: &str) -> Sought {
    Sought::of_kind(Identity::new(text).expect("an identity"), Some(IdentityType::Phone))
}

fn jose() -> Sought {
    caller("+12025550143")
}

fn page(source: &impl JourneySource, sought: &Sought, number: usize) -> Result<(Vec<Arrival>, Rest), SourceError> {
    let events = now(source.history(sought, Page::small(number), 0))?;
    let rest = events.rest();
    Ok((events.collect(), rest))
}

/// All pages that come by themselves, and what is behind them.
fn pages(source: &impl JourneySource, sought: &Sought) -> (Vec<Vec<Arrival>>, Rest) {
    let mut pages = Vec::new();
    loop {
        let (arrivals, rest) = page(source, sought, pages.len()).expect("a page");
        pages.push(arrivals);
        if rest != Rest::More {
            return (pages, rest);
        }
    }
}

fn journey(arrivals: impl IntoIterator<Item = Arrival>) -> Journey {
    let mut journey = Journey::default();
    journey.add(arrivals);
    journey
}

/// The rows from the newest on, each by its name.
fn rows(journey: &Journey) -> Vec<String> {
    let timeline = Timeline::of(journey, &Filter::default(), time(), 1_000);
    let rows = (0..timeline.shown()).filter_map(|place| timeline.row(place)).flat_map(journey::Row::entries);
    rows.map(|row| match &row.kind {
        EntryKind::Contact(contact) => contact.task.to_string(),
        EntryKind::Custom(custom) => custom.event.key.kind.clone(),
        EntryKind::Unreadable(unread) => unread.problem.place.clone(),
    })
    .collect()
}
