//! The words and formats that people read. Only this module knows them; `view` asks by key, by kind of format, or by
//! the domain's own things.

mod edits;
mod failures;
mod formats;
mod language;
mod loading;
mod messages;
mod names;
mod table;

pub(crate) use edits::{compared, identity_problem, name_problem, outcome};
pub(crate) use failures::{Words, failure, missing};
pub(crate) use formats::Formats;
pub(crate) use language::{Language, asked, language_of};
pub(crate) use loading::{load, loaded_by, there};
pub(crate) use messages::{isolated, t, t_count, t_with};
pub(crate) use names::{
    channel, contact, custom_event, event_kind, identity_kind, live, range, range_in_sentence, sentiment, speaker,
    stage, summary_section,
};
pub(crate) use table::csv;
