//! What each template came to: what was filled in, and why there is a link or none. The links themselves are those that
//! this says.

use super::{LinkRules, LinkedCustomer, Of, value_of};
use crate::{Entry, EntryKind, RuleMap};

/// A longer value is no name or number by which another system finds something, letters.
const LONGEST_VALUE: usize = 500;

/// What one template came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedLink {
    /// What the link is called.
    pub label: String,
    /// In which map the template stands.
    pub map: RuleMap,
    /// The template.
    pub template: String,
    /// What is filled in: by name, and its value, if anybody knows it.
    pub filled: Vec<(String, Option<String>)>,
    /// The address, or why there is none.
    pub verdict: Result<String, WhyNoLink>,
}

/// Why a template makes no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNoLink {
    /// Something that it needs nobody knows, or it fits into no address.
    Lacks,
    /// A template before it made a link of that name.
    IsThere,
}

impl WhyNoLink {
    /// A stable word for it, for keys of words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Lacks => "nobody-says",
            Self::IsThere => "is-there",
        }
    }
}

impl LinkRules {
    /// What each template for the customer comes to.
    pub fn judged_of_customer(&self, customer: &LinkedCustomer) -> Vec<JudgedLink> {
        self.judged(Of::Customer, |name| customer.value(name))
    }

    /// What each template for such an entry comes to.
    pub fn judged_of_entry(&self, entry: &Entry, customer: &LinkedCustomer) -> Vec<JudgedLink> {
        let of = match &entry.kind {
            EntryKind::Contact(_) => Of::Contact,
            EntryKind::Custom(_) => Of::Event,
            EntryKind::Unreadable(_) => return Vec::new(),
        };
        self.judged(of, |name| value_of(entry, name).or_else(|| customer.value(name)))
    }

    fn judged(&self, of: Of, value: impl Fn(&str) -> Option<String>) -> Vec<JudgedLink> {
        let value = |name: &str| {
            let value = value(name)?;
            let value = value.trim();
            (!value.is_empty() && value.chars().count() <= LONGEST_VALUE).then(|| value.to_owned())
        };
        let mut judged: Vec<JudgedLink> = Vec::new();
        for rule in self.rules.iter().filter(|rule| rule.of == of) {
            // One label leads to one place: the first template of it whose parts are all known.
            let is_there = judged.iter().any(|link| link.label == rule.label && link.verdict.is_ok());
            let verdict = match rule.template.filled(value) {
                None => Err(WhyNoLink::Lacks),
                Some(_) if is_there => Err(WhyNoLink::IsThere),
                Some(address) => Ok(address),
            };
            judged.push(JudgedLink {
                label: rule.label.clone(),
                map: rule.map,
                template: rule.template.written(),
                filled: rule.template.names().map(|name| (name.to_owned(), value(name))).collect(),
                verdict,
            });
        }
        judged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Identity, Sought};
    use serde_json::json;

    #[test]
    fn a_link_says_which_template_of_which_map_was_filled_with_what() {
        let mut rules = LinkRules::default();
        rules.add(&json!({"CRM": "https://crm.example.com/?q={ Identity }&n={name}"})).expect("a map");
        let mut file = LinkRules::of_file();
        let map = json!({"CRM": "https://old.example.com/{identity}", "Plain": "https://a.example.com/"});
        file.add(&map).expect("a map");
        let rules = rules.followed_by(file);
        let customer = LinkedCustomer {
            sought: Sought::of(Identity::new("K-7").expect("an identity")),
            person: None,
            attributes: Vec::new(),
        };
        let judged = rules.judged_of_customer(&customer);
        let known = ("identity".to_owned(), Some("K-7".to_owned()));
        assert_eq!(judged[0].template, "https://crm.example.com/?q={identity}&n={name}");
        assert_eq!(judged[0].filled, [known.clone(), ("name".to_owned(), None)]);
        assert_eq!((judged[0].map, &judged[0].verdict), (RuleMap::Property, &Err(WhyNoLink::Lacks)));
        assert_eq!((judged[1].map, judged[1].filled.clone()), (RuleMap::File, vec![known]));
        assert_eq!(judged[1].verdict.as_deref(), Ok("https://old.example.com/K-7"));
        assert_eq!(rules.of_customer(&customer).len(), 2);
    }
}
