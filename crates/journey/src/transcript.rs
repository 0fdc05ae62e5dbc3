//! What was said, as a conversation if its speakers can be told, else as it came. How each turn is read stands in
//! `turn.rs`.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::Sentiment;
use super::sorted::sorted_by_key;
use super::turn::{from_lines, has_words, is_in_time, turn};
use super::values::{get, label};

/// The words of a contact, or of an event that stands for itself.
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

/// A transcript in the data of an event, and where it stands there, so that what stands beside it is not lost.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Heard {
    /// What was said.
    pub(crate) transcript: Transcript,
    /// The keys that lead to it, the outermost first.
    pub(crate) path: Vec<String>,
    /// Nothing with words in it was left out.
    pub(crate) is_whole: bool,
}

/// Where senders put what was said. Under the first ones whatever stands there is a transcript; the others are words
/// for other things, too, and only a conversation with speakers is one.
const KEYS: [(&str, bool); 9] = [
    ("transcript", true),
    ("chatTranscript", true),
    ("callTranscript", true),
    ("transcription", true),
    ("messages", false),
    ("conversation", false),
    ("utterances", false),
    ("turns", false),
    ("responseContents", false),
];

/// Where a transcript that is an object has its turns.
const LISTS: [&str; 7] =
    ["turns", "messages", "conversation", "transcript", "utterances", "responseContents", "results"];

/// Where it has its words, if it is one text.
const TEXTS: [&str; 4] = ["text", "content", "body", "value"];

/// A transcript lies no deeper in an object than this.
const DEPTH: usize = 5;

impl Speaker {
    /// Reads the sender's word for a speaker.
    pub fn from_word(word: &str) -> Self {
        let plain: String = word.chars().filter(|letter| !matches!(letter, ' ' | '_' | '-')).collect();
        match plain.to_lowercase().as_str() {
            "" => Self::Unknown,
            "customer" | "caller" | "user" | "client" | "consumer" | "visitor" | "enduser" | "endcustomer"
            | "external" | "guest" | "inbound" | "kunde" | "kundin" | "cliente" | "klant" | "klient" => Self::Customer,
            "agent" | "owner" | "representative" | "rep" | "advisor" | "internal" | "humanagent" | "liveagent"
            | "operator" | "callee" | "outbound" | "agente" | "mitarbeiter" | "conseiller" => Self::Agent,
            "bot" | "virtualagent" | "ivr" | "system" | "assistant" | "chatbot" | "voicebot" | "aiagent" => Self::Bot,
            _ => Self::Named(label(word.trim())),
        }
    }

    fn is_known(&self) -> bool {
        matches!(self, Self::Customer | Self::Agent | Self::Bot)
    }

    /// The word for it in a file, which speaks the sender's language like the other keys there.
    fn word(&self) -> &str {
        match self {
            Self::Customer => "Customer",
            Self::Agent => "Agent",
            Self::Bot => "Bot",
            Self::Named(name) => name,
            Self::Unknown => "",
        }
    }
}

impl Transcript {
    /// Reads a transcript: text, lines of `Agent: …`, a list of turns or texts, the captures' shape
    /// (`responseContents[].recognitionResult`), any of these within an object, or JSON of one.
    pub fn read(value: &Value) -> Option<Self> {
        read(value, 0).map(|heard| heard.transcript)
    }

    /// Reads what was said from the data of an event.
    pub(crate) fn of_data(data: &Map<String, Value>) -> Option<Heard> {
        KEYS.iter().find_map(|(key, is_any)| {
            let mut heard = read(get(data, key)?, 0)?;
            let is_meant = *is_any || heard.transcript.has_speakers();
            heard.path.insert(0, (*key).to_owned());
            is_meant.then_some(heard)
        })
    }

    /// Reads the utterances of `empath:data`.
    pub fn from_analysis(data: &Map<String, Value>) -> Option<Self> {
        match get(data, "sentiment")? {
            Value::Array(values) => from_list(values).map(|(transcript, _)| transcript),
            _ => None,
        }
    }

