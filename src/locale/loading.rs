//! The words of languages that are not compiled in: files beside the script, which the element's class fetches, each once
//! for all widgets of a page. A language that cannot be had is English.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::language::Language;

thread_local! {
    static LOADER: RefCell<Option<Function>> = const { RefCell::new(None) };
    static LOADED: RefCell<Vec<Language>> = const { RefCell::new(Vec::new()) };
}

/// Takes what fetches a language's words: a function of its tag that answers with a promise of the file's content.
pub(crate) fn loaded_by(loader: Function) {
    LOADER.set(Some(loader));
}

/// The language of this tag, if it is there already.
pub(crate) fn there(tag: &str) -> Option<Language> {
    if tag == Language::ENGLISH.tag() {
        return Some(Language::ENGLISH);
    }
    LOADED.with_borrow(|loaded| loaded.iter().find(|language| language.tag() == tag).cloned())
}

/// Loads the language of this tag; `None`: there is none to be had, and the console says why.
pub(crate) async fn load(tag: &'static str) -> Option<Language> {
    if let Some(language) = there(tag) {
        return Some(language);
    }
    let promise = LOADER.with_borrow(|loader| loader.as_ref()?.call1(&JsValue::NULL, &tag.into()).ok())?;
    let words = JsFuture::from(promise.dyn_into::<Promise>().ok()?).await.ok()?;
    let language = Language::read(tag, words)?;
    LOADED.with_borrow_mut(|loaded| loaded.push(language.clone()));
    Some(language)
}
