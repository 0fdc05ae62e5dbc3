//! Which identifiers a customer is asked for by, and what the platform's identifiers are.
//!
//! The platform keeps numbers as they came and compares letter by letter, so a number is asked for in the spellings that
//! trunks and people use. It takes five values of each identifier, ten identifiers, and texts of 3 to 256 characters.

use basics::IdentityType;
use basics::identity::{is_same, phone, tidy};
use serde_json::{Map, Value, json};

use journey::{Identity, Sought};

/// Identifiers as the platform takes them: a list of values by the name of each.
pub type Identifiers = Map<String, Value>;

const MOST_VALUES: usize = 5;
const MOST_NAMES: usize = 10;
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=256;

/// The platform's own names of what it knows everybody by.
const PHONES: &str = "phoneNumbers";
const EMAILS: &str = "emailAddresses";
const ACCOUNTS: &str = "accountIds";
/// Those of its social channels.
const SOCIAL: [&str; 4] = ["facebookIds", "whatsappIds", "instagramIds", "twitterHandles"];

/// Which identifier is which kind of identity, as the place says it; what it does not say is as the platform has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names(Vec<(IdentityType, String)>);

impl Names {
    /// As the place says it.
    pub fn new(configured: &[(IdentityType, String)]) -> Self {
        Self(configured.to_vec())
    }

    /// By which identifiers the platform may know an identity of this kind; none where nothing says so.
    pub fn of(&self, kind: IdentityType) -> Vec<&str> {
        let configured: Vec<&str> =
            self.0.iter().filter(|(of, _)| *of == kind).map(|(_, name)| name.as_str()).collect();
        if !configured.is_empty() {
            return configured;
        }
        match kind {
            IdentityType::Phone => vec![PHONES],
            IdentityType::Email => vec![EMAILS],
            IdentityType::CustomerId => vec![ACCOUNTS],
            IdentityType::SocialId | IdentityType::TemporaryId => Vec::new(),
        }
    }

    /// What kind of identity an identifier is; `None`: one of the tenant's own.
    pub fn kind(&self, name: &str) -> Option<IdentityType> {
        if let Some((kind, _)) = self.0.iter().find(|(_, of)| of == name) {
            return Some(*kind);
        }
        match name {
            PHONES => Some(IdentityType::Phone),
            EMAILS => Some(IdentityType::Email),
            ACCOUNTS => Some(IdentityType::CustomerId),
            name if SOCIAL.contains(&name) => Some(IdentityType::SocialId),
            _ => None,
        }
    }

    /// What a customer is asked for by, first by what is shown of them. Empty where the platform knows none of it.
    pub fn sought(&self, sought: &Sought) -> Identifiers {
        let mut all: Vec<(&str, Vec<Vec<String>>)> = Vec::new();
        for (kind, identity) in sought.identities() {
            let kind = kind.unwrap_or_else(|| looks_like(identity));
            for name in self.of(kind) {
                let spellings = spellings(identity, kind);
                match all.iter_mut().find(|(of, _)| *of == name) {
                    Some((_, values)) => values.push(spellings),
                    None => all.push((name, vec![spellings])),
                }
            }
        }
        let all = all.into_iter().map(|(name, values)| (name.to_owned(), json!(in_turns(&values))));
        all.filter(|(_, values)| values.as_array().is_some_and(|values| !values.is_empty())).take(MOST_NAMES).collect()
    }
}

/// What a text is of which nobody says it.
fn looks_like(identity: &Identity) -> IdentityType {
    let text = identity.as_str();
    if text.contains('@') {
        IdentityType::Email
    } else if phone(text).is_ok_and(|phone| phone.is_international() || phone.is_unmistakable()) {
        IdentityType::Phone
    } else {
        IdentityType::CustomerId
    }
}

/// How the platform may have it, the likeliest first.
fn spellings(identity: &Identity, kind: IdentityType) -> Vec<String> {
    let given = tidy(identity.as_str());
    let mut all = Vec::new();
    if kind == IdentityType::Phone
        && let Ok(phone) = phone(&given)
    {
        all.push(phone.as_str().to_owned());
        if phone.is_international() {
            all.push(phone.digits().to_owned());
            all.push(["00", phone.digits()].concat());
        }
        all.push(given);
        all.extend(phone.national());
    } else {
        all.push(given);
    }
    let mut different: Vec<String> = Vec::new();
    for text in all {
        if LENGTHS.contains(&text.chars().count()) && !different.contains(&text) {
            different.push(text);
        }
    }
    different
}

/// The first spelling of each, then the second of each, as many as the platform takes.
fn in_turns(values: &[Vec<String>]) -> Vec<&str> {
    let longest = values.iter().map(Vec::len).max().unwrap_or_default();
    let mut taken: Vec<&str> = Vec::new();
    for text in (0..longest).flat_map(|turn| values.iter().filter_map(move |spellings| spellings.get(turn))) {
        if taken.len() < MOST_VALUES && !taken.contains(&text.as_str()) {
            taken.push(text);
        }
    }
    taken
}

/// Which of the identifiers a refusal names, by its violations' fields, else by its words.
pub fn refused(body: &Value, asked: &Identifiers) -> Vec<String> {
    let violations = || body.get("violations").and_then(Value::as_array).into_iter().flatten();
    let said = |key: &'static str| violations().filter_map(move |one| one.get(key)?.as_str());
    let named = |texts: Vec<&str>| -> Vec<String> {
        let is_named = |name: &&String| texts.iter().any(|text| has_word(text, name));
        asked.keys().filter(is_named).cloned().collect()
    };
    let by_field = named(said("field").collect());
    if !by_field.is_empty() {
        return by_field;
    }
    let detail = body.get("detail").and_then(Value::as_str);
    named(said("message").chain(detail).collect())
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').any(|part| part == word)
        || (word.contains('.') && text.contains(word))
}

/// All identifiers of an answer, one after the other: the name and the value.
pub fn each(identifiers: &Value) -> impl Iterator<Item = (&str, String)> {
    identifiers.as_object().into_iter().flatten().flat_map(|(name, values)| {
        let values = match values {
            Value::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        };
        values.iter().filter_map(journey::text).map(move |value| (name.as_str(), value))
    })
}

/// Whether an answer's identifier is one of those that were asked for.
pub fn is_asked(asked: &Identifiers, name: &str, value: &str, kind: Option<IdentityType>) -> bool {
    let compact = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    let asked = asked.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    asked.into_iter().any(|one| compact(one).eq_ignore_ascii_case(&compact(value)) || is_same(one, kind, value, kind))
}
