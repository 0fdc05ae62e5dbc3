//! The view as a person sees and uses it: mounted in a section of its own over a session that asks a service of the
//! test. What the service answers stands in each test; nothing of the widget is replaced.

mod administrator;
mod choosing;
mod coming_up;
mod desk;
mod digest;
mod finding;
mod follow_up;
mod inspect;
mod kit;
mod leak;
mod long;
mod look;
mod notes;
mod outage;
mod page;
mod people;
mod platforms;
mod reading;
mod service;
mod story;
mod summaries;
mod supervisor;
mod switching;
mod talks;
mod whose;
mod words;

use desk::{Desk, call, event, not_found};

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
