//! What a session has under way. There is one task of each kind: starting it again ends the one before, and ending a
//! task drops its future, which aborts its request.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::{AbortHandle, abortable};
use leptos::task::spawn_local;

/// What a session can have under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Task {
    /// Finding the workspace.
    Connection,
    /// Looking up the person.
    Person,
    /// Looking up again a person who was not known.
    LookAgain,
    /// Reading the history.
    History,
    /// Reading what is there for the searches to come.
    Search,
    /// Reading the profile.
    Profile,
    /// Following events.
    LiveEvents,
    /// Following the profile.
    LiveProfile,
    /// Reading the icon map.
    Icons,
    /// Reading the layout.
    Layout,
    /// Loading the words of the agent's language.
    Words,
    /// Beginning what needs the second file.
    Extras,
    /// Keeping what the agent chose to see.
    KeepChoice,
    /// Keeping who was looked up.
    KeepLookUp,
    /// Coming back when the network does.
    ComeBack,
    /// Waiting whether somebody looks at the page again.
    Rest,
    /// Changing the person. There may be several: none cuts another short.
    Change,
}

/// The running tasks of one session, by kind.
#[derive(Clone, Default)]
pub(super) struct Tasks(Arc<Mutex<Vec<(Task, AbortHandle)>>>);

impl Tasks {
    /// Runs `work` as the one task of its kind.
    pub(super) fn run(&self, task: Task, work: impl Future<Output = ()> + 'static) {
        self.run_boxed(task, Box::pin(work));
    }

    /// Runs `work` beside others of its kind; it ends with everything, and not before.
    pub(super) fn add(&self, task: Task, work: impl Future<Output = ()> + 'static) {
        self.add_boxed(task, Box::pin(work));
    }

    fn run_boxed(&self, task: Task, work: Pin<Box<dyn Future<Output = ()>>>) {
        self.end(task);
        self.add_boxed(task, work);
    }

    fn add_boxed(&self, task: Task, work: Pin<Box<dyn Future<Output = ()>>>) {
        let (work, handle) = abortable(work);
        self.handles().push((task, handle));
        spawn_local(async move {
            // Aborted is how a task ends whose answer nobody waits for any more.
            let _ = work.await;
        });
    }

    /// Ends the task of this kind.
    pub(super) fn end(&self, task: Task) {
        self.end_where(|running| running == task);
    }

    /// Ends everything.
    pub(super) fn end_all(&self) {
        self.end_where(|_| true);
    }

    fn end_where(&self, ends: impl Fn(Task) -> bool) {
        self.handles().retain(|(task, handle)| {
            let ends = ends(*task);
            if ends {
                handle.abort();
            }
            !ends
        });
    }

    fn handles(&self) -> MutexGuard<'_, Vec<(Task, AbortHandle)>> {
        // A page has one thread; the lock only satisfies reactive owners, which want their clean-up to be `Send`.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
