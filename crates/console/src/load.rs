//! What a page asks the service for, as a signal: loaded when the page comes, and again when something was changed. What is
//! there stays until the new is: nothing flickers, and the focus stays where it is.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::problem::Problem;

/// How far a load is.
#[derive(Clone, Debug, PartialEq)]
enum State<T> {
    Pending,
    Ready(T),
    Failed(Problem),
}

/// How far it is, without what came.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Progress {
    Pending,
    Ready,
    Failed(Problem),
}

/// A load. A handle: copies are the same.
pub(crate) struct Load<T: Send + Sync + 'static> {
    state: RwSignal<State<T>>,
    again: RwSignal<u32>,
    /// Which question is the last one: answers to earlier ones are dropped.
    turn: StoredValue<u32>,
}

impl<T: Send + Sync + 'static> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Load<T> {}

/// Asks now, and whenever a signal that `ask` reads is another one. An answer to an earlier question is dropped.
pub(crate) fn use_load<T, F>(ask: impl Fn() -> F + 'static) -> Load<T>
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Result<T, Problem>> + 'static,
{
    let (state, again) = (RwSignal::new(State::Pending), RwSignal::new(0));
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        again.track();
        let answer = ask();
        let mine = next(turn);
        spawn_local(async move {
            let answer = answer.await;
            // Another question was asked since, or the page is gone.
            if turn.try_get_value() == Some(mine) {
                state.set(answer.map_or_else(State::Failed, State::Ready));
            }
        });
    });
    Load { state, again, turn }
}

fn next(turn: StoredValue<u32>) -> u32 {
    let mine = turn.get_value().wrapping_add(1);
    turn.set_value(mine);
    mine
}

impl<T: Clone + Send + Sync + 'static> Load<T> {
    /// Asks once more.
    pub(crate) fn again(self) {
        self.again.update(|times| *times = times.wrapping_add(1));
    }

    /// What came, for what is made once.
    pub(crate) fn get_untracked(self) -> Option<T> {
        untrack(|| self.get())
    }

    /// Asks in between. What is there stays until the answer is, also where it is none: `told` hears why, or that it is good.
    pub(crate) fn renew(
        self,
        ask: impl Future<Output = Result<T, Problem>> + 'static,
        told: impl FnOnce(Option<Problem>) + 'static,
    ) {
        let mine = next(self.turn);
        spawn_local(async move {
            let answer = ask.await;
            if self.turn.try_get_value() != Some(mine) {
                return;
            }
            match answer {
                Ok(value) => {
                    self.state.set(State::Ready(value));
                    told(None);
                }
                Err(problem) => told(Some(problem)),
            }
        });
    }

    /// Takes what a change answered for what would be loaded.
    pub(crate) fn set(self, value: T) {
        next(self.turn);
        self.state.set(State::Ready(value));
    }

    /// Changes what came.
    pub(crate) fn change(self, change: impl FnOnce(&mut T)) {
        self.state.update(|state| {
            if let State::Ready(value) = state {
                change(value);
            }
        });
    }

    /// How far it is.
    pub(crate) fn progress(self) -> Progress {
        self.state.with(|state| match state {
            State::Pending => Progress::Pending,
            State::Ready(_) => Progress::Ready,
            State::Failed(problem) => Progress::Failed(problem.clone()),
        })
    }

    /// What came.
    pub(crate) fn get(self) -> Option<T> {
        self.state.with(|state| match state {
            State::Ready(value) => Some(value.clone()),
            _ => None,
        })
    }
}
