//! Genesys Cloud as a source.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::{DateTime, Utc};
use journey::{Change, Person, PersonId, Sought};

use super::ask::Ask;
use super::channels::{Channels, Following};
#[cfg(target_arch = "wasm32")]
use super::client::now;
use super::names::{KnownNames, Names};
use super::reading::{Brought, Reading, SessionEvents, Step, said};
use super::whose::{self, Whose};
#[cfg(target_arch = "wasm32")]
use crate::http::{Access, Client, Hosts, HttpError};
use crate::http::{Page, Rest};
use crate::settings::GenesysPlace;
use crate::sources::{Capabilities, Events, Happened, JourneySource, Live, SourceError};

/// So many customers' readings are kept: the one who is shown, and those whom agents compare with.
const MOST_WALKS: usize = 4;
/// Letters of an event, about: an answer is not written again to be counted.
const LETTERS_OF_AN_EVENT: usize = 300;

/// A tenant of Genesys Cloud, as far as a token may read it. Copies share what they have read.
#[derive(Clone)]
pub(crate) struct Genesys<A> {
    platform: A,
    now: fn() -> DateTime<Utc>,
    shared: Rc<Shared>,
}

struct Shared {
    /// The configured host.
    api_url: String,
    /// The conversation that the desktop shows.
    conversation: Option<String>,
    /// How far back there is history on demand.
    months: u32,
    names: KnownNames,
    channels: Channels,
    walks: RefCell<Vec<(Sought, Rc<Walk>)>>,
}

/// How far one customer's history has been read: pages are numbers here and windows and cursors there.
#[derive(Default)]
struct Walk {
    names: Names,
    whose: RefCell<Option<Rc<Whose>>>,
    session_events: SessionEvents,
    /// What follows the newest page, as it was read last: it is read again and again.
    after_first: RefCell<Option<Step>>,
    /// What the pages after it ask for, from page 1 on.
    steps: RefCell<Vec<Option<Step>>>,
}

impl Walk {
    /// What this page asks for; `None`: there is no such page.
    fn step(&self, number: usize, now: DateTime<Utc>) -> Option<Step> {
        let mut steps = self.steps.borrow_mut();
        match number.checked_sub(1) {
            None => Some(Step::first(now)),
            Some(0) => {
                // Reading begins anew, behind what the newest page has just brought.
                *steps = vec![self.after_first.borrow().clone()];
                steps.first().cloned().flatten()
            }
            Some(place) => steps.get(place).cloned().flatten(),
        }
    }

    /// What the page after that one asks for.
    fn follows(&self, number: usize, next: Option<Step>) {
        if number == 0 {
            self.after_first.replace(next);
            return;
        }
        let mut steps = self.steps.borrow_mut();
        steps.truncate(number);
        steps.push(next);
    }
}

impl<A: Ask> Genesys<A> {
    /// The tenant of this place, which `platform` asks.
    pub(in crate::sources) fn new(platform: A, place: &GenesysPlace, now: fn() -> DateTime<Utc>) -> Self {
        let conversation = place.conversation_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
        let shared = Shared {
            api_url: place.api_url.clone(),
            conversation: conversation.map(str::to_owned),
            months: place.months,
            names: KnownNames::default(),
            channels: Channels::default(),
            walks: RefCell::default(),
        };
        Self { platform, now, shared: Rc::new(shared) }
    }

    fn walk(&self, sought: &Sought) -> Rc<Walk> {
        let mut walks = self.shared.walks.borrow_mut();
        if let Some((_, walk)) = walks.iter().find(|(of, _)| of == sought) {
            return walk.clone();
        }
        let walk = Rc::new(Walk { names: Names::among(&self.shared.names), ..Walk::default() });
        if walks.len() >= MOST_WALKS {
            walks.remove(0);
        }
        walks.push((sought.clone(), walk.clone()));
        walk
    }

