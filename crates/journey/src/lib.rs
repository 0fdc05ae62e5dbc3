//! The domain: what one customer did and what was done for them. Pure Rust: no browser, no clock (`now` is passed in), no
//! platform and none of its records.
//!
//! Every source turns its platform's records into [`Arrival`]s, a [`Person`] and a [`Profile`] at its own door; what goes
//! out are this crate's own types.
//! Called by `session`, which keeps one [`Journey`] per customer, and by `view`, which shows what is derived here.

mod bot;
mod change;
mod channel;
mod chosen;
mod coming_up;
mod comparison;
mod computed;
mod contact;
mod content;
mod counters;
mod csv;
mod custom_event;
mod customer;
mod customer_journey;
mod digest;
mod doubles;
mod elapsed;
mod entry;
mod event;
mod event_kind;
mod export;
mod field_order;
mod field_reader;
mod fields;
mod filter;
mod filter_part;
mod flags;
mod follow_up;
mod glance;
mod handling;
mod held;
mod highlight;
mod identity;
mod ids;
mod inspect;
mod kept;
mod legs;
mod link;
mod links;
mod mask;
mod mask_numbers;
mod naming;
mod natural;
mod note;
mod numbers;
mod order;
mod percent;
mod person;
mod platform;
mod profile;
mod row;
mod row_variables;
mod rule_map;
mod rule_problem;
mod said_field;
mod search;
mod secure;
mod sentiment;
mod sorted;
mod sought;
mod span;
mod stages;
mod stretch;
mod summary;
mod talk;
mod task_names;
mod text;
mod timeline;
mod transcript;
mod turn;
mod values;
mod variables;
mod withheld;
mod word;
mod wrap_up;
mod zone;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod permutations;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod transfers;

/// Values that the domain is written in.
pub use basics::identity::{Hit as PartHit, Part as IdentityPart, Place as PartPlace};
pub use basics::{IdentityType, Problem, parse_time, write_time};

pub use bot::BotPart;
pub use change::Change;
pub use channel::{Channel, Direction};
pub use chosen::Chosen;
pub use coming_up::{Callback, ComingUp, Planned};
pub use comparison::{Compared, ComparedRow, compare, merged};
pub use computed::{ComputedTile, ComputedValue};
pub use contact::{Contact, ContactState, is_ahead};
pub use counters::{Bar, Bars, ChannelCount, Counters, NamedCount, PlatformCount, Unit, WrapUpCount};
pub use csv::push_line;
pub use custom_event::CustomEvent;
pub use customer::SelectedContact;
pub use customer_journey::{Added, Journey};
pub use digest::{Claim, Statement, Topic, digest};
pub use doubles::{Double, Likeness, doubles};
pub use elapsed::elapsed;
pub use entry::{Entry, EntryKind};
pub use event::{Arrival, Event, EventKey, Origin, Reported, Unread};
pub use event_kind::EventKind;
pub use export::{Record, json_file};
pub use fields::{Field, Fields};
pub use filter::{Filter, FilterAt, Kind, TimeRange};
pub use filter_part::FilterPart;
pub use flags::{Flag, FlagRules, JudgedFlag, WhyNoFlag};
pub use follow_up::FollowUp;
pub use glance::Glance;
pub use held::Held;
pub use highlight::highlights;
pub use identity::{IdentityProblem, LONGEST_IDENTITY};
pub use ids::{EntryId, Identity, PersonId, TaskId, TemplateId, TrackingId, WorkspaceId};
pub use inspect::{
    Because, FieldPlace, Made, Shown, StandIns, Step, support_of_entry, support_of_flag, support_of_link,
    support_of_tile,
};
pub use link::{link_to, linked_task};
pub use links::{JudgedLink, LinkRules, LinkedCustomer, RecordLink, WhyNoLink};
pub use mask::{Mask, masked};
pub use naming::{LONGEST_NAME, NameProblem, Names};
pub use note::Note;
pub use numbers::Numbers;
pub use person::{KnownIdentity, Person, Strength};
pub use platform::Platform;
pub use profile::{Profile, ProfileAttribute, Trend};
pub use row::{Bond, Row};
pub use rule_map::RuleMap;
pub use rule_problem::RuleProblem;
pub use search::Search;
pub use sentiment::Sentiment;
pub use sought::{Sought, Who};
pub use span::Span;
pub use stages::{Stage, StageKind};
pub use stretch::Heights;
pub use summary::{GENERATED_SUMMARY, Summary};
pub use talk::{Talk, TalkLine};
pub use text::{Segment, segments};
pub use timeline::{Dated, Day, Outside, Timeline};
pub use transcript::{Speaker, Transcript, Turn};
pub use values::{is_guid, label, text, words};
pub use withheld::Withheld;
pub use wrap_up::{WrapUp, WrapUpCode};
pub use zone::Zone;
