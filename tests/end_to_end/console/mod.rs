//! The console of the journey service, page by page.

mod accounts;
mod actions;
mod health;
mod importing;
mod journeys;
mod languages;
mod live;
mod people;
mod projects;
mod reasons;
mod sample;
mod signing_in;
mod templates;
mod walk;
