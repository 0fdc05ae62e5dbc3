//! The language that the widget speaks. Its words load beside the customer's data and never hold them up.

use std::pin::pin;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::Session;
use crate::locale::{self, Language};
use crate::settings::Settings;

/// After so long English stands in for words that are still on their way, ms.
const PATIENCE: u32 = 2_000;

/// The tag asked for, in full: what the element was told, the page or the browser.
pub(super) fn asked_for(settings: Memo<Settings>) -> Memo<String> {
    Memo::new(move |_| settings.with(|settings| locale::asked(settings.locale.as_deref())))
}

/// The language at the start; `None` while its words are awaited.
pub(super) fn at_first(asked: Memo<String>) -> RwSignal<Option<Language>> {
    RwSignal::new(asked.with_untracked(|asked| locale::there(locale::language_of(asked))))
}

impl Session {
    /// Loads the words that are asked for. Until others are there, those before stay.
    pub(super) fn keep_words_loaded(self) {
        let tag = Memo::new(move |_| self.asked.with(|asked| locale::language_of(asked)));
        Effect::new(move |_| {
            let tag = tag.get();
            match locale::there(tag) {
                Some(language) => {
                    self.loading_words.end();
                    self.speak(language);
                }
                None => self.loading_words.run(async move {
                    let loading = pin!(locale::load(tag));
                    let language = match select(loading, TimeoutFuture::new(PATIENCE)).await {
                        Either::Left((language, _)) => language,
                        Either::Right((_, loading)) => {
                            if self.language.with_untracked(Option::is_none) {
                                self.speak(Language::ENGLISH);
                            }
                            loading.await
                        }
                    };
                    self.speak(language.unwrap_or(Language::ENGLISH));
                }),
            }
        });
    }

    fn speak(self, language: Language) {
        if self.language.with_untracked(|spoken| spoken.as_ref() != Some(&language)) {
            self.language.set(Some(language));
        }
    }
}
