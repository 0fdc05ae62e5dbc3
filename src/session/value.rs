//! The session's state: values that views depend on, and values derived from them.
//!
//! They are Leptos' signals and memos with the type erased: the reactive graph sees a trigger or a number that counts
//! changes, the value itself lies beside it. Each type that goes into a typed signal costs the shipped wasm 3 to 5 KB,
//! and a session has some thirty (docs/decisions/0004-small-view.md).

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::*;
use send_wrapper::SendWrapper;

/// A value that can be set. Copies are the same value; it ends with the reactive owner that it was made in.
pub(crate) struct Value<T> {
    slot: StoredValue<Rc<Settable>, LocalStorage>,
    kind: PhantomData<fn() -> T>,
}

struct Settable {
    value: RefCell<Rc<dyn Any>>,
    changed: ArcTrigger,
}

/// A value that follows from others. It is computed when it is asked for, and what depends on it hears of it only if it
/// is another one than before.
pub(crate) struct Derived<T> {
    slot: StoredValue<Rc<Followed>, LocalStorage>,
    kind: PhantomData<fn() -> T>,
}

struct Followed {
    value: Rc<RefCell<Rc<dyn Any>>>,
    /// Counts the changes.
    version: ArcMemo<u32>,
}

impl<T: 'static> Value<T> {
    /// A value to begin with.
    pub(crate) fn new(value: T) -> Self {
        Self { slot: settable(Rc::new(value)), kind: PhantomData }
    }

    /// Reads it, and depends on it.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(as_ref(&current(self.slot, true)))
    }

    /// Reads it, and does not depend on it.
    pub(crate) fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(as_ref(&current(self.slot, false)))
    }

    /// Changes it in place. What depends on it hears of it once the change is done.
    pub(crate) fn update<R>(self, change: impl FnOnce(&mut T) -> R) -> R {
        let settable = held(self.slot.try_get_value());
        let result = match Rc::get_mut(&mut settable.value.borrow_mut()).and_then(|value| value.downcast_mut()) {
            Some(value) => change(value),
            None => misused(),
        };
        settable.changed.notify();
        result
    }

    /// Sets it.
    pub(crate) fn set(self, value: T) {
        replace(self.slot, Rc::new(value));
    }
}

impl<T: Clone + 'static> Value<T> {
    /// A copy of it; depends on it.
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }

    /// A copy of it; does not depend on it.
    pub(crate) fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: PartialEq + 'static> Derived<T> {
    /// What `derive` says, from whatever it reads.
    pub(crate) fn new(derive: impl Fn() -> T + 'static) -> Self {
        let derive = move |before: &dyn Any| {
            let new = derive();
            let is_new = before.downcast_ref::<T>() != Some(&new);
            is_new.then(|| Rc::new(new) as Rc<dyn Any>)
        };
        Self { slot: followed(Box::new(derive)), kind: PhantomData }
    }
}

impl<T: 'static> Derived<T> {
    /// Reads it, and depends on it.
    pub(crate) fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(as_ref(&derived(self.slot, true)))
    }

    /// Reads it, and does not depend on it.
    pub(crate) fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(as_ref(&derived(self.slot, false)))
    }
}

impl<T: Clone + 'static> Derived<T> {
    /// A copy of it; depends on it.
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }

    /// A copy of it; does not depend on it.
    pub(crate) fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T> Clone for Value<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Value<T> {}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

/// Runs `act` soon, and again after whatever it reads has changed, until the current owner ends.
pub(crate) fn whenever(act: impl FnMut() + 'static) {
    run_whenever(Box::new(act));
}

fn run_whenever(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_: Option<()>| act());
}

fn settable(value: Rc<dyn Any>) -> StoredValue<Rc<Settable>, LocalStorage> {
    StoredValue::new_local(Rc::new(Settable { value: RefCell::new(value), changed: ArcTrigger::new() }))
}

fn current(slot: StoredValue<Rc<Settable>, LocalStorage>, depend: bool) -> Rc<dyn Any> {
    let settable = held(slot.try_get_value());
    if depend {
        settable.changed.track();
    }
    let value = settable.value.borrow();
    Rc::clone(&value)
}

fn replace(slot: StoredValue<Rc<Settable>, LocalStorage>, value: Rc<dyn Any>) {
    let settable = held(slot.try_get_value());
    settable.value.replace(value);
    settable.changed.notify();
}

type Derive = Box<dyn Fn(&dyn Any) -> Option<Rc<dyn Any>>>;

fn followed(derive: Derive) -> StoredValue<Rc<Followed>, LocalStorage> {
    let value: Rc<RefCell<Rc<dyn Any>>> = Rc::new(RefCell::new(Rc::new(())));
    // The graph wants what could cross threads; a page has one.
    let follow = SendWrapper::new((derive, Rc::clone(&value)));
    let version = ArcMemo::new(move |changes: Option<&u32>| {
        let (derive, value) = &*follow;
        let changes = changes.copied().unwrap_or_default();
        let before = Rc::clone(&value.borrow());
        match derive(&*before) {
            Some(new) => {
                value.replace(new);
                changes.wrapping_add(1)
            }
            None => changes,
        }
    });
    StoredValue::new_local(Rc::new(Followed { value, version }))
}

fn derived(slot: StoredValue<Rc<Followed>, LocalStorage>, depend: bool) -> Rc<dyn Any> {
    let followed = held(slot.try_get_value());
    if depend {
        followed.version.get();
    } else {
        followed.version.get_untracked();
    }
    let value = followed.value.borrow();
    Rc::clone(&value)
}

fn as_ref<T: 'static>(value: &Rc<dyn Any>) -> &T {
    value.downcast_ref().unwrap_or_else(|| misused())
}

fn held<T>(held: Option<T>) -> T {
    held.unwrap_or_else(|| misused())
}

#[cold]
#[allow(
    clippy::panic,
    reason = "as Leptos' own signals: it is a mistake of ours, and no value from outside reaches it"
)]
fn misused() -> ! {
    panic!("a value was used after its session ended, or changed while it was read")
}
