//! How a customer's history is read, page by page: conversations in windows of time, since a query takes 31 days at most,
//! and the contact's sessions beside them. Each step says what one page asks for, and makes the next step of its answers.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use chrono::{DateTime, Duration, DurationRound, Utc};
use genesys::Named;
use journey::{Arrival, Identity, IdentityType, Platform, Problem, Sought, Unread, write_time};
use serde_json::{Value, json};

use super::ask::{Ask, Question, missing_permission};
use super::names::Names;
use super::whose::{Whose, no_listing};
use crate::http::{HttpError, Rest};
use crate::sources::SourceError;

/// A query goes over so much time at most.
const WINDOW_DAYS: i64 = 31;
/// So many windows are read by themselves; older ones on demand.
const BY_THEMSELVES: u32 = 3;
/// So many conversations at once: each has all its participants and segments.
const CONVERSATIONS: usize = 50;
/// So many pages of events of one session: a visit of thousands of pages is a robot's.
const MOST_EVENT_PAGES: usize = 5;
/// By so many identities conversations are looked for, where there is no contact.
const MOST_ADDRESSES: usize = 3;

/// What one page asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// The end of the newest window.
    end: DateTime<Utc>,
    /// Which window, from the newest on.
    window: u32,
    /// Which page of it, from 1 on; `None`: conversations may not be read.
    page: Option<usize>,
    sessions: Sessions,
}

/// How far the sessions have been read.
#[derive(Clone, Debug, PartialEq)]
enum Sessions {
    /// The page at this cursor is next, and the sessions before it began no earlier than `from`.
    Next {
        after: Option<String>,
        from: Option<DateTime<Utc>>,
    },
    Done,
}

/// What a page brought.
pub(super) struct Brought {
    pub(super) arrivals: Vec<Arrival>,
    pub(super) next: Option<Step>,
    /// The permissions that are missing for parts of it.
    pub(super) missing: Vec<String>,
    /// Whether conversations may not be read at all.
    pub(super) is_refused: bool,
}

/// What came of asking for conversations.
enum Asked {
    /// The window has another page.
    Next(usize),
    /// That was the last page of the window.
    Over,
    /// The token may not read them.
    Refused,
    /// Nothing that is known of the customer finds any.
    Nothing,
}

/// The events of sessions that have been read, by the session and how many it had then.
pub(super) type SessionEvents = RefCell<HashMap<String, (String, Rc<[Value]>)>>;

/// What reading needs.
pub(super) struct Reading<'a, A> {
    pub(super) platform: &'a A,
    pub(super) names: &'a Names,
    pub(super) now: DateTime<Utc>,
    pub(super) session_events: &'a SessionEvents,
    pub(super) sought: &'a Sought,
    pub(super) whose: &'a Whose,
    /// So many windows.
    pub(super) windows: u32,
}

impl Step {
    /// The newest page. Its window ends a little ahead of `now`, which may be the time of a clock that is behind; and widgets
    /// that ask within the same hour ask the same.
    pub(super) fn first(now: DateTime<Utc>) -> Self {
        let hour = now.duration_trunc(Duration::hours(1)).unwrap_or(now);
        let end = hour + Duration::hours(2);
        Self { end, window: 0, page: Some(1), sessions: Sessions::Next { after: None, from: None } }
    }

    fn start(&self) -> DateTime<Utc> {
        self.end - Duration::days(WINDOW_DAYS * (i64::from(self.window) + 1))
    }

    fn interval(&self) -> String {
        [write_time(self.start()), write_time(self.start() + Duration::days(WINDOW_DAYS))].join("/")
    }

    /// What is to be said of what is behind a page, of which this is the next one.
    pub(super) fn rest(next: Option<&Self>) -> Rest {
        match next {
            None => Rest::Nothing,
            // Whoever wanted the beginning of a window gets all of it.
            Some(next) if next.window < BY_THEMSELVES || next.page.is_none_or(|page| page > 1) => Rest::More,
            Some(_) => Rest::OnDemand,
        }
    }

    /// Whether it is read without being asked for.
    pub(super) fn is_by_itself(&self) -> bool {
        self.window < BY_THEMSELVES
    }
}

