//! What is planned with a customer and stands in no event: the callbacks that the contact center has arranged. Asked for when
//! the rest is there, and again after each contact.

use std::sync::Arc;

use leptos::prelude::*;

use super::customer_session::CustomerSession;
use super::source_session::SourceSession;
use super::state::Load;
use super::task::Task;
use crate::sources::JourneySource;
use journey::Callback;

/// The callbacks that are arranged with a customer. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Callbacks {
    /// Of all platforms, as far as they are known.
    pub(crate) list: Memo<Vec<Arc<Callback>>>,
    /// A platform could not say.
    pub(crate) has_failed: Memo<bool>,
    again: RwSignal<u32>,
}

impl Callbacks {
    /// Asks once more.
    pub(crate) fn retry(self) {
        self.again.update(|again| *again = again.wrapping_add(1));
    }
}

/// What one platform answered; `None`: it could not.
type Answered = RwSignal<Option<Vec<Arc<Callback>>>>;

impl CustomerSession {
    /// The callbacks from now on, until the current owner ends.
    pub(crate) fn callbacks(self) -> Callbacks {
        let again = RwSignal::new(0);
        let each: Vec<Answered> = self.sources().into_iter().map(|source| source.callbacks(again)).collect();
        let each = StoredValue::new(each);
        let all = move || each.with_value(|each| each.iter().map(RwSignal::get).collect::<Vec<_>>());
        Callbacks {
            list: Memo::new(move |_| all().into_iter().flatten().flatten().collect()),
            has_failed: Memo::new(move |_| all().iter().any(Option::is_none)),
            again,
        }
    }
}

impl SourceSession {
    fn callbacks(self, again: RwSignal<u32>) -> Answered {
        let answered = RwSignal::new(Some(Vec::new()));
        let asking = Task::new();
        // The contact that was the last one: another one may have been the call that was arranged, or have arranged one.
        let is_awaited = Memo::new(move |_| self.history.with(Load::is_loading));
        let last = Memo::new(move |_| self.glance.with(|glance| glance.last.as_ref().map(|entry| entry.id.clone())));
        Effect::new(move |_| {
            last.track();
            again.track();
            if is_awaited.get() {
                return;
            }
            let Some(source) = self.connection.source.get() else { return };
            let sought = self.sought();
            asking.run(async move {
                let callbacks = source.callbacks(&sought).await;
                answered.set(callbacks.ok().map(|callbacks| callbacks.into_iter().map(Arc::new).collect()));
            });
        });
        answered
    }
}
