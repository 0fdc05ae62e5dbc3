//! Who is signed in. The token is in memory alone: whatever reads the browser's storage or its history finds none, and it
//! ends with the page. Whoever comes back signs in again, by one click where the identity provider still knows them.

use futures_channel::oneshot;
use leptos::prelude::*;

use crate::http;
use crate::problem::Problem;
use crate::rights::Right;
use crate::wire::Who;

/// The session of the page. A handle: copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    token: RwSignal<Option<String>>,
    who: RwSignal<Option<Who>>,
    /// Whether the service takes the token no longer.
    has_ended: RwSignal<bool>,
    waiting: StoredValue<Vec<oneshot::Sender<bool>>>,
}

impl Session {
    /// Of nobody yet.
    pub(crate) fn new() -> Self {
        Self {
            token: RwSignal::new(None),
            who: RwSignal::new(None),
            has_ended: RwSignal::new(false),
            waiting: StoredValue::new(Vec::new()),
        }
    }

    /// Who is signed in, if anybody.
    pub(crate) fn who(self) -> Option<Who> {
        self.who.get()
    }

    /// Whether whoever is signed in may do that.
    pub(crate) fn may(self, right: Right) -> bool {
        self.who.with(|who| who.as_ref().is_some_and(|who| who.may(right)))
    }

    /// Whether the token is taken no longer, so that somebody has to sign in again. What stands on the page stays.
    pub(crate) fn has_ended(self) -> bool {
        self.has_ended.get()
    }

    /// The token, for whoever must be told of a new one.
    pub(crate) fn current_token(self) -> Option<String> {
        self.token.get()
    }

    /// The token, for a call.
    pub(crate) fn token(self) -> Option<String> {
        self.token.get_untracked()
    }

    /// Takes a token, if the service does.
    ///
    /// # Errors
    /// It does not, or cannot be asked.
    pub(crate) async fn enter(self, token: String) -> Result<(), Problem> {
        let who = http::who(&token).await?;
        let is_same = self.who.with_untracked(|before| {
            before
                .as_ref()
                .is_none_or(|before| (&before.subject, &before.organization_id) == (&who.subject, &who.organization_id))
        });
        self.token.set(Some(token));
        self.has_ended.set(false);
        for waiting in self.waiting.try_update_value(std::mem::take).unwrap_or_default() {
            // Whoever waited may have gone.
            let _ = waiting.send(is_same);
        }
        if self.who.with_untracked(|before| before.as_ref() != Some(&who)) {
            self.who.set(Some(who));
        }
        Ok(())
    }

    /// Waits until somebody has signed in again; whether it is the same person, whose call may go on.
    pub(crate) async fn entered_again(self, refused: &str) -> bool {
        // Another call may have been refused first, and somebody has signed in since.
        if self.token().is_some_and(|token| token != refused) {
            return true;
        }
        let (sender, receiver) = oneshot::channel();
        self.waiting.update_value(|waiting| waiting.push(sender));
        self.has_ended.set(true);
        receiver.await.unwrap_or(false)
    }

    /// Forgets the token and whoever it was of.
    pub(crate) fn leave(self) {
        self.waiting.update_value(Vec::clear);
        self.token.set(None);
        self.has_ended.set(false);
        self.who.set(None);
    }
}
