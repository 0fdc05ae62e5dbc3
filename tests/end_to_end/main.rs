//! End to end, in a real browser: the shipped script and the real service. Each test is a sentence that a person would
//! say; `cargo xtask test browser` runs them all, `cargo xtask test browser -- words` those with the words in their name.

mod accessibility;
mod administrator;
mod as_properties;
mod choosing;
mod contacts;
mod desktop;
mod embedding;
mod hostile;
mod hosts;
mod keyboard;
mod layout;
mod lifecycle;
mod live;
mod long_history;
mod network;
mod order;
mod pages_own_code;
mod panic;
mod people;
mod pictures;
mod polling;
mod preview;
mod privacy;
mod refusals;
mod second_file;
mod shipped;
mod silence;
mod strange_answers;
mod supervisor;
mod tabs;
mod themes;
mod told;
mod told_elsewhere;
mod whose;
mod words;
