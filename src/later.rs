//! Code that the first paint does not need. In what is shipped it lies in a second file, `customer-journey-widget.later.wasm`,
//! which is fetched as soon as the widget is drawn; everywhere else (development, tests) it is simply there.
//!
//! `cargo xtask bundle` cuts the compiled widget in two (xtask/src/split.rs): what can be reached without one of the
//! functions declared by [`later!`] is the first file, the rest the second. Nothing of the second file may be called
//! before [`state`] says [`State::Ready`]; `view::later` is the door that keeps to it. docs/decisions/0005-two-files.md.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Poll, Waker};

use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise};
use leptos::prelude::{ArcTrigger, Notify, Track};
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// How far the second file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Nobody asked for it yet, or it is on its way.
    Awaited,
    /// Its functions may be called.
    Ready,
    /// It could not be loaded; the console says why.
    Failed,
}

/// How long after a failure the next try comes by itself, ms.
const AGAIN_MS: u32 = 30_000;

struct File {
    /// What fetches and starts it; in what is built in one file, nothing does.
    loader: RefCell<Option<Function>>,
    state: Cell<State>,
    is_asked_for: Cell<bool>,
    changed: ArcTrigger,
    waiting: RefCell<Vec<Waker>>,
}

/// What a function of the second file goes on to do; a name, because its type must be the same on both sides.
pub(crate) type Work = Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    // Of the module, as the code itself is: the widgets of a page share it.
    static FILE: File = File {
        loader: RefCell::new(None),
        state: Cell::new(if cfg!(feature = "split") { State::Awaited } else { State::Ready }),
        is_asked_for: Cell::new(false),
        changed: ArcTrigger::new(),
        waiting: RefCell::default(),
    };
}

/// Takes what loads the second file: a function that answers with a promise.
pub(crate) fn loaded_by(loader: Function) {
    FILE.with(|file| file.loader.replace(Some(loader)));
}

/// How far the second file is; what reads it follows it.
pub(crate) fn state() -> State {
    FILE.with(|file| {
        let state = file.state.get();
        // What is there stays there; and this outlives every session, so it had better not remember who once asked.
        if state != State::Ready {
            file.changed.track();
        }
        state
    })
}

/// Whether its functions may be called now.
pub(crate) fn is_there() -> bool {
    FILE.with(|file| file.state.get() == State::Ready)
}

/// Whether its functions may be called; if not, it is asked for, and what reads this runs again when it is there.
pub(crate) fn is_ready() -> bool {
    let state = state();
    if state == State::Awaited {
        load();
    }
    state == State::Ready
}

/// Waits for the second file; whether its functions may be called.
pub(crate) async fn ready() -> bool {
    poll_fn(|context| {
        FILE.with(|file| match file.state.get() {
            State::Ready => Poll::Ready(true),
            State::Failed => Poll::Ready(false),
            State::Awaited => {
                file.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            }
        })
    })
    .await
}

/// Waits for the second file for as long as it takes, through all tries that fail.
pub(crate) async fn there() {
    poll_fn(|context| {
        FILE.with(|file| {
            if file.state.get() == State::Ready {
                return Poll::Ready(());
            }
            // Woken at every change, and a try that fails is one.
            file.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
    })
    .await;
}

/// Does something that needs the second file, as soon as that is there; if it never comes, it is not done.
pub(crate) fn when_ready(act: impl FnOnce() + 'static) {
    let act: Box<dyn FnOnce()> = Box::new(act);
    spawn_local(async {
        there().await;
        act();
    });
}

/// Asks for the second file, unless that was done; where it failed, this is another try, and one is made now and then.
pub(crate) fn load() {
    FILE.with(|file| {
        if file.state.get() == State::Ready || file.is_asked_for.replace(true) {
            return;
        }
        set(State::Awaited);
        spawn_local(async {
            let promise = FILE.with(|file| {
                let loader = file.loader.borrow();
                loader.as_ref().map(|loader| loader.call0(&JsValue::NULL).map(Promise::from))
            });
            let loaded = match promise {
                Some(Ok(promise)) => JsFuture::from(promise).await,
                Some(Err(error)) => Err(error),
                None => Err("nothing loads it".into()),
            };
            // The element's class has told the console why.
            let state = if loaded.is_ok() { State::Ready } else { State::Failed };
            FILE.with(|file| file.is_asked_for.set(false));
            set(state);
            if state == State::Failed {
                TimeoutFuture::new(AGAIN_MS).await;
                load();
            }
        });
    });
}

fn set(state: State) {
    FILE.with(|file| {
        if file.state.replace(state) != state {
            file.changed.notify();
            file.waiting.take().into_iter().for_each(Waker::wake);
        }
    });
}

/// Declares functions whose code, and all that only they reach, lies in the second file. The number tells them apart for
/// the tool that cuts: 32 hexadecimal digits, another one for each.
macro_rules! later {
    ($(#[$doc:meta])* $visible:vis fn $name:ident($($argument:ident: $kind:ty),* $(,)?) $(-> $result:ty)? = $body:path, $number:literal) => {
        $(#[$doc])*
        $visible fn $name($($argument: $kind),*) $(-> $result)? {
            #[cfg(feature = "split")]
            {
                #[link(wasm_import_module = "__wasm_split_placeholder__")]
                #[allow(improper_ctypes, reason = "both sides are of one compilation")]
                unsafe extern "C" {
                    #[link_name = concat!("__wasm_split_00later00_import_", $number)]
                    safe fn elsewhere($($argument: $kind),*) $(-> $result)?;
                }
                #[allow(improper_ctypes_definitions, reason = "both sides are of one compilation")]
                #[unsafe(export_name = concat!("__wasm_split_00later00_export_", $number))]
                extern "C" fn here($($argument: $kind),*) $(-> $result)? {
                    $body($($argument),*)
                }
                elsewhere($($argument),*)
            }
            #[cfg(not(feature = "split"))]
            $body($($argument),*)
        }
    };
}

pub(crate) use later;
