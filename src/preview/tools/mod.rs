//! The preview's own controls around the desktop: what no real desktop has. Kept apart from it, and it looks so.

pub(crate) mod bar;
pub(crate) mod drawer;
mod findings;
mod journal_view;
pub(crate) mod notice;
pub(crate) mod simulate_box;
mod told;
