//! Up to which number all events have been told to whoever watches here. With this, a stream knows that no smaller number
//! comes any more.
//!
//! Numbers are committed in their order (`Write::take_numbers`). Alone, a process tells events in that order, too. Beside
//! other replicas it tells its own at once, and the database's notices (`LISTEN`) come in the order of the commits, with
//! its own among them: what was heard is the measure, but for the moment between a commit of this process and its being
//! told. By NATS there is no order.

/// How this process hears of events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Hearing {
    /// There are no other replicas.
    #[default]
    Alone,
    /// By the database, in the order of the numbers.
    InOrder,
    /// In any order.
    InNoOrder,
}

/// What is known of the order.
#[derive(Debug, Default)]
pub(super) struct Order {
    hearing: Hearing,
    /// Up to which number all has been told.
    all_until: i64,
    /// Up to which number the database has said everything.
    heard: i64,
    /// Whether events of this process may be committed and not told.
    is_publishing: bool,
    doubt: Doubt,
}

/// Whether this process committed events without having learned it.
#[derive(Debug, Default)]
enum Doubt {
    #[default]
    None,
    /// It may have.
    Some,
    /// It may have, before it committed this one.
    Before(i64),
}

impl Order {
    pub(super) fn new(hearing: Hearing) -> Self {
        Self { hearing, ..Self::default() }
    }

    pub(super) fn all_until(&self) -> i64 {
        self.all_until
    }

    /// An event of this process is told.
    pub(super) fn tells(&mut self, seq: i64) {
        if self.hearing == Hearing::Alone {
            self.all_until = self.all_until.max(seq);
        }
    }

    /// The database said that an event was published, and all that watches it here is told.
    pub(super) fn heard(&mut self, seq: i64) {
        self.heard = self.heard.max(seq);
        if matches!(self.doubt, Doubt::Before(proof) if self.heard >= proof) {
            self.doubt = Doubt::None;
        }
        self.settle();
    }

    /// Events of this process begin to be written.
    pub(super) fn begins_to_publish(&mut self) {
        self.is_publishing = true;
    }

    /// They are told, up to `last`; or nobody knows whether they were committed.
    pub(super) fn has_published(&mut self, last: Result<Option<i64>, ()>) {
        self.is_publishing = false;
        match (last, &self.doubt) {
            (Err(()), _) => self.doubt = Doubt::Some,
            // What was in doubt was committed before, if ever: numbers are taken in turns.
            (Ok(Some(last)), Doubt::Some) => self.doubt = Doubt::Before(last),
            _ => {}
        }
        self.settle();
    }

    /// Whether what the database says of this process's own events is news.
    pub(super) fn is_in_doubt(&self) -> bool {
        !matches!(self.doubt, Doubt::None)
    }

    fn settle(&mut self) {
        if self.hearing == Hearing::InOrder && !self.is_publishing {
            self.all_until = self.heard;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alone_all_is_told_up_to_what_was_told_last() {
        let mut order = Order::new(Hearing::Alone);
        order.begins_to_publish();
        order.tells(7);
        assert_eq!(order.all_until(), 7);
    }

    #[test]
    fn beside_others_what_was_heard_counts_when_all_of_its_own_is_told() {
        let mut order = Order::new(Hearing::InOrder);
        order.begins_to_publish();
        // Committed and heard, and not yet told.
        order.heard(7);
        assert_eq!(order.all_until(), 0);
        order.tells(7);
        order.has_published(Ok(Some(7)));
        assert_eq!(order.all_until(), 7);
        order.begins_to_publish();
        order.tells(9);
        order.has_published(Ok(Some(9)));
        assert_eq!(order.all_until(), 7, "8 may be another replica's");
        order.heard(8);
        assert_eq!(order.all_until(), 8);
    }

    #[test]
    fn what_may_have_been_committed_is_news_until_the_next_commit_is_heard() {
        let mut order = Order::new(Hearing::InOrder);
        order.has_published(Err(()));
        order.has_published(Ok(None));
        order.heard(3);
        assert!(order.is_in_doubt());
        order.has_published(Ok(Some(5)));
        order.heard(4);
        assert!(order.is_in_doubt());
        order.heard(5);
        assert!(!order.is_in_doubt());
    }

    #[test]
    fn where_there_is_no_order_nothing_is_known_of_it() {
        let mut order = Order::new(Hearing::InNoOrder);
        order.tells(7);
        order.heard(8);
        order.has_published(Ok(Some(9)));
        assert_eq!(order.all_until(), 0);
    }
}
