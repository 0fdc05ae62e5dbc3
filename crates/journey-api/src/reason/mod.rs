//! Why something is refused: where it stands, an English sentence, and, where the service knows the reason as such, a code
//! with its values, by which programs say it in their own language. `fault` lists what it knows; errors, reports of imports
//! and failures of connectors are made of these.

mod fault;
mod problem;

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

pub(crate) use fault::Fault;

/// Why something is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The field of a body or the column of a table; empty: it is of the whole.
    place: String,
    why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Why {
    Known(Fault),
    /// Only its sentence is known.
    Said(String),
}

impl Reason {
    /// A reason of what stands at that place.
    pub(crate) fn at(place: impl Into<String>, reason: impl Into<Self>) -> Self {
        let Self { place: inner, why } = reason.into();
        let outer = place.into();
        Self { place: if inner.is_empty() { outer } else { format!("{outer}.{inner}") }, why }
    }

    /// The same where whoever is told has other names for fields: ours, theirs.
    pub(crate) fn with_names(mut self, names: &[(&'static str, &'static str)]) -> Self {
        if let Some((_, theirs)) = names.iter().find(|(ours, _)| self.place == *ours) {
            (*theirs).clone_into(&mut self.place);
        }
        self
    }

    /// In the form that programs read.
    pub(crate) fn detail(&self) -> Detail {
        let (code, params, message) = match &self.why {
            Why::Known(fault) => (Some(fault.code().to_owned()), fault.params(), fault.to_string()),
            Why::Said(sentence) => (None, Map::new(), sentence.clone()),
        };
        Detail { place: self.place.clone(), code, params, message }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            Why::Known(fault) => write_at(f, &self.place, fault),
            Why::Said(sentence) => write_at(f, &self.place, &sentence),
        }
    }
}

fn write_at(f: &mut fmt::Formatter<'_>, place: &str, said: &dyn fmt::Display) -> fmt::Result {
    if place.is_empty() { write!(f, "{said}") } else { write!(f, "{place}: {said}") }
}

/// As people read it.
impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<Fault> for Reason {
    fn from(fault: Fault) -> Self {
        Self { place: String::new(), why: Why::Known(fault) }
    }
}

impl From<String> for Reason {
    fn from(sentence: String) -> Self {
        Self { place: String::new(), why: Why::Said(sentence) }
    }
}

impl From<&str> for Reason {
    fn from(sentence: &str) -> Self {
        Self::from(sentence.to_owned())
    }
}

/// A reason in a form for programs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReasonDetail)]
pub(crate) struct Detail {
    /// The field of the body, or the column of the table; it is left out where the reason is of the whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    place: String,
    /// Which reason it is, such as `phone.no-digits`. It stays the same; where it is left out, only the sentence is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// The values of the sentence, by name.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[schema(value_type = Object)]
    params: Map<String, Value>,
    /// The sentence in English, without the place.
    message: String,
}

impl Detail {
    /// As the database has it.
    pub(crate) fn written(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Reads what was written; of older versions that is the sentence alone.
    pub(crate) fn read(written: &str) -> Self {
        let sentence = |_| Self { message: written.to_owned(), ..Self::default() };
        serde_json::from_str(written).unwrap_or_else(sentence)
    }
}

/// As people read it, in English.
impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_at(f, &self.place, &self.message)
    }
}

/// All of them, one sentence after the other.
pub(crate) fn joined(reasons: &[Reason]) -> String {
    reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// The forms for programs.
pub(crate) fn details(reasons: &[Reason]) -> Vec<Detail> {
    reasons.iter().map(Reason::detail).collect()
}

#[cfg(test)]
mod tests;
