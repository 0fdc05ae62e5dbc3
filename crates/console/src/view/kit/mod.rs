//! What several pages use: fields, forms, dialogs, what is shown while something loads or failed, and what screen readers
//! are told.

mod area;
mod check;
mod choices;
mod dialog;
mod download;
mod field;
mod heading;
mod often;
mod problem;
mod reasons;
mod saving;
mod select;
mod shown;
mod switch;
mod ui;

pub(crate) use area::TextArea;
pub(crate) use check::CheckField;
pub(crate) use choices::Choices;
pub(crate) use dialog::{ConfirmByName, Dialog};
pub(crate) use download::download;
pub(crate) use field::{TextField, next_id};
pub(crate) use heading::Heading;
pub(crate) use often::often;
pub(crate) use problem::ProblemBox;
pub(crate) use reasons::{ReasonText, Reasons};
pub(crate) use saving::{Saving, SubmitButton, focus_what_is_wrong};
pub(crate) use select::SelectField;
pub(crate) use shown::{Empty, shown};
pub(crate) use switch::Switch;
pub(crate) use ui::{Announcer, Ui, use_ui};
