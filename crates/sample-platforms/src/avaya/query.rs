//! What a search may ask, rule by rule.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::engagement::Engagement;
use super::problem::Problem;

/// Identifiers that the account has, with how strong each is.
pub(super) const IDENTIFIERS: [(&str, &str, &str); 7] = [
    ("phoneNumbers", "Phone numbers", "WEAK"),
    ("emailAddresses", "E-mail addresses", "STRONG"),
    ("accountIds", "Customer numbers", "VERY_STRONG"),
    ("facebookIds", "Facebook", "STRONG"),
    ("whatsappIds", "WhatsApp", "STRONG"),
    ("instagramIds", "Instagram", "STRONG"),
    ("universalIds", "Universal ids", "VERY_STRONG"),
];

const BAD_SIZE: u32 = 20_003;
const BAD_FORM: u32 = 20_006;
const MISSING: u32 = 20_002;
const UNKNOWN: u32 = 20_010;

/// Which page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page {
    page_size: Option<String>,
    page_number: Option<String>,
}

impl Page {
    /// Its number and its size.
    pub(super) fn read(&self) -> Result<(usize, usize), Problem> {
        let number = |field: &str, text: &Option<String>, usual: usize, most: usize| match text {
            None => Ok(usual),
            Some(text) => match text.parse() {
                Ok(number) if (1..=most).contains(&number) => Ok(number),
                _ => Err(Problem::violation(field, &format!("must be between 1 and {most}"), BAD_SIZE)),
            },
        };
        Ok((number("pageNumber", &self.page_number, 1, usize::MAX)?, number("pageSize", &self.page_size, 50, 50)?))
    }
}

/// A search.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) identifiers: Map<String, Value>,
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
    conversation: Option<String>,
    agent: Option<String>,
    channels: Vec<String>,
}

impl Query {
    pub(super) fn read(body: &Value) -> Result<Self, Problem> {
        let fields = body.as_object().ok_or_else(|| Problem::violation("journeyQuery", "must not be null", MISSING))?;
        let given = |field: &str| fields.get(field).filter(|value| !value.is_null());
        let identifiers = identifiers(given("identifiers"))?;
        let text = |field: &str, sizes: (usize, usize)| match given(field) {
            None => Ok(None),
            Some(value) => sized(field, value, sizes).map(|text| Some(text.to_owned())),
        };
        let time = |field: &str| match given(field) {
            None => Ok(None),
            Some(value) => match value.as_str().and_then(basics::parse_time) {
                Some(time) => Ok(Some(time)),
                None => Err(Problem::violation(field, "must be an ISO 8601 date", BAD_FORM)),
            },
        };
        let (start, end) = (time("startDate")?, time("endDate")?);
        if start.zip(end).is_some_and(|(start, end)| start > end) {
            return Err(Problem::violation("startDate", "must be before endDate", BAD_FORM));
        }
        Ok(Self {
            identifiers,
            start,
            end,
            conversation: text("conversation", (3, 256))?,
            agent: text("agentId", (3, 36))?,
            channels: channels(given("channelIds"))?,
        })
    }

    /// Whether an engagement is asked for.
    pub(super) fn wants(&self, engagement: &Engagement) -> bool {
        let list = |key: &str| engagement.record.get(key).and_then(Value::as_array).into_iter().flatten();
        let is = |value: Option<&Value>, text: &str| {
            value.and_then(Value::as_str).is_some_and(|value| value.eq_ignore_ascii_case(text))
        };
        let start = engagement.start();
        self.start.is_none_or(|from| start.is_some_and(|start| start >= from))
            && self.end.is_none_or(|to| start.is_some_and(|start| start <= to))
            && self.conversation.as_ref().is_none_or(|text| list("conversations").any(|one| is(Some(one), text)))
            && self.agent.as_ref().is_none_or(|id| list("participants").any(|one| is(one.get("id"), id)))
            && (self.channels.is_empty()
                || self.channels.iter().any(|id| list("channels").any(|one| is(one.get("id"), id))))
    }
}

/// Identifiers that a body must have: 1 to 10 of them, with 1 to 5 values each.
pub(super) fn identifiers(value: Option<&Value>) -> Result<Map<String, Value>, Problem> {
    let all = value.and_then(Value::as_object).filter(|all| !all.is_empty());
    let all = all.ok_or_else(|| Problem::violation("identifiers", "'Identifiers' must not be empty", MISSING))?;
    if all.len() > 10 {
        return Err(Problem::violation("identifiers", "size must be between 1 and 10", BAD_SIZE));
    }
    for (name, values) in all {
        let field = ["identifiers.", name].concat();
        if !IDENTIFIERS.iter().any(|(known, ..)| known == name) {
            return Err(Problem::violation(field, "is not a configured identifier", UNKNOWN));
        }
        let list = values.as_array().filter(|list| (1..=5).contains(&list.len()));
        let list = list.ok_or_else(|| Problem::violation(&field, "size must be between 1 and 5", BAD_SIZE))?;
        for value in list {
            sized(&field, value, (3, 256))?;
        }
    }
    Ok(all.clone())
}

fn channels(value: Option<&Value>) -> Result<Vec<String>, Problem> {
    let Some(value) = value else { return Ok(Vec::new()) };
    let list = value.as_array().filter(|list| (1..=10).contains(&list.len()));
    let list = list.ok_or_else(|| Problem::violation("channelIds", "size must be between 1 and 10", BAD_SIZE))?;
    let mut channels = Vec::new();
    for value in list {
        channels.push(sized("channelIds", value, (3, 20))?.to_owned());
    }
    if channels.iter().collect::<HashSet<_>>().len() < channels.len() {
        return Err(Problem::violation("channelIds", "must be unique", BAD_FORM));
    }
    Ok(channels)
}

/// A text of that many letters.
pub(super) fn sized<'a>(field: &str, value: &'a Value, (least, most): (usize, usize)) -> Result<&'a str, Problem> {
    let text = value.as_str().filter(|text| (least..=most).contains(&text.chars().count()));
    text.ok_or_else(|| Problem::violation(field, &format!("size must be between {least} and {most}"), BAD_SIZE))
}
