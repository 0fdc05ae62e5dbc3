//! The names of one contact: senders call it by its task, by its interaction, or by both. An event that has both says
//! that the two are one contact, whichever of them the others use and whenever it comes.

use std::collections::{HashMap, HashSet};

use super::TaskId;
use super::sorted::sorted_by_key;

/// Which names mean one contact.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TaskNames {
    /// Of each name that has another one beside it, the one by which the contact goes.
    main: HashMap<TaskId, TaskId>,
    /// By that, all of them, in order.
    all: HashMap<TaskId, Vec<TaskId>>,
    /// Those that were said to be an interaction's: one interaction may have several tasks.
    interactions: HashSet<TaskId>,
}

impl TaskNames {
    /// The name by which this contact goes.
    pub(super) fn main<'a>(&'a self, name: &'a TaskId) -> &'a TaskId {
        self.main.get(name).unwrap_or(name)
    }

    /// Learns that both names mean one contact. What went by one of the returned names before goes by
    /// [`TaskNames::main`] now.
    pub(super) fn join(&mut self, interaction: &TaskId, task: &TaskId) -> Vec<TaskId> {
        let is_known = self.interactions.contains(interaction);
        let [one, other] = [interaction, task].map(|name| self.main(name).clone());
        if one == other && is_known {
            return Vec::new();
        }
        self.interactions.insert(interaction.clone());
        let mut names = vec![interaction.clone(), task.clone()];
        let mut before = vec![one, other];
        before.iter().for_each(|main| names.extend(self.all.remove(main).unwrap_or_default()));
        names = sorted_by_key(names, TaskId::clone);
        names.dedup();
        // The same in whichever order they were learnt.
        let main = names.iter().find(|name| self.interactions.contains(name)).unwrap_or(interaction).clone();
        for name in &names {
            self.main.insert(name.clone(), main.clone());
        }
        before.retain(|name| *name != main);
        self.all.insert(main, names);
        before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> TaskId {
        TaskId::new(text).expect("an id")
    }

    #[test]
    fn names_that_belong_together_mean_one_contact_in_whichever_order_that_is_learnt() {
        let pairs = [("i", "t1"), ("i", "t2"), ("j", "t3"), ("k", "t3"), ("i", "i")];
        for start in 0..pairs.len() {
            let mut names = TaskNames::default();
            for place in 0..pairs.len() {
                let (interaction, task) = pairs[(start + place) % pairs.len()];
                names.join(&id(interaction), &id(task));
            }
            let main = |name: &str| names.main(&id(name)).to_string();
            assert_eq!(["i", "t1", "t2"].map(main), ["i", "i", "i"]);
            assert_eq!(["j", "k", "t3"].map(main), ["j", "j", "j"]);
            assert_eq!(main("x"), "x");
        }
    }

    #[test]
    fn what_went_by_another_name_is_told_once() {
        let mut names = TaskNames::default();
        assert_eq!(names.join(&id("i"), &id("t")), [id("t")]);
        assert_eq!(names.join(&id("i"), &id("t")), []);
        assert_eq!(names.join(&id("a"), &id("t")), [id("i")], "the first of the interactions");
    }
}
