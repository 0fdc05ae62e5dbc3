//! A conversation of the analytics: one record with participants, their sessions and segments. It becomes the events of one
//! contact, in the domain's kinds, from which its stages are made.
//!
//! An event holds only what stays as it is: a conversation that still goes on is read again and again, and then has the same
//! events and some new ones.

use basics::IdentityType;
use basics::identity::normal;
use chrono::{DateTime, Utc};
use journey::{Channel, Direction, EventKind, Problem, Reported, TaskId, words};
use serde_json::Value;

use crate::record::{Happened, data, is_any, list, text_of, time_of, unread};
use crate::{Named, Names, Read};

/// Purposes of participants who serve the customer without an agent.
const SELF_SERVICE: [&str; 4] = ["ivr", "botflow", "workflow", "voicesurveyflow"];
const AGENT: [&str; 2] = ["agent", "user"];
const CUSTOMER: [&str; 2] = ["customer", "external"];
/// Sessions in which nobody speaks to the customer.
const ASIDE: [&str; 3] = ["screenshare", "screenmonitoring", "cobrowse"];
/// How an agent's part ends when the conversation goes to somebody else.
const HANDED_OVER: [&str; 4] = ["transfer", "consultTransfer", "conferenceTransfer", "forwardTransfer"];
/// Ends that say who ended it, and not why.
const PLAIN_ENDS: [&str; 7] = ["client", "endpoint", "peer", "other", "system", "unknown", "transfer"];

/// What a conversation of the analytics becomes.
///
/// # Errors
/// The record, where it does not say which conversation it is.
pub fn conversation(record: &Value, names: &dyn Names) -> Read {
    let Some(id) = text_of(record, "conversationId").and_then(|id| TaskId::new(&id)) else {
        return Err(unread(Problem::new("conversationId", "missing"), record));
    };
    Ok(Reader { id, record, names, events: Vec::new(), problems: Vec::new() }.read())
}

/// The ids in a conversation that stand for names.
pub fn named_in(record: &Value) -> Vec<(Named, String)> {
    let mut named = Vec::new();
    for participant in list(record, "participants") {
        named.extend(text_of(participant, "userId").map(|id| (Named::User, id)));
        for segment in list(participant, "sessions").iter().flat_map(|session| list(session, "segments")) {
            named.extend(text_of(segment, "queueId").map(|id| (Named::Queue, id)));
            named.extend(text_of(segment, "wrapUpCode").map(|id| (Named::WrapUpCode, id)));
        }
    }
    named
}

struct Reader<'a> {
    id: TaskId,
    record: &'a Value,
    names: &'a dyn Names,
    events: Vec<Reported>,
    problems: Vec<Problem>,
}

/// A segment, with its times read.
struct Segment<'a> {
    record: &'a Value,
    kind: String,
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
}