impl<A: Ask> Reading<'_, A> {
    /// One page.
    pub(super) async fn read(&self, step: &Step) -> Result<Brought, SourceError> {
        let mut brought = Brought { arrivals: Vec::new(), next: None, missing: Vec::new(), is_refused: false };
        let asked = self.conversations(step, &mut brought).await?;
        brought.is_refused = matches!(asked, Asked::Refused);
        let sessions = self.sessions(step, !brought.is_refused, &mut brought).await?;
        let (window, page) = match asked {
            Asked::Next(page) => (step.window, Some(page)),
            Asked::Over => (step.window + 1, Some(1)),
            Asked::Refused | Asked::Nothing => (step.window, None),
        };
        let has_sessions = matches!(sessions, Sessions::Next { .. });
        let goes_on = if page.is_some() { window < self.windows } else { has_sessions };
        brought.next = goes_on.then_some(Step { end: step.end, window, page, sessions });
        Ok(brought)
    }

    async fn conversations(&self, step: &Step, brought: &mut Brought) -> Result<Asked, SourceError> {
        let Some(page) = step.page else { return Ok(Asked::Refused) };
        let Some(predicates) = self.predicates() else { return Ok(Asked::Nothing) };
        let question = Question::Conversations(json!({
            "interval": step.interval(),
            "order": "desc",
            "orderBy": "conversationStart",
            "paging": {"pageSize": CONVERSATIONS, "pageNumber": page},
            "segmentFilters": [{"type": "or", "predicates": predicates}],
        }));
        let answer = match self.platform.ask(&question).await {
            Ok(answer) => answer,
            Err(error) => {
                brought.missing.push(missing_permission(&question, &error).ok_or(error)?);
                return Ok(Asked::Refused);
            }
        };
        // Without any, the platform leaves the list out.
        let records = genesys::entities(&answer, "conversations").ok_or_else(|| no_listing("conversations"))?;
        let named: Vec<(Named, String)> = records.iter().flat_map(genesys::named_in).collect();
        self.names.ask_for(&named, self.platform, self.now).await;
        brought
            .arrivals
            .extend(records.iter().flat_map(|record| genesys::arrivals(genesys::conversation(record, self.names))));
        let total = genesys::text_of(&answer, "totalHits").and_then(|total| total.parse::<usize>().ok());
        let has_more = match total {
            Some(total) => page.saturating_mul(CONVERSATIONS) < total && !records.is_empty(),
            None => records.len() >= CONVERSATIONS,
        };
        Ok(if has_more { Asked::Next(page + 1) } else { Asked::Over })
    }

    /// By what the customer's conversations are found; `None`: by nothing.
    fn predicates(&self) -> Option<Vec<Value>> {
        let predicates: Vec<Value> = match self.whose {
            Whose::Contact(contact) if !contact.ids.is_empty() => {
                contact.ids.iter().map(|id| is("externalContactId", id)).collect()
            }
            // Somebody whom a conversation names, and no contact stands for.
            Whose::Contact(contact) => {
                addressed(contact.person.identities.iter().map(|known| (known.kind, &known.identity)))
            }
            _ => addressed(self.sought.identities()),
        };
        (!predicates.is_empty()).then_some(predicates)
    }

    /// Reads on in the sessions as far as the step's window goes back. `beside`: conversations are read by themselves.
    async fn sessions(&self, step: &Step, beside: bool, brought: &mut Brought) -> Result<Sessions, SourceError> {
        let (Whose::Contact(contact), Sessions::Next { after, from }) = (self.whose, &step.sessions) else {
            return Ok(Sessions::Done);
        };
        let Some(id) = contact.ids.first() else { return Ok(Sessions::Done) };
        if beside && from.is_some_and(|from| from < step.start()) {
            return Ok(step.sessions.clone());
        }
        let question = Question::Sessions { contact: id.clone(), after: after.clone() };
        let answer = match self.platform.ask(&question).await {
            Ok(answer) => answer,
            Err(HttpError::Status { status: 404, .. }) => return Ok(Sessions::Done),
            Err(error) => {
                brought.missing.push(missing_permission(&question, &error).ok_or(error)?);
                return Ok(Sessions::Done);
            }
        };
        let records = genesys::entities(&answer, "entities").ok_or_else(|| no_listing("sessions"))?;
        let shown: Vec<&Value> =
            records.iter().filter(|session| !beside || genesys::conversation_of(session).is_none()).collect();
        let named: Vec<(Named, String)> = shown.iter().flat_map(|session| genesys::named_in_session(session)).collect();
        self.names.ask_for(&named, self.platform, self.now).await;
        let events = all(shown.iter().map(|session| self.events(session))).await;
        for (session, events) in shown.into_iter().zip(events) {
            let (events, refused) = events?;
            brought.missing.extend(refused.filter(|permission| !brought.missing.contains(permission)));
            brought.arrivals.extend(genesys::arrivals(genesys::session(session, &events, self.names)));
        }
        let starts = records.iter().filter_map(|session| session.get("createdDate").and_then(basics::read_time));
        let next = cursor(&answer).filter(|_| !records.is_empty());
        Ok(match next {
            // A listing that answers the same cursor again has no end.
            Some(next) if Some(&next) != after.as_ref() => {
                Sessions::Next { after: Some(next), from: starts.min().or(*from) }
            }
            _ => Sessions::Done,
        })
    }

    /// The events of a session, read once for as many as it has, and the permission that is missing for them.
    async fn events(&self, session: &Value) -> Result<(Rc<[Value]>, Option<String>), SourceError> {
        let nothing = || (Rc::<[Value]>::default(), None);
        let (true, Some(id)) = (genesys::has_pages(session), genesys::text_of(session, "id")) else {
            return Ok(nothing());
        };
        let count = genesys::events_of(session).unwrap_or_default();
        let known = self.session_events.borrow().get(&id).filter(|(of, _)| *of == count && !count.is_empty()).cloned();
        if let Some((_, events)) = known {
            return Ok((events, None));
        }
        let mut events = Vec::new();
        let mut after = None;
        for _ in 0..MOST_EVENT_PAGES {
            let question = Question::SessionEvents { session: id.clone(), after: after.clone() };
            let answer = match self.platform.ask(&question).await {
                Ok(answer) => answer,
                Err(HttpError::Status { status: 404, .. }) => break,
                Err(error) => {
                    let permission = missing_permission(&question, &error).ok_or(error)?;
                    return Ok((Rc::default(), Some(permission)));
                }
            };
            let page = genesys::entities(&answer, "entities").ok_or_else(|| no_listing("events"))?;
            events.extend_from_slice(page);
            match cursor(&answer).filter(|_| !page.is_empty()) {
                Some(next) if Some(&next) != after.as_ref() => after = Some(next),
                _ => break,
            }
        }
        let events: Rc<[Value]> = events.into();
        self.session_events.borrow_mut().insert(id, (count, events.clone()));
        Ok((events, None))
    }
}

