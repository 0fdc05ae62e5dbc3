//! What is found out of an account, and is the same for all who ask it: known for as long as the page lives, to each widget
//! and for each customer.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::{Map, Value};

thread_local! {
    static KNOWN: RefCell<Vec<(String, Rc<Account>)>> = const { RefCell::new(Vec::new()) };
}

/// An account's identifiers.
#[derive(Default)]
pub(super) struct Account {
    /// Those that it does not take.
    pub(super) refused: RefCell<Vec<String>>,
    /// How strong each is; `None` until it was asked. Who may not know it is not told, however often it is asked.
    pub(super) strengths: RefCell<Option<Rc<Map<String, Value>>>>,
}

impl Account {
    /// The account of this address.
    pub(super) fn at(address: &str) -> Rc<Self> {
        KNOWN.with_borrow_mut(|known| {
            if let Some((_, account)) = known.iter().find(|(of, _)| of == address) {
                return Rc::clone(account);
            }
            let account = Rc::<Self>::default();
            known.push((address.to_owned(), Rc::clone(&account)));
            account
        })
    }
}
