//! What was said in a contact, as a conversation if its speakers can be told, else as it came.

use chrono::{DateTime, Utc};
use cjds::read_time;
use serde_json::{Map, Value};

use super::Sentiment;
use super::values::{first_text, first_text_in_any_case, label, shortened};

/// The words of a contact.
#[derive(Clone, Debug, PartialEq)]
pub enum Transcript {
    /// Turn by turn.
    Turns(Vec<Turn>),
    /// Without speakers.
    Text(String),
}

/// What one speaker said before another spoke.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Who.
    pub speaker: Speaker,
    /// What.
    pub text: String,
    /// In which mood, by the contact center's analysis.
    pub sentiment: Option<Sentiment>,
    /// When, if the transcript says.
    pub time: Option<DateTime<Utc>>,
}

/// Who spoke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// The customer.
    Customer,
    /// The agent.
    Agent,
    /// A machine.
    Bot,
    /// Somebody by name, or by a word that this widget does not know.
    Named(String),
    /// The transcript does not say.
    Unknown,
}

impl Speaker {
    /// Reads the sender's word for a speaker.
    pub fn from_word(word: &str) -> Self {
        match word.trim().to_ascii_lowercase().as_str() {
            "" => Self::Unknown,
            "customer" | "caller" | "user" | "client" | "consumer" | "visitor" | "end_user" | "external" => {
                Self::Customer
            }
            "agent" | "owner" | "representative" | "advisor" | "internal" => Self::Agent,
            "bot" | "virtual agent" | "ivr" | "system" | "assistant" => Self::Bot,
            _ => Self::Named(label(word.trim())),
        }
    }
}

impl Transcript {
    /// Reads `data.transcript`: text, lines of `Agent: …`, a list of turns, or JSON of one.
    pub fn read(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Self::from_text(text),
            Value::Array(values) => Self::from_list(values),
            Value::Object(fields) => ["turns", "messages", "conversation", "transcript", "utterances"]
                .iter()
                .find_map(|key| fields.get(*key))
                .and_then(Self::read)
                .or_else(|| Self::from_list(std::slice::from_ref(value))),
            _ => None,
        }
    }

    /// Reads the utterances of `empath:data`.
    pub fn from_analysis(data: &Map<String, Value>) -> Option<Self> {
        match data.get("sentiment")? {
            Value::Array(values) => Self::from_list(values),
            _ => None,
        }
    }

    fn from_list(values: &[Value]) -> Option<Self> {
        let turns: Vec<_> = values.iter().filter_map(turn).collect();
        (!turns.is_empty()).then_some(Self::Turns(turns))
    }

    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if text.starts_with(['[', '{'])
            && let Ok(value @ (Value::Array(_) | Value::Object(_))) = cjds::json::parse(text)
            && let Some(transcript) = Self::read(&value)
        {
            return Some(transcript);
        }
        Some(spoken_lines(text).map_or_else(|| Self::Text(text.to_owned()), Self::Turns))
    }

    /// How many turns are known.
    pub(crate) fn turns(&self) -> usize {
        match self {
            Self::Turns(turns) => turns.len(),
            Self::Text(_) => 0,
        }
    }
}

/// Where platforms say who speaks. What they are goes before what they are called: a recording knows its speakers only as
/// the first and the second.
const SPEAKERS: &[&str] = &[
    "participantRole",
    "speakerRole",
    "role",
    "participantPurpose",
    "participantType",
    "speaker",
    "participant",
    "from",
    "author",
    "sender",
    "name",
];

fn turn(value: &Value) -> Option<Turn> {
    let fields = match value {
        Value::Object(fields) => fields,
        Value::String(text) if !text.trim().is_empty() => {
            let (speaker, text) = spoken(text.trim()).unwrap_or((Speaker::Unknown, text.trim()));
            return Some(Turn { speaker, text: text.to_owned(), sentiment: None, time: None });
        }
        _ => return None,
    };
    let text = first_text(fields, &["utterance", "text", "message", "content", "transcript", "body", "line"])?;
    let speaker = first_text_in_any_case(fields, SPEAKERS);
    Some(Turn {
        speaker: speaker.map_or(Speaker::Unknown, |word| Speaker::from_word(&word)),
        text,
        sentiment: first_text(fields, &["sentiment"]).and_then(|word| Sentiment::from_word(&word)),
        time: ["time", "timestamp", "at", "createdTime"].iter().find_map(|key| fields.get(*key).and_then(read_time)),
    })
}

