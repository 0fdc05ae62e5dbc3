//! A websocket: texts as they come, until it closes. The token is in none of its parts; its address is a secret of its own.
//!
//! gloo-net has one, too; but that cannot be closed by an abort signal, which is what ends all connections of a module that
//! has panicked.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, WebSocket};

use super::abort::{AbortOnDrop, has_stopped};
use super::client::within_deadline;
use super::{Access, HttpError, Next, Pass};

/// What a close in order says.
const NORMAL: u16 = 1000;

/// An open websocket. Dropping it closes it.
pub(crate) struct Socket {
    socket: WebSocket,
    heard: Rc<RefCell<Heard>>,
    access: Rc<Access>,
    /// What its address was made for.
    pass: Pass,
    _close: AbortOnDrop,
    _said: Closure<dyn FnMut(MessageEvent)>,
    _changed: Closure<dyn FnMut(web_sys::Event)>,
}

#[derive(Default)]
struct Heard {
    texts: VecDeque<String>,
    is_open: bool,
    is_over: bool,
    waker: Option<Waker>,
}

impl Socket {
    /// Opens the one at `address`, which was given out for `pass`. Why it does not open no browser says: nobody there, a
    /// proxy that knows no websockets, or the page may not (CSP).
    pub(super) async fn open(address: &str, access: &Rc<Access>, pass: Pass) -> Result<Self, HttpError> {
        if has_stopped() {
            std::future::pending().await
        }
        let socket = WebSocket::new(address).map_err(|_| HttpError::Unreachable)?;
        let close = AbortOnDrop::new();
        close_with(&socket, &close).map_err(|_| HttpError::Unreachable)?;
        let heard = Rc::new(RefCell::new(Heard::default()));
        let said = {
            let heard = Rc::clone(&heard);
            Closure::new(move |event: MessageEvent| {
                let text = event.data().as_string();
                tell(&heard, |heard| heard.texts.extend(text));
            })
        };
        let changed = {
            let heard = Rc::clone(&heard);
            Closure::new(move |event: web_sys::Event| {
                let is_open = event.type_() == "open";
                tell(&heard, |heard| if is_open { heard.is_open = true } else { heard.is_over = true });
            })
        };
        let of_changes = Some(changed.as_ref().unchecked_ref());
        socket.set_onmessage(Some(said.as_ref().unchecked_ref()));
        socket.set_onopen(of_changes);
        socket.set_onerror(of_changes);
        socket.set_onclose(of_changes);
        let access = Rc::clone(access);
        let socket = Self { socket, heard, access, pass, _close: close, _said: said, _changed: changed };
        within_deadline(socket.opened()).await?;
        Ok(socket)
    }

    async fn opened(&self) -> Result<(), HttpError> {
        poll_fn(|context| {
            let mut heard = self.heard.borrow_mut();
            if heard.is_over {
                return Poll::Ready(Err(HttpError::Unreachable));
            }
            if heard.is_open {
                return Poll::Ready(Ok(()));
            }
            heard.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }

    /// The next text.
    pub(crate) fn poll_next(&self, context: &mut Context<'_>) -> Poll<Next<String>> {
        let mut heard = self.heard.borrow_mut();
        if let Some(text) = heard.texts.pop_front() {
            return Poll::Ready(Next::This(text));
        }
        if heard.is_over {
            return Poll::Ready(Next::Over);
        }
        heard.waker = Some(context.waker().clone());
        drop(heard);
        self.access.poll_other_than(&self.pass, context).map(|()| Next::Outdated)
    }

    /// Says something.
    pub(crate) fn send(&self, text: &str) {
        // What is not open says so by its end.
        let _ = self.socket.send_with_str(text);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onmessage(None);
        self.socket.set_onopen(None);
        self.socket.set_onerror(None);
        self.socket.set_onclose(None);
    }
}

/// Closes the socket with the signal, by a function of the browser's own: a module that has panicked runs none of its code.
fn close_with(socket: &WebSocket, close: &AbortOnDrop) -> Result<(), JsValue> {
    let function: Function = Reflect::get(socket, &"close".into())?.dyn_into()?;
    let bound = function.bind1(socket, &NORMAL.into());
    match close.signal() {
        Some(signal) => signal.add_event_listener_with_callback("abort", bound.unchecked_ref()),
        None => Ok(()),
    }
}

fn tell(heard: &RefCell<Heard>, change: impl FnOnce(&mut Heard)) {
    if has_stopped() {
        return;
    }
    let mut heard = heard.borrow_mut();
    change(&mut heard);
    let waker = heard.waker.take();
    drop(heard);
    waker.into_iter().for_each(Waker::wake);
}
