//! Streams of server-sent events, opened once for all widgets of a page that follow the same one.
//!
//! A browser has six connections for each HTTP/1.1 host, and a stream holds one of them for as long as it is open. So
//! there are at most four in all tabs together, and the rest of the connections are for requests. Whoever finds no room
//! polls.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

use futures_util::future::{AbortHandle, abortable};
use leptos::task::spawn_local;
use serde_json::Value;

use super::abort::AbortOnDrop;
use super::client::{Carried, content_type, send, within_deadline};
use super::slot::{self, Slot};
use super::stream::Reader;
use super::{Access, HttpError, MessageStream, Next, Pass};

/// How many streams the tabs of a browser hold open with one host.
const MOST_STREAMS: usize = 4;

/// Where a stream is, and by whom it is followed.
#[derive(Clone, PartialEq)]
pub(super) struct Address {
    /// Without the token.
    pub(super) url: String,
    /// What it is opened with.
    pub(super) pass: Pass,
}

/// One open stream.
struct Channel {
    address: Address,
    base_url: String,
    opening: u32,
    /// How much room there had to be.
    needed: usize,
    slot: RefCell<Option<Rc<Slot>>>,
    state: RefCell<State>,
    inboxes: RefCell<Vec<Inbox>>,
    /// The last message: who joins late may have read the state before it.
    last: RefCell<Option<Value>>,
    /// How long the service wants to be left alone after it, ms.
    retry: Cell<Option<u32>>,
    pump: AbortHandle,
}

#[derive(Clone)]
enum State {
    Opening,
    Open,
    /// It could not be opened.
    Failed(HttpError),
    /// It was open.
    Over,
}

/// What one follower has not read yet.
#[derive(Default)]
struct Inbox {
    number: u32,
    messages: VecDeque<Value>,
    waker: Option<Waker>,
}

thread_local! {
    static CHANNELS: RefCell<Vec<Weak<Channel>>> = const { RefCell::new(Vec::new()) };
    static NUMBERS: Cell<u32> = const { Cell::new(0) };
}

/// One follower of a stream. When the last one goes, the connection ends.
pub(crate) struct Messages {
    channel: Rc<Channel>,
    number: u32,
    access: Rc<Access>,
}

impl MessageStream for Messages {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Next<Value>> {
        let channel = &self.channel;
        let message = channel.with_inbox(self.number, |inbox| {
            let message = inbox.messages.pop_front();
            if message.is_none() {
                inbox.waker = Some(context.waker().clone());
            }
            message
        });
        if let Some(message) = message.flatten() {
            return Poll::Ready(Next::This(message));
        }
        if matches!(*channel.state.borrow(), State::Over | State::Failed(_)) {
            return Poll::Ready(Next::Over);
        }
        self.access.poll_other_than(&channel.address.pass, context).map(|()| Next::Outdated)
    }

    fn retry(&self) -> Option<u32> {
        self.channel.retry.get()
    }

    fn opening(&self) -> u32 {
        self.channel.opening
    }
}

impl Messages {
    async fn opened(&self) -> Result<(), HttpError> {
        poll_fn(|context| match &*self.channel.state.borrow() {
            State::Opening => {
                self.channel.with_inbox(self.number, |inbox| inbox.waker = Some(context.waker().clone()));
                Poll::Pending
            }
            State::Open => Poll::Ready(Ok(())),
            State::Failed(error) => Poll::Ready(Err(error.clone())),
            State::Over => Poll::Ready(Err(HttpError::Unreachable)),
        })
        .await
    }
}

impl Drop for Messages {
    fn drop(&mut self) {
        self.channel.inboxes.borrow_mut().retain(|inbox| inbox.number != self.number);
    }
}

/// Follows the stream at `address`; ends when it is open. Where nobody follows it yet, there must be so much room.
pub(super) async fn join(
    address: Address,
    base_url: &str,
    needed: usize,
    access: &Rc<Access>,
) -> Result<Messages, HttpError> {
    let there = channels(|channel| channel.address == address && channel.is_usable()).into_iter().next();
    let channel = match there {
        Some(channel) => channel,
        None if room(base_url) < needed => return Err(HttpError::NoRoom),
        None => Channel::open(address, base_url, needed),
    };
    let number = number();
    let messages = channel.last.borrow().clone().into_iter().collect();
    channel.inboxes.borrow_mut().push(Inbox { number, messages, waker: None });
    let messages = Messages { channel, number, access: Rc::clone(access) };
    messages.opened().await?;
    Ok(messages)
}

/// How many more streams there may be with this host.
pub(super) fn room(base_url: &str) -> usize {
    let open = channels(|channel| channel.base_url == base_url && channel.is_usable()).len();
    MOST_STREAMS.saturating_sub(open)
}

