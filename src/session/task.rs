//! Work in the background that ends with an owner: dropping its future aborts its request, its timer or its stream.

use std::future::Future;
use std::pin::Pin;

use futures_util::FutureExt;
use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;

/// Work of which one run is under way at a time: another run ends the one before. It ends with the owner that it was made
/// in.
#[derive(Clone, Copy)]
pub(super) struct Task {
    run: StoredValue<Owner>,
}

impl Task {
    /// A task of the current owner; nothing is under way yet.
    pub(super) fn new() -> Self {
        Self { run: StoredValue::new(Owner::new()) }
    }

    /// Runs `work`, in place of what was under way.
    pub(super) fn run(self, work: impl Future<Output = ()> + 'static) {
        self.end();
        begin(&self.run.get_value(), Box::pin(work));
    }

    /// Ends what is under way.
    pub(super) fn end(self) {
        self.run.get_value().cleanup();
    }
}

/// Begins `work` now, and goes on with it until `owner` ends. Now, because a spawned future is first polled after what runs
/// has returned: a request would wait for everything that is drawn in between.
pub(super) fn begin(owner: &Owner, mut work: Pin<Box<dyn Future<Output = ()>>>) {
    owner.with(|| {
        untrack(|| {
            if work.as_mut().now_or_never().is_none() {
                spawn_local_scoped_with_cancellation(work);
            }
        });
    });
}

/// Runs `act` now, and again after whatever it reads has changed, until the current owner ends. (An `Effect` runs for the
/// first time after what is drawn meanwhile.)
pub(crate) fn at_once(mut act: impl FnMut() + 'static) {
    let effect = RenderEffect::new(move |_| act());
    on_cleanup(move || drop(effect));
}
