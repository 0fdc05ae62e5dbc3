//! Something to do before the next frame of the page is drawn, once, however often it is asked for. Freed with whoever
//! holds it: Leptos' own is freed when the browser collects garbage, and so is all that it holds.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::prelude::*;

/// A wait for the next frame, or none.
pub(crate) struct NextFrame {
    request: Cell<Option<i32>>,
    act: RefCell<Option<Box<dyn FnOnce()>>>,
    called: Closure<dyn FnMut()>,
}

impl NextFrame {
    /// Nothing is waited for yet.
    pub(crate) fn new() -> Rc<Self> {
        Rc::new_cyclic(|this: &Weak<Self>| {
            let this = this.clone();
            let called = Closure::new(move || {
                let Some(this) = this.upgrade() else { return };
                this.request.set(None);
                let act = this.act.take();
                if let Some(act) = act {
                    act();
                }
            });
            Self { request: Cell::new(None), act: RefCell::default(), called }
        })
    }

    /// Whether something is to be done then.
    pub(crate) fn is_awaited(&self) -> bool {
        self.request.get().is_some()
    }

    /// Does this then, and nothing that was asked for before.
    pub(crate) fn ask(&self, act: impl FnOnce() + 'static) {
        self.act.replace(Some(Box::new(act)));
        if !self.is_awaited() {
            let window = leptos::prelude::window();
            self.request.set(window.request_animation_frame(self.called.as_ref().unchecked_ref()).ok());
        }
    }
}

impl Drop for NextFrame {
    fn drop(&mut self) {
        if let Some(request) = self.request.get() {
            // It fails for no number.
            let _ = leptos::prelude::window().cancel_animation_frame(request);
        }
    }
}