/// What all of these bring, asked at the same time.
async fn all<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    poll_fn(|context| {
        for (future, brought) in waiting.iter_mut().filter(|(_, brought)| brought.is_none()) {
            if let Poll::Ready(value) = future.as_mut().poll(context) {
                *brought = Some(value);
            }
        }
        if waiting.iter().any(|(_, brought)| brought.is_none()) {
            return Poll::Pending;
        }
        Poll::Ready(waiting.iter_mut().filter_map(|(_, brought)| brought.take()).collect())
    })
    .await
}

/// The permissions that are missing, each as an element of the history: what is not shown is said where it would stand.
pub(super) fn said(permissions: &[String]) -> impl Iterator<Item = Arrival> + '_ {
    permissions.iter().map(|permission| {
        // The agent reads it in their language; who reads a file of it finds the platform's name.
        let problem = Problem::new(permission.clone(), "this permission is missing, and what it takes is not shown");
        Unread { platform: Platform::Genesys, problem, permission: Some(permission.clone()), raw: None }.into()
    })
}

/// Predicates that hold for conversations of these addresses.
fn addressed<'a>(known: impl Iterator<Item = (Option<IdentityType>, &'a Identity)>) -> Vec<Value> {
    addresses(known).iter().map(|(dimension, value)| is(dimension, value)).collect()
}

fn is(dimension: &str, value: &str) -> Value {
    json!({"type": "dimension", "dimension": dimension, "operator": "matches", "value": value})
}

/// The addresses by which conversations name a customer whom no contact stands for: the dimension and its value.
fn addresses<'a>(known: impl Iterator<Item = (Option<IdentityType>, &'a Identity)>) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for (kind, identity) in known.take(MOST_ADDRESSES) {
        let text = identity.as_str();
        let phone = basics::identity::phone(text).ok().filter(|phone| phone.is_international());
        let is_phone = matches!(kind, None | Some(IdentityType::Phone));
        match (kind, phone) {
            (_, Some(phone)) if is_phone => {
                for dimension in ["ani", "dnis"] {
                    all.push((dimension, format!("tel:{}", phone.as_str())));
                    all.push((dimension, phone.digits().to_owned()));
                }
                all.extend(["addressFrom", "addressTo"].map(|dimension| (dimension, phone.as_str().to_owned())));
            }
            (Some(IdentityType::Phone), None) => {
                all.extend(["ani", "dnis"].map(|dimension| (dimension, text.to_owned())));
            }
            (Some(IdentityType::TemporaryId), _) => all.push(("journeyCustomerId", text.to_owned())),
            (Some(IdentityType::SocialId), _) => {
                let address = text.split_once(':').map_or(text, |(_, id)| id);
                all.extend(["addressFrom", "addressTo"].map(|dimension| (dimension, address.to_owned())));
            }
            (Some(IdentityType::Email), _) => {
                all.extend(["addressFrom", "addressTo"].map(|dimension| (dimension, text.to_owned())));
            }
            (None, _) if text.contains('@') => {
                all.extend(["addressFrom", "addressTo"].map(|dimension| (dimension, text.to_owned())));
            }
            _ => {}
        }
    }
    all
}

/// The cursor of the next page, from the address that a listing gives for it.
fn cursor(answer: &Value) -> Option<String> {
    let address = genesys::text_of(answer, "nextUri")?;
    let (_, query) = address.split_once('?')?;
    let after = query.split('&').find_map(|pair| pair.strip_prefix("after="))?;
    Some(decoded(after)).filter(|after| !after.is_empty())
}

/// Percent-encoding undone. What is none stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = (*first == b'%').then(|| after.get(..2)).flatten();
        let byte = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
