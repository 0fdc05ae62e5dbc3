//! The gallery: the widget in every state, with sample data, in every colour, language, density and width. For those who
//! carry the widget on, and for tests, which walk through it. A page of its own, `/gallery`; it needs no journey service.
//!
//! The page's address may say `?theme=` (light, dark, system), `?locale=`, `?width=` (px, of all scenes), `?density=`
//! (condensed, comfortable) and `?scene=` (one scene alone, without the page around it).
//!
//! Hooks for tests: a scene carries `data-scene` with its name, and `data-stands` once it shows what it is about.

mod found;
mod notes;
#[cfg(target_arch = "wasm32")]
mod page;
mod rules;
mod samples;
mod scene;
mod scenes;

#[cfg(target_arch = "wasm32")]
pub(super) use page::Gallery;