    async fn look_up(&self, sought: &Sought) -> Result<Rc<Whose>, SourceError> {
        let whose = Rc::new(whose::find(&self.platform, sought, self.shared.conversation.as_deref()).await?);
        self.walk(sought).whose.replace(Some(whose.clone()));
        Ok(whose)
    }

    /// Whose history it is. Who may not read contacts reads the conversations by their addresses.
    async fn whose(&self, sought: &Sought) -> Result<Rc<Whose>, SourceError> {
        let known = self.walk(sought).whose.borrow().clone();
        match known {
            Some(whose) => Ok(whose),
            None => match self.look_up(sought).await {
                Err(SourceError::Permission(_)) => Ok(Rc::new(Whose::Nobody)),
                whose => whose,
            },
        }
    }
}

#[cfg(target_arch = "wasm32")]
impl Genesys<Client> {
    /// The tenant that a place names.
    pub(in crate::sources) fn named(place: &GenesysPlace, access: &Rc<Access>) -> Self {
        let client = Client::new(Hosts::new(&place.api_url, None), Rc::clone(access));
        Self::new(client, place, now)
    }

    /// The same, for one part of the widget that wants to say so when the token is refused ([`Client::telling`]).
    pub(in crate::sources) fn telling(&self, refused: impl Fn(Option<&HttpError>) + 'static) -> Self {
        Self { platform: self.platform.telling(refused), ..self.clone() }
    }
}

impl<A: Ask> JourneySource for Genesys<A> {
    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    async fn person(&self, sought: &Sought) -> Result<Option<Person>, SourceError> {
        match &*self.look_up(sought).await? {
            Whose::Contact(contact) => Ok(Some(contact.person.clone())),
            Whose::Several(persons) => Err(SourceError::Several(persons.clone())),
            Whose::Nobody => Ok(None),
        }
    }

    async fn history(&self, sought: &Sought, page: Page, _: u32) -> Result<Events, SourceError> {
        let walk = self.walk(sought);
        let nothing = || Ok(Events::default().followed_by(Rest::Nothing));
        let Some(mut step) = walk.step(page.number, (self.now)()) else { return nothing() };
        let whose = self.whose(sought).await?;
        let reading = Reading {
            platform: &self.platform,
            names: &walk.names,
            now: (self.now)(),
            session_events: &walk.session_events,
            sought,
            whose: &whose,
            windows: self.shared.months.max(1),
        };
        let (mut arrivals, mut missing) = (Vec::new(), Vec::new());
        loop {
            let Brought { arrivals: more, next, missing: refused, is_refused } = reading.read(&step).await?;
            arrivals.extend(more);
            missing.extend(refused);
            match next {
                // Whoever wants older ones wants some, and not an empty month.
                Some(next) if arrivals.is_empty() && missing.is_empty() && !step.is_by_itself() => step = next,
                next => {
                    if let (true, true, None, Some(permission)) =
                        (arrivals.is_empty(), is_refused, &next, missing.first())
                    {
                        return Err(SourceError::Permission(permission.clone()));
                    }
                    let rest = Step::rest(next.as_ref());
                    walk.follows(page.number, next);
                    missing.extend(walk.names.refused());
                    arrivals.extend(said(&missing));
                    let letters = arrivals.len().saturating_mul(LETTERS_OF_AN_EVENT);
                    return Ok(Events::new(arrivals.into_iter(), letters).followed_by(rest));
                }
            }
        }
    }

    async fn live_events(&self, sought: &Sought, instead: bool) -> Result<Live<Happened>, SourceError> {
        let following = Following {
            platform: &self.platform,
            channels: &self.shared.channels,
            api_url: &self.shared.api_url,
            now: (self.now)(),
        };
        let whose = self.whose(sought).await?;
        let notified = following.follow(whose, sought, self.shared.conversation.as_deref(), instead).await?;
        Ok(Live::new(notified, |_| [Happened::Something].into()))
    }

    async fn change(&self, _: &PersonId, _: &Change) -> Result<Option<Person>, SourceError> {
        Err(SourceError::Cannot)
    }
}
