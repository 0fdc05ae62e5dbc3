//! An import of a table that goes portion by portion, and how far it is. Each portion is stored whole or not at all, so that it
//! can be stopped between two of them, and go on where it was. What is sent and shown is for `view::people::import`.

use crate::problem::{Problem, Refusal};
use crate::wire::{Import, Portions};

/// Some rows of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Portion {
    /// The lines of the table in which its rows stand, counted from 1.
    pub(crate) first: i64,
    pub(crate) last: i64,
    /// The rows with the head before them; `None`: they are all of the table, as it came.
    pub(crate) text: Option<String>,
}

/// How an import is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum State {
    Ready,
    Running,
    /// It stops when the portion that is under way is done.
    Stopping,
    Stopped,
    Failed(Problem),
    Done,
}

/// An import.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Importing {
    pub(crate) state: State,
    /// What the portions came to that are done.
    pub(crate) sum: Import,
    portions: Vec<Portion>,
    next: usize,
}

impl Portion {
    /// The whole table.
    pub(crate) fn whole() -> Self {
        Self { first: 1, last: 1, text: None }
    }

    /// Divides a table as the service told; `None`: it has not as many lines.
    pub(crate) fn divide(text: &str, told: &Portions) -> Option<Vec<Self>> {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let place = |line: i64| usize::try_from(line - 1).ok().filter(|place| *place < lines.len());
        let head = lines.get(..usize::try_from(told.head_lines).ok()?)?.concat();
        let begin: Vec<usize> = told.begin.iter().map(|line| place(*line)).collect::<Option<_>>()?;
        let ends = begin.iter().skip(1).copied().chain([lines.len()]);
        let portion = |(begin, end): (&usize, usize)| {
            let rows = lines.get(*begin..end)?.concat();
            let (first, last) = (i64::try_from(begin + 1).ok()?, i64::try_from(end).ok()?);
            // The mark says that it is UTF-8, whatever few letters may look like.
            Some(Self { first, last, text: Some(format!("\u{feff}{head}{rows}")) })
        };
        begin.iter().zip(ends).map(portion).collect()
    }
}

impl Importing {
    /// Nothing is sent yet.
    pub(crate) fn new(portions: Vec<Portion>) -> Self {
        Self { state: State::Ready, sum: Import::default(), portions, next: 0 }
    }

    /// What is to be sent now; `None`: nothing is, and the state says why.
    pub(crate) fn begin(&mut self) -> Option<Portion> {
        let next = self.portions.get(self.next).cloned();
        self.state = if next.is_some() { State::Running } else { State::Done };
        next
    }

    /// Takes what a portion came to; what is to be sent next, if anything.
    pub(crate) fn took(&mut self, import: Import) -> Option<Portion> {
        self.sum.imported += import.imported;
        self.sum.unchanged += import.unchanged;
        self.sum.bad.extend(import.bad);
        self.next += 1;
        if self.state == State::Stopping && self.next < self.portions.len() {
            self.state = State::Stopped;
            return None;
        }
        self.begin()
    }

    /// Has it stop after the portion that is under way.
    pub(crate) fn stop(&mut self) {
        if self.state == State::Running {
            self.state = State::Stopping;
        }
    }

    /// A portion did not come through.
    pub(crate) fn failed(&mut self, problem: Problem) {
        self.state = State::Failed(problem);
    }

    /// So many rows are done.
    pub(crate) fn rows(&self) -> i64 {
        self.sum.imported + self.sum.unchanged + i64::try_from(self.sum.bad.len()).unwrap_or(i64::MAX)
    }