/// Lines of `Agent: …`; a line without a speaker goes on with the turn before it. `None` unless two lines have a
/// speaker and the first one has: a sentence with a colon is not a conversation.
fn spoken_lines(text: &str) -> Option<Vec<Turn>> {
    let mut turns: Vec<Turn> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (spoken(line), turns.last_mut()) {
            (Some((speaker, text)), _) => {
                turns.push(Turn { speaker, text: text.to_owned(), sentiment: None, time: None });
            }
            (None, Some(turn)) => {
                turn.text.push('\n');
                turn.text.push_str(line);
            }
            (None, None) => return None,
        }
    }
    (turns.len() > 1).then_some(turns)
}

fn spoken(line: &str) -> Option<(Speaker, &str)> {
    let (speaker, text) = line.split_once(':')?;
    let is_name = !speaker.is_empty()
        && speaker == shortened(speaker, 32)
        && speaker.split_whitespace().count() <= 3
        && speaker
            .chars()
            .all(|letter| crate::letters::is_word(letter) || matches!(letter, ' ' | '.' | '-' | '\'' | '_'))
        && speaker.chars().any(|letter| crate::letters::is_word(letter) && !letter.is_ascii_digit())
        && !text.starts_with("//");
    is_name.then(|| (Speaker::from_word(speaker), text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn turns(value: Value) -> Vec<(Speaker, String)> {
        match Transcript::read(&value) {
            Some(Transcript::Turns(turns)) => turns.into_iter().map(|turn| (turn.speaker, turn.text)).collect(),
            other => panic!("no turns: {other:?}"),
        }
    }

    #[test]
    fn a_conversation_is_read_from_lines_lists_and_json_text() {
        let expected =
            vec![(Speaker::Agent, "Hello".to_owned()), (Speaker::Customer, "My bill: it is wrong".to_owned())];
        assert_eq!(turns(json!("Agent: Hello\nCustomer: My bill: it is wrong")), expected);
        let list =
            json!([{"speaker": "AGENT", "text": "Hello"}, {"role": "customer", "utterance": "My bill: it is wrong"}]);
        assert_eq!(turns(list.clone()), expected);
        assert_eq!(turns(json!(list.to_string())), expected);
        assert_eq!(turns(json!({"messages": list})), expected);
    }

    #[test]
    fn who_speaks_is_found_where_each_platform_says_it() {
        for customer in [
            json!({"participantRole": "CUSTOMER", "speaker": "spk_1"}),
            json!({"ParticipantRole": "CUSTOMER"}),
            json!({"participantPurpose": "external", "name": "José"}),
            json!({"role": "CALLER"}),
            json!({"Speaker": "Customer"}),
        ] {
            let mut said = customer.clone();
            said["text"] = json!("Hello");
            assert_eq!(turns(json!([said])), [(Speaker::Customer, "Hello".to_owned())], "{customer}");
        }
    }

    #[test]
    fn a_line_without_a_speaker_goes_on() {
        assert_eq!(turns(json!("Ann: One\ntwo\nBot: Three"))[0], (Speaker::Named("Ann".into()), "One\ntwo".into()));
    }

    #[test]
    fn text_without_speakers_stays_text() {
        for text in
            ["She asked about her bill.", "Note: paid", "See https://a.example\nand more", "[", "{oops", "[1, 2]"]
        {
            assert_eq!(Transcript::read(&json!(text)), Some(Transcript::Text(text.into())));
        }
        assert_eq!(Transcript::read(&json!("  ")), None);
        assert_eq!(Transcript::read(&json!(null)), None);
    }

    #[test]
    fn the_analysis_says_how_each_line_was_meant() {
        let data = json!({"sentiment": [
            {"sentiment": "NEGATIVE", "probability": 0.9, "speaker": "customer", "cummulativeScore": -1, "utterance": "Again?"},
            {"sentiment": "neutral", "speaker": "agent", "utterance": "Let me see."}, 7, {"speaker": "agent"},
        ]});
        let Some(Transcript::Turns(turns)) = Transcript::from_analysis(data.as_object().expect("object")) else {
            panic!()
        };
        assert_eq!(turns.len(), 2);
        assert_eq!(turns[0].sentiment, Some(Sentiment::Negative));
    }
}
