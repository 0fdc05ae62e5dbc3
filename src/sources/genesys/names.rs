//! Names of queues, users and wrap-up codes: records hold their ids. They are asked for once, many at a time, and kept for
//! as long as the page lives. A name that could not be had stays its id for as long: what is read again must say the same.

use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::Value;

use super::ask::{Ask, Named, Question, missing_permission};
use super::door::{entities, text_of};

/// Names by ids.
#[derive(Debug, Default)]
pub(in crate::sources) struct Names {
    known: RefCell<HashMap<(Named, String), Option<String>>>,
    refused: RefCell<Vec<String>>,
}

impl Names {
    /// The name, if it is known.
    pub(super) fn of(&self, named: Named, id: &str) -> Option<String> {
        self.known.borrow().get(&(named, id.to_owned())).cloned().flatten()
    }

    /// The permissions without which some names could not be had.
    pub(super) fn refused(&self) -> Vec<String> {
        self.refused.borrow().clone()
    }

    /// Asks for those that nobody has asked for yet.
    pub(super) async fn ask_for(&self, of: &[(Named, String)], platform: &impl Ask) {
        for named in Named::ALL {
            let mut ids: Vec<String> = of.iter().filter(|(of, _)| *of == named).map(|(_, id)| id.clone()).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.retain(|id| !self.known.borrow().contains_key(&(named, id.clone())));
            for batch in ids.chunks(Named::BATCH) {
                self.ask_for_batch(named, batch, platform).await;
            }
        }
    }

    async fn ask_for_batch(&self, named: Named, ids: &[String], platform: &impl Ask) {
        let question = Question::Names(named, ids.to_vec());
        let mut found: HashMap<String, String> = HashMap::new();
        match platform.ask(&question).await {
            Ok(answer) => found.extend(read(&answer)),
            Err(error) => {
                let permission = missing_permission(&question, &error);
                let is_news = |permission: &String| !self.refused.borrow().contains(permission);
                let news = permission.filter(is_news);
                self.refused.borrow_mut().extend(news);
            }
        }
        let mut known = self.known.borrow_mut();
        for id in ids {
            // Another page may have asked for it meanwhile.
            known.entry((named, id.clone())).or_insert_with(|| found.remove(id));
        }
    }
}

fn read(answer: &Value) -> impl Iterator<Item = (String, String)> + '_ {
    let entities = entities(answer, "entities").unwrap_or_default();
    entities.iter().filter_map(|entity| Some((text_of(entity, "id")?, text_of(entity, "name")?)))
}