    /// Whether something is being sent.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self.state, State::Running | State::Stopping)
    }

    /// Whether it can be stopped: behind what is being sent there is more.
    pub(crate) fn can_stop(&self) -> bool {
        self.state == State::Running && self.next + 1 < self.portions.len()
    }

    /// Whether it goes in more than one portion.
    pub(crate) fn is_divided(&self) -> bool {
        self.portions.len() > 1
    }

    /// Up to which line it is done, if anything is.
    pub(crate) fn up_to(&self) -> Option<i64> {
        Some(self.portions.get(self.next.checked_sub(1)?)?.last)
    }

    /// The lines of which it is not known whether they are imported: they were sent, and no answer came.
    pub(crate) fn unknown(&self) -> Option<(i64, i64)> {
        let State::Failed(problem) = &self.state else { return None };
        let is_certain = matches!(problem, Problem::Refused(Refusal { status: 400..=499, .. }));
        self.portions.get(self.next).filter(|_| !is_certain).map(|portion| (portion.first, portion.last))
    }

    /// Whether there are rows that were never sent, or were refused.
    pub(crate) fn has_rest(&self) -> bool {
        let known = usize::from(self.unknown().is_some());
        self.next + known < self.portions.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "Id,Name\r\n,Ann\r\n,\"Two\nlines\"\r\n,Cid\r\n,Dan";

    fn importing() -> Importing {
        let told = Portions { encoding: "UTF-8".to_owned(), head_lines: 1, begin: vec![2, 5] };
        Importing::new(Portion::divide(TABLE, &told).expect("divided"))
    }

    fn came(imported: i64, unchanged: i64) -> Import {
        Import { imported, unchanged, ..Import::default() }
    }

    #[test]
    fn a_table_is_divided_where_the_service_says_with_its_head_before_each_portion() {
        let mut importing = importing();
        let first = importing.begin().expect("a portion");
        let text = "\u{feff}Id,Name\r\n,Ann\r\n,\"Two\nlines\"\r\n";
        assert_eq!(first, Portion { first: 2, last: 4, text: Some(text.to_owned()) });
        let second = importing.took(came(2, 0)).expect("a portion");
        assert_eq!(second, Portion { first: 5, last: 6, text: Some("\u{feff}Id,Name\r\n,Cid\r\n,Dan".to_owned()) });
        assert_eq!(importing.took(came(1, 1)), None);
        assert_eq!((importing.state, importing.sum), (State::Done, came(3, 1)));
        let other = Portions { encoding: String::new(), head_lines: 1, begin: vec![2, 50] };
        assert_eq!(Portion::divide(TABLE, &other), None);
    }

    #[test]
    fn an_import_that_is_stopped_ends_after_the_portion_that_was_sent_and_goes_on_behind_it() {
        let mut importing = importing();
        importing.begin();
        assert!(importing.can_stop() && importing.up_to().is_none());
        importing.stop();
        assert!(importing.is_running() && !importing.can_stop());
        assert_eq!(importing.took(came(2, 0)), None);
        assert_eq!((&importing.state, importing.up_to(), importing.unknown()), (&State::Stopped, Some(4), None));
        assert_eq!((importing.rows(), importing.has_rest()), (2, true));
        assert_eq!(importing.begin().map(|portion| portion.first), Some(5));
        importing.stop();
        assert_eq!(importing.took(came(2, 0)), None);
        assert_eq!(importing.state, State::Done, "there was nothing left to stop");
    }

    #[test]
    fn an_import_that_fails_says_which_lines_are_done_which_are_not_and_of_which_it_is_not_known() {
        let mut importing = importing();
        importing.begin();
        importing.failed(Problem::of(429, "{}"));
        assert_eq!((importing.up_to(), importing.unknown(), importing.has_rest()), (None, None, true));
        importing.begin();
        importing.took(came(2, 0));
        importing.failed(Problem::Unreachable);
        assert_eq!((importing.up_to(), importing.unknown(), importing.has_rest()), (Some(4), Some((5, 6)), false));
        assert_eq!(importing.begin().map(|portion| portion.first), Some(5), "they are sent again");
        assert_eq!(importing.took(came(0, 2)), None);
        assert_eq!((importing.state, importing.sum), (State::Done, came(2, 2)));
    }
}
