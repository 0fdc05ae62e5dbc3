//! The words and formats that people read. Only this module knows them; `view` asks by key, by kind of format, or by
//! the domain's own things.

mod edits;
mod failures;
mod formats;
mod i18n;
mod language;
mod loading;
mod messages;
mod names;
mod table;

pub(crate) use formats::Formats;
pub(crate) use i18n::I18n;
pub(crate) use language::{Language, asked, language_of};
pub(crate) use loading::{load, loaded_by, there};
