//! Names of queues, users and wrap-up codes: records hold their ids. They are asked for once, many at a time, and kept for
//! as long as the page lives.
//!
//! A name that could not be had stays its id for as long as its customer is shown: what is read again must say the same.
//! For the next customer it is asked for again, where it was refused not sooner than after a while.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use chrono::{DateTime, Duration, Utc};
use genesys::{Named, entities, text_of};
use serde_json::Value;

use super::ask::{Ask, Question, missing_permission};

/// Who was refused does not ask again sooner.
const REFUSED_FOR_MINUTES: i64 = 5;

type Id = (Named, String);

/// What a page has found out. Copies are the same.
#[derive(Clone, Debug, Default)]
pub(in crate::sources) struct KnownNames(Rc<RefCell<Known>>);

#[derive(Debug, Default)]
struct Known {
    /// `None`: the platform has none.
    names: HashMap<Id, Option<String>>,
    /// The permissions that were missing, and when.
    refused: HashMap<Named, (String, DateTime<Utc>)>,
}

/// Names by ids, as one customer's records say them.
#[derive(Debug, Default)]
pub(in crate::sources) struct Names {
    known: KnownNames,
    /// What stays its id.
    nameless: RefCell<HashSet<Id>>,
    refused: RefCell<Vec<String>>,
}

impl Names {
    /// Of another customer.
    pub(super) fn among(known: &KnownNames) -> Self {
        Self { known: known.clone(), ..Self::default() }
    }

    /// The permissions without which some names could not be had.
    pub(super) fn refused(&self) -> Vec<String> {
        self.refused.borrow().clone()
    }

    /// Asks for those that nobody has asked for yet.
    pub(super) async fn ask_for(&self, of: &[Id], platform: &impl Ask, now: DateTime<Utc>) {
        for named in Named::ALL {
            let mut ids: Vec<String> = of.iter().filter(|(of, _)| *of == named).map(|(_, id)| id.clone()).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.retain(|id| self.is_unknown(&(named, id.clone())));
            for batch in ids.chunks(Named::BATCH) {
                match self.known.refusal(named, now) {
                    Some(permission) => self.do_without(named, batch, Some(permission)),
                    None => self.ask_for_batch(named, batch, platform, now).await,
                }
            }
        }
    }

    fn is_unknown(&self, id: &Id) -> bool {
        !self.nameless.borrow().contains(id) && !self.known.0.borrow().names.contains_key(id)
    }

    async fn ask_for_batch(&self, named: Named, ids: &[String], platform: &impl Ask, now: DateTime<Utc>) {
        let question = Question::Names(named, ids.to_vec());
        match platform.ask(&question).await {
            Ok(answer) => {
                let mut found: HashMap<String, String> = read(&answer).collect();
                let known = &mut self.known.0.borrow_mut().names;
                for id in ids {
                    // Another page may have asked for it meanwhile.
                    known.entry((named, id.clone())).or_insert_with(|| found.remove(id));
                }
            }
            Err(error) => {
                let permission = missing_permission(&question, &error);
                if let Some(permission) = &permission {
                    self.known.0.borrow_mut().refused.insert(named, (permission.clone(), now));
                }
                self.do_without(named, ids, permission);
            }
        }
    }

    fn do_without(&self, named: Named, ids: &[String], permission: Option<String>) {
        self.nameless.borrow_mut().extend(ids.iter().map(|id| (named, id.clone())));
        let mut refused = self.refused.borrow_mut();
        if let Some(permission) = permission.filter(|permission| !refused.contains(permission)) {
            refused.push(permission);
        }
    }
}

impl KnownNames {
    /// The permission for want of which these were refused a short while ago.
    fn refusal(&self, named: Named, now: DateTime<Utc>) -> Option<String> {
        let known = self.0.borrow();
        let (permission, at) = known.refused.get(&named)?;
        (now - *at < Duration::minutes(REFUSED_FOR_MINUTES)).then(|| permission.clone())
    }
}

impl genesys::Names for Names {
    fn name_of(&self, of: Named, id: &str) -> Option<String> {
        let id = (of, id.to_owned());
        if self.nameless.borrow().contains(&id) {
            return None;
        }
        self.known.0.borrow().names.get(&id).cloned().flatten()
    }
}

fn read(answer: &Value) -> impl Iterator<Item = (String, String)> + '_ {
    let entities = entities(answer, "entities").unwrap_or_default();
    entities.iter().filter_map(|entity| Some((text_of(entity, "id")?, text_of(entity, "name")?)))
}