fn channels(wanted: impl Fn(&Channel) -> bool) -> Vec<Rc<Channel>> {
    CHANNELS.with_borrow_mut(|all| {
        all.retain(|channel| channel.strong_count() > 0);
        all.iter().filter_map(Weak::upgrade).filter(|channel| wanted(channel)).collect()
    })
}

fn number() -> u32 {
    NUMBERS.replace(NUMBERS.get().wrapping_add(1)).wrapping_add(1)
}

impl Channel {
    fn open(address: Address, base_url: &str, needed: usize) -> Rc<Self> {
        // In place of one that ends then it has that one's slot.
        let before = if needed == 0 { channels(|channel| channel.address.url == address.url) } else { Vec::new() };
        let slot = before.iter().find_map(|channel| channel.slot.borrow().clone());
        let channel = Rc::new_cyclic(|channel: &Weak<Self>| {
            let (pump, handle) = abortable(pump(channel.clone()));
            spawn_local(async move {
                // Aborted is how a stream ends that nobody follows any more.
                let _ = pump.await;
            });
            Self {
                address,
                base_url: base_url.to_owned(),
                opening: number(),
                needed,
                slot: RefCell::new(slot),
                state: RefCell::new(State::Opening),
                inboxes: RefCell::default(),
                last: RefCell::default(),
                retry: Cell::default(),
                pump: handle,
            }
        });
        CHANNELS.with_borrow_mut(|all| all.push(Rc::downgrade(&channel)));
        channel
    }

    fn is_usable(&self) -> bool {
        matches!(*self.state.borrow(), State::Opening | State::Open)
    }

    fn set(&self, state: State) {
        self.state.replace(state);
        self.wake();
    }

    fn deliver(&self, message: Value) {
        for inbox in self.inboxes.borrow_mut().iter_mut() {
            inbox.messages.push_back(message.clone());
        }
        self.last.replace(Some(message));
        self.wake();
    }

    fn wake(&self) {
        let wakers: Vec<_> = self.inboxes.borrow_mut().iter_mut().filter_map(|inbox| inbox.waker.take()).collect();
        wakers.into_iter().for_each(Waker::wake);
    }

    fn with_inbox<R>(&self, number: u32, act: impl FnOnce(&mut Inbox) -> R) -> Option<R> {
        self.inboxes.borrow_mut().iter_mut().find(|inbox| inbox.number == number).map(act)
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.pump.abort();
    }
}

/// Opens the stream and hands on what it brings, for as long as somebody follows.
async fn pump(channel: Weak<Channel>) {
    let Some(address) = channel.upgrade().map(|channel| channel.address.clone()) else { return };
    if !has_slot(&channel).await {
        channel.upgrade().into_iter().for_each(|channel| channel.set(State::Failed(HttpError::NoRoom)));
        return;
    }
    let abort = AbortOnDrop::new();
    let opened = open(&address, &abort).await;
    let Some(there) = channel.upgrade() else { return };
    let mut reader = match opened {
        Ok(reader) => reader,
        Err(error) => return there.set(State::Failed(error)),
    };
    there.set(State::Open);
    drop(there);
    while let Some(message) = reader.next().await {
        let Some(there) = channel.upgrade() else { return };
        there.retry.set(reader.retry());
        there.deliver(message);
    }
    if let Some(there) = channel.upgrade() {
        there.retry.set(reader.retry());
        there.set(State::Over);
    }
}

/// Finds a place among the streams of all tabs, where it has none yet.
async fn has_slot(channel: &Weak<Channel>) -> bool {
    let Some(there) = channel.upgrade().filter(|channel| channel.needed > 0) else { return true };
    // Whoever leaves room to others has one place in all of them.
    let numbers = if there.needed > 1 { 0..1 } else { 0..MOST_STREAMS };
    let base_url = there.base_url.clone();
    drop(there);
    let slot = slot::take(&base_url, numbers.rev()).await;
    let has_slot = slot.is_some();
    if let Some(there) = channel.upgrade() {
        there.slot.replace(slot.map(Rc::new));
    }
    has_slot
}

async fn open(address: &Address, abort: &AbortOnDrop) -> Result<Reader, HttpError> {
    let Address { url, pass: Pass { token, in_query } } = address;
    let accept = "text/event-stream";
    let response = if *in_query {
        within_deadline(send(&token.in_query_of(url), Carried { accept, ..Carried::default() }, abort)).await?
    } else {
        within_deadline(send(url, Carried { token: Some(token), accept, ..Carried::default() }, abort)).await?
    };
    let kind = content_type(&response);
    if !kind.to_ascii_lowercase().starts_with(accept) {
        return Err(HttpError::NotTheContract(format!("{kind} where a stream of events was asked for")));
    }
    Reader::of(&response)
}