impl Reader<'_> {
    fn read(mut self) -> Vec<Reported> {
        let start = time_of(self.record, "conversationStart", &mut self.problems);
        let end = time_of(self.record, "conversationEnd", &mut self.problems);
        let participants = list(self.record, "participants");
        let start = start.or_else(|| self.first_start(participants));
        self.begin(start);
        for participant in participants {
            self.participant(participant, end);
        }
        if let Some(end) = end {
            self.end(end);
        }
        if let Some(first) = self.events.first_mut() {
            first.problems = self.problems;
        }
        self.events
    }

    fn first_start(&mut self, participants: &[Value]) -> Option<DateTime<Utc>> {
        let segments = participants.iter().flat_map(|one| list(one, "sessions")).flat_map(|one| list(one, "segments"));
        segments.filter_map(|segment| time_of(segment, "segmentStart", &mut Vec::new())).min()
    }

    /// The customer's session in which it began.
    fn first_session(&self) -> Option<&Value> {
        let of = |purposes: Option<&[&str]>| {
            let participants = list(self.record, "participants").iter();
            let purpose = |one: &&Value| {
                purposes.is_none_or(|purposes| is_any(&text_of(one, "purpose").unwrap_or_default(), purposes))
            };
            let sessions = participants.filter(purpose).flat_map(|one| list(one, "sessions"));
            let start = |session: &&Value| {
                let starts = list(session, "segments").iter();
                let start = starts.filter_map(|one| time_of(one, "segmentStart", &mut Vec::new())).min();
                (start.is_none(), start)
            };
            sessions.min_by_key(start)
        };
        of(Some(&CUSTOMER)).or_else(|| of(None))
    }

    fn begin(&mut self, start: Option<DateTime<Utc>>) {
        let session = self.first_session().unwrap_or(&Value::Null);
        let channel = channel_of(session);
        let direction = text_of(self.record, "originatingDirection").or_else(|| text_of(session, "direction"));
        let is_outbound = direction.as_deref().and_then(Direction::from_word) == Some(Direction::Outbound);
        let (origin, origin_kind) = party(session, "ani", "addressFrom");
        let (destination, destination_kind) = party(session, "dnis", "addressTo");
        let customer = if is_outbound { destination.clone() } else { origin.clone() };
        let kind = if is_outbound { destination_kind } else { origin_kind };
        let subject = list(session, "segments").iter().find_map(|segment| text_of(segment, "subject"));
        let said = data([
            ("channelType", channel),
            ("direction", direction.map(|word| word.to_ascii_lowercase())),
            ("origin", origin),
            ("destination", destination),
            ("subject", subject),
            ("externalTag", text_of(self.record, "externalTag")),
        ]);
        let begun =
            Happened { kind: EventKind::Other, word: "conversation:started", time: start, data: said }.of(&self.id, "");
        self.events.push(Reported { identity: customer.unwrap_or_default(), identity_type: kind, ..begun });
    }

    fn participant(&mut self, participant: &Value, conversation_end: Option<DateTime<Utc>>) {
        let purpose = text_of(participant, "purpose").unwrap_or_default();
        if is_any(&purpose, &CUSTOMER) {
            return;
        }
        let part = text_of(participant, "participantId").unwrap_or_default();
        let name = text_of(participant, "participantName");
        for session in list(participant, "sessions") {
            if is_any(&text_of(session, "mediaType").unwrap_or_default(), &ASIDE) {
                continue;
            }
            let segments = self.segments(session);
            let start = segments.iter().find_map(|segment| segment.start);
            if is_any(&purpose, &AGENT) {
                self.agent(participant, &part, &segments, conversation_end);
            } else if is_any(&purpose, &SELF_SERVICE) {
                let said = data([("flowName", name.clone()), ("selfService", Some(purpose.to_ascii_lowercase()))]);
                self.push(EventKind::New, "conversation:self-service", start, said, &part);
            } else if purpose.eq_ignore_ascii_case("acd") {
                let queue = segments.iter().find_map(|segment| text_of(segment.record, "queueId"));
                let said = data([("queueName", self.queue(queue.as_ref(), name.clone())), ("queueId", queue)]);
                self.push(EventKind::Parked, "conversation:queued", start, said, &part);
            } else {
                let said = data([("participant", name.clone()), ("purpose", Some(words(&purpose)))]);
                self.push(EventKind::Other, "conversation:joined", start, said, &part);
            }
        }
    }

    /// The segments of a session in order of time.
    fn segments<'v>(&mut self, session: &'v Value) -> Vec<Segment<'v>> {
        let mut segments: Vec<Segment<'v>> = list(session, "segments")
            .iter()
            .map(|record| Segment {
                record,
                kind: text_of(record, "segmentType").unwrap_or_default().to_ascii_lowercase(),
                start: time_of(record, "segmentStart", &mut self.problems),
                end: time_of(record, "segmentEnd", &mut self.problems),
            })
            .collect();
        segments.sort_by_key(|segment| (segment.start.is_none(), segment.start, segment.kind == "wrapup"));
        segments
    }

    fn agent(&mut self, agent: &Value, part: &str, segments: &[Segment<'_>], conversation_end: Option<DateTime<Utc>>) {
        let user = text_of(agent, "userId");
        let name = user.as_ref().and_then(|id| self.names.name_of(Named::User, id));
        let name = name.or_else(|| text_of(agent, "participantName")).or_else(|| user.clone());
        let by = || vec![("agentName", name.clone()), ("agentId", user.clone())];
        let (mut is_connected, mut is_on_hold) = (false, false);
        for Segment { record, kind, start, end } in segments {
            let queue = text_of(record, "queueId");
            match kind.as_str() {
                "alert" | "dialing" | "contacting" => {
                    self.push(EventKind::Routed, "agent:alerting", *start, data(by()), part);
                }
                "interact" if !is_connected => {
                    let mut said = by();
                    said.push(("queueName", self.queue(queue.as_ref(), None)));
                    said.push(("queueId", queue));
                    self.push(EventKind::Connected, "agent:connected", *start, data(said), part);
                    is_connected = true;
                }
                "interact" if is_on_hold => {
                    self.push(EventKind::Unhold, "agent:unhold", *start, data(by()), part);
                    is_on_hold = false;
                }
                "hold" => {
                    self.push(EventKind::Hold, "agent:hold", *start, data(by()), part);
                    is_on_hold = true;
                }
                "wrapup" => self.wrap_up(record, *start, end.or(conversation_end), &by(), part),
                "voicemail" | "callback" => {
                    self.push(EventKind::Other, &["agent:", kind].concat(), *start, data(by()), part);
                }
                _ => {}
            }
            let is_handed_over = is_any(&text_of(record, "disconnectType").unwrap_or_default(), &HANDED_OVER);
            if is_connected && is_handed_over && kind != "wrapup" && end.is_some() {
                self.push(EventKind::Transferred, "agent:transferred", *end, data(by()), part);
            }
        }
    }

    fn wrap_up(
        &mut self,
        record: &Value,
        start: Option<DateTime<Utc>>,
        end: Option<DateTime<Utc>>,
        by: &[(&'static str, Option<String>)],
        part: &str,
    ) {
        self.push(EventKind::WrapUp, "agent:wrapup", start, data(by.to_vec()), part);
        // While it goes on, the code may still be another one.
        let Some(end) = end else { return };
        let code = text_of(record, "wrapUpCode");
        let mut said = by.to_vec();
        said.push(("wrapUpName", code.as_ref().and_then(|id| self.names.name_of(Named::WrapUpCode, id))));
        said.push(("wrapUpCode", code));
        said.push(("wrapUpNote", text_of(record, "wrapUpNote")));
        let tags: Vec<String> = match record.get("wrapUpTags") {
            Some(Value::Array(tags)) => tags.iter().filter_map(journey::text).collect(),
            tags => tags.and_then(journey::text).into_iter().collect(),
        };
        said.push(("wrapUpTags", Some(tags.join(", ")).filter(|tags| !tags.is_empty())));
        self.push(EventKind::WrapUpDone, "agent:wrapup-done", Some(end), data(said), part);
    }

    fn end(&mut self, end: DateTime<Utc>) {
        let how = |purposes: &[&str]| {
            let participants = list(self.record, "participants").iter();
            let purpose = |one: &&Value| is_any(&text_of(one, "purpose").unwrap_or_default(), purposes);
            let sessions = participants.filter(purpose).flat_map(|one| list(one, "sessions"));
            let segments = sessions.flat_map(|one| list(one, "segments"));
            let ended = segments.filter(|segment| text_of(segment, "disconnectType").is_some());
            let last = ended.max_by_key(|segment| time_of(segment, "segmentEnd", &mut Vec::new()));
            last.and_then(|segment| text_of(segment, "disconnectType"))
        };
        let (customers, agents) = (how(&CUSTOMER), how(&AGENT));
        let is_by = |how: &Option<String>| how.as_deref().is_some_and(|how| is_any(how, &["client", "endpoint"]));
        let party = if is_by(&customers) {
            Some("Customer")
        } else if is_by(&agents) {
            Some("Agent")
        } else if customers.as_deref().is_some_and(|how| is_any(how, &["system", "timeout", "inactivity"])) {
            Some("System")
        } else {
            None
        };
        let reason = customers.or(agents).filter(|how| !is_any(how, &PLAIN_ENDS)).map(|how| words(&how));
        let said = data([("terminatingParty", party.map(str::to_owned)), ("reason", reason)]);
        self.push(EventKind::Ended, "conversation:ended", Some(end), said, "");
    }

    fn queue(&self, id: Option<&String>, name: Option<String>) -> Option<String> {
        id.and_then(|id| self.names.name_of(Named::Queue, id)).or(name).or_else(|| id.cloned())
    }

    fn push(
        &mut self,
        kind: EventKind,
        word: &str,
        time: Option<DateTime<Utc>>,
        data: serde_json::Map<String, Value>,
        part: &str,
    ) {
        self.events.push(Happened { kind, word, time, data }.of(&self.id, part));
    }
}

/// By which way, in the word that says most: a message's network. Messages of which that is not known are a chat.
fn channel_of(session: &Value) -> Option<String> {
    let word = |key: &str| text_of(session, key).filter(|word| Channel::from_word(word).is_some());
    match word("mediaType") {
        Some(media) if media.eq_ignore_ascii_case("message") => word("messageType").or_else(|| Some("chat".to_owned())),
        media => media,
    }
}

/// A party of a session: a telephone number, an e-mail address, or what the channel calls it.
fn party(session: &Value, number: &str, address: &str) -> (Option<String>, Option<IdentityType>) {
    let found = text_of(session, number).or_else(|| text_of(session, address));
    let Some(found) = found else { return (None, None) };
    let phone = normal(&found, Some(IdentityType::Phone));
    let is_phone = basics::identity::phone(&phone).is_ok_and(|phone| phone.is_international());
    let is_number = ["voice", "callback"]
        .iter()
        .any(|media| text_of(session, "mediaType").is_some_and(|known| known.eq_ignore_ascii_case(media)));
    if is_phone || is_number {
        (Some(phone), is_phone.then_some(IdentityType::Phone))
    } else {
        let kind = found.contains('@').then_some(IdentityType::Email);
        (Some(normal(&found, kind)), kind)
    }
}