    /// In lines, for a file.
    pub(crate) fn as_text(&self) -> String {
        let line = |turn: &Turn| match turn.speaker.word() {
            "" => turn.text.clone(),
            speaker => [speaker, ": ", &turn.text].concat(),
        };
        match self {
            Self::Turns(turns) => turns.iter().map(line).collect::<Vec<_>>().join("\n"),
            Self::Text(text) => text.clone(),
        }
    }

    /// How many turns are known.
    pub(crate) fn turns(&self) -> usize {
        match self {
            Self::Turns(turns) => turns.len(),
            Self::Text(_) => 0,
        }
    }

    fn names_all(&self) -> bool {
        matches!(self, Self::Turns(turns) if turns.iter().all(|turn| turn.speaker != Speaker::Unknown))
    }

    fn has_speakers(&self) -> bool {
        matches!(self, Self::Turns(turns) if turns.iter().any(|turn| turn.speaker.is_known()))
    }
}

fn read(value: &Value, depth: usize) -> Option<Heard> {
    if depth > DEPTH {
        return None;
    }
    let here = |(transcript, is_whole)| Heard { transcript, path: Vec::new(), is_whole };
    match value {
        Value::String(text) => from_text(text, depth).map(here),
        Value::Array(values) => from_list(values).map(here),
        Value::Object(fields) => {
            let of = |key: &str, value: &Value| {
                let mut heard = read(value, depth + 1)?;
                heard.path.insert(0, key.to_owned());
                Some(heard)
            };
            let nested = |value: &&Value| value.is_array() || value.is_object();
            let listed = || LISTS.iter().find_map(|key| of(key, fields.get(*key).filter(nested)?));
            let one = || from_list(std::slice::from_ref(value)).map(here);
            let said = || one().filter(|heard| heard.transcript.names_all());
            let text = || {
                LISTS.iter().chain(&TEXTS).find_map(|key| of(key, fields.get(*key).filter(|value| value.is_string())?))
            };
            // Under a key that nobody knows: only if its speakers are told.
            let elsewhere = || {
                let nested = fields.iter().filter(|(_, value)| nested(value));
                nested.filter_map(|(key, value)| of(key, value)).find(|heard| heard.transcript.has_speakers())
            };
            listed().or_else(said).or_else(text).or_else(one).or_else(elsewhere)
        }
        _ => None,
    }
}

/// The turns of a list, and whether everything with words in it is among them.
fn from_list(values: &[Value]) -> Option<(Transcript, bool)> {
    let read: Vec<_> = values.iter().map(turn).collect();
    let is_whole = read.iter().zip(values).all(|(turn, value)| turn.is_some() || !has_words(value));
    let mut turns: Vec<_> = read.into_iter().flatten().collect();
    // The two sides of a call are recognized apart, and may be told one after the other.
    if is_in_time(&turns) {
        turns = sorted_by_key(turns, |(_, at)| *at);
    }
    let turns: Vec<_> = turns.into_iter().map(|(turn, _)| turn).collect();
    (!turns.is_empty()).then_some((Transcript::Turns(turns), is_whole))
}

