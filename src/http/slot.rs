//! The places for streams that all tabs of a browser share. Its connections with a host are few, and every tab's streams
//! take of the same: with two tabs of four streams each, the requests of a third would wait for ever.
//!
//! A place is a lock of the browser's (Web Locks): one tab at a time has it, and a tab that goes, however it goes, gives it
//! back. Pages without locks (not of https) know of no other tab.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures_util::FutureExt;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A place, until this goes.
pub(super) struct Slot {
    /// Gives the lock back; there is none where the browser has no locks.
    release: Option<Function>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        // Resolving a promise cannot fail.
        drop(self.release.as_ref().map(|release| release.call0(&JsValue::NULL)));
    }
}

/// One of the places of this host with these numbers; `None`: all are taken.
pub(super) async fn take(base_url: &str, numbers: impl IntoIterator<Item = usize>) -> Option<Slot> {
    let none = || Some(Slot { release: None });
    let Some(locks) = locks() else { return none() };
    for number in numbers {
        let name = ["customer-journey-widget stream ", &number.to_string(), " ", base_url].concat();
        match lock(&locks, &name).await {
            Ok(Some(slot)) => return Some(slot),
            Ok(None) => {}
            // The page may not have any, as in a frame without an origin.
            Err(_) => return none(),
        }
    }
    None
}

fn locks() -> Option<Object> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"locks".into()).ok()?.dyn_into().ok()
}

/// The lock of this name, if nobody has it.
async fn lock(locks: &Object, name: &str) -> Result<Option<Slot>, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into())?;
    let request: Function = Reflect::get(locks, &"request".into())?.dyn_into()?;
    let given = Rc::new(RefCell::new((None, None::<Waker>)));
    let taken = Rc::clone(&given);
    // Called with the lock, or with null. A lock is held until the promise that is given for it is resolved.
    let granted = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |lock: JsValue| {
        if lock.is_null() {
            return lock;
        }
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let mut given = given.borrow_mut();
        given.0 = Some(Slot { release });
        given.1.take().into_iter().for_each(Waker::wake);
        held.into()
    });
    let mut ended = JsFuture::from(Promise::from(request.call3(locks, &name.into(), &options, granted.as_ref())?));
    poll_fn(|context| {
        let mut taken = taken.borrow_mut();
        taken.1 = Some(context.waker().clone());
        match taken.0.take() {
            Some(slot) => Poll::Ready(Ok(Some(slot))),
            // It ends at once where somebody else has the lock, and where there are no locks for this page.
            None => ended.poll_unpin(context).map(|ended| ended.map(|_| None)),
        }
    })
    .await
}