fn from_text(text: &str, depth: usize) -> Option<(Transcript, bool)> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if text.starts_with(['[', '{'])
        && let Ok(value @ (Value::Array(_) | Value::Object(_))) = basics::json::parse(text)
        && let Some(heard) = read(&value, depth + 1)
    {
        // What stands beside the turns has no rows of its own here.
        let others = value.as_object().into_iter().flatten().filter(|(key, _)| heard.path.first() != Some(key));
        let is_alone = heard.path.is_empty() || !others.into_iter().any(|(_, value)| has_words(value));
        return Some((heard.transcript, heard.is_whole && is_alone));
    }
    let transcript = from_lines(text).map_or_else(|| Transcript::Text(text.to_owned()), Transcript::Turns);
    Some((transcript, true))
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
    fn what_speech_recognition_heard_is_a_conversation() {
        let event: Value =
            serde_json::from_str(include_str!("../../../tests/cases/02-captures-transcript-shape/event.json"))
                .expect("JSON");
        let data = event["data"].as_object().expect("data");
        let heard = Transcript::of_data(data).expect("a transcript");
        assert_eq!(heard.transcript.as_text(), "Customer: My kettle came broken.\nAgent: I am sorry, let me look.");
        assert_eq!((heard.path.join("."), heard.is_whole), ("transcript.responseContents".to_owned(), true));
    }

    #[test]
    fn a_conversation_is_found_however_it_is_wrapped() {
        let expected =
            [(Speaker::Customer, "My kettle is broken.".to_owned()), (Speaker::Agent, "I am sorry.".to_owned())];
        let result = |role: &str, text: &str, at: &str| {
            json!({"recognitionResult": {"role": role, "alternatives": [{"transcript": "", "confidence": 0.1},
                {"transcript": text, "words": [{"word": "x", "start_time": at}]}], "isFinal": true}})
        };
        let (caller, agent) =
            (result("CALLER", "My kettle is broken.", "0.5"), result("AGENT", "I am sorry.", "4.250"));
        let plain =
            json!([{"role": "customer", "text": "My kettle is broken."}, {"role": "agent", "text": "I am sorry."}]);
        for value in [
            json!({"responseContents": [caller, agent]}),
            json!({"languageCode": "en-US", "responseContents": [agent, caller]}),
            json!([caller, agent]),
            json!(json!({"responseContents": [caller, agent]}).to_string()),
            json!({"data": {"responseContents": [caller, agent]}}),
            json!({"recognitionResult": {"results": plain}}),
            json!({"chat": {"log": plain}}),
            json!({"messages": plain.to_string()}),
            json!(["Customer: My kettle is broken.", "Agent: I am sorry."]),
            json!("Customer: My kettle is broken.\r\n\r\nAgent: I am sorry.\r\n"),
            json!({"text": "Customer: My kettle is broken.\nAgent: I am sorry."}),
            json!([{"recognitionResult": {"role": "caller", "words": [{"word": "My kettle"}, {"word": "is broken."}]}},
                {"recognitionResult": {"role": "Agent", "alternatives": {"transcript": "I am sorry."}}}]),
            json!([{"from": {"type": "web", "role": "CUSTOMER"}, "message": {"text": "My kettle is broken."}},
                {"sender": {"role": "HUMAN_AGENT"}, "content": [{"type": "text", "text": "I am sorry."}]}]),
            json!([{"direction": "INBOUND", "body": "My kettle is broken."}, {"direction": "OUTBOUND", "body": "I am sorry."}]),
        ] {
            assert_eq!(turns(value.clone()), expected, "{value}");
        }
    }

    #[test]
    fn the_messages_of_a_chat_are_one_too_but_not_every_list_of_that_name() {
        let of =
            |data: Value| Transcript::of_data(data.as_object().expect("an object")).map(|heard| heard.path.join("."));
        let chat = json!([{"sender": "bot", "text": "Hello"}, {"sender": "user", "text": "My kettle is broken."}]);
        assert_eq!(of(json!({"messages": chat, "messageCount": 2})).as_deref(), Some("messages"));
        assert_eq!(
            of(json!({"messages": chat.to_string(), "escalationReason": "kettle"})).as_deref(),
            Some("messages")
        );
        assert_eq!(of(json!({"responseContents": [{"recognitionResult": {"role": "AGENT", "alternatives": [{"transcript": "Hi"}]}}]})).as_deref(), Some("responseContents"));
        assert_eq!(of(json!({"messages": ["Parcel sent", "Parcel there"]})), None);
        assert_eq!(of(json!({"messages": 3, "conversation": {"id": "c-1"}})), None);
        assert_eq!(of(json!({"transcript": {"format": "vtt"}, "utterances": []})), None);
    }

    #[test]
    fn a_turn_that_cannot_be_read_is_not_lost_in_silence() {
        let whole = |value: Value| {
            let data = json!({"transcript": value});
            Transcript::of_data(data.as_object().expect("an object")).map(|heard| heard.is_whole)
        };
        let turn = json!({"role": "agent", "text": "Hello"});
        assert_eq!(whole(json!([turn, {"role": "customer"}, 7, null])), Some(true));
        assert_eq!(whole(json!([turn, {"role": "customer", "audioText": "My kettle is broken."}])), Some(false));
        assert_eq!(whole(json!(json!({"messages": [turn], "note": "He was angry."}).to_string())), Some(false));
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
