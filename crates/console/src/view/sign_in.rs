//! Signing in: on a page of its own at first, and in a dialog over the page when the token has ended.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::kit::{Dialog, Heading, ProblemBox, Saving, SubmitButton, TextField, shown, use_ui};
use crate::http;
use crate::load::use_load;
use crate::sign_in::{SignInError, SigningIn};
use crate::wire::{Provider, Settings};

/// Before anybody has signed in.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let ui = use_ui();
    view! {
        <main class="sign-in">
            <Heading text=ui.words.words("sign-in.heading")/>
            <Ways/>
        </main>
    }
}

/// Over the page, when the token has ended: what stands there stays.
#[component]
pub(crate) fn SignInAgain() -> impl IntoView {
    let ui = use_ui();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(ui.session.has_ended()));
    view! {
        <Dialog open title=ui.words.words("sign-in.ended") may_close=false>
            <p>{ui.words.words("sign-in.kept")}</p>
            <Ways/>
            <button type="button" class="button plain" on:click=move |_| ui.session.leave()>
                {ui.words.words("sign-in.leave")}
            </button>
        </Dialog>
    }
}

/// The ways to sign in that the service has.
#[component]
fn Ways() -> impl IntoView {
    let settings = use_load(http::settings);
    shown(settings, |settings: Signal<Settings>| {
        let Settings { preview_tokens, provider, .. } = settings.get_untracked();
        match provider {
            Some(provider) => view! { <ByProvider provider/> }.into_any(),
            None => view! {
                {preview_tokens.then(|| view! { <ByRole/> })}
                <ByToken/>
            }
            .into_any(),
        }
    })
}

/// In the window of the identity provider.
#[component]
fn ByProvider(
    /// Which.
    provider: Provider,
) -> impl IntoView {
    let ui = use_ui();
    let saving = Saving::new();
    let (is_open, error) = (RwSignal::new(false), RwSignal::new(None::<SignInError>));
    let begin = move |_| {
        error.set(None);
        match SigningIn::begin(provider.clone()) {
            Err(refused) => error.set(Some(refused)),
            Ok(signing_in) => {
                is_open.set(true);
                spawn_local(async move {
                    match signing_in.token().await {
                        Ok(token) => saving.run(ui.session.enter(token), |()| ()),
                        Err(refused) => error.set(Some(refused)),
                    }
                    is_open.set(false);
                });
            }
        }
    };
    let said = move || {
        error.get().map(|error| match error {
            SignInError::NoWindow => ui.words.t("sign-in.no-window"),
            SignInError::Refused(said) if said.is_empty() => ui.words.t("sign-in.refused"),
            SignInError::Refused(said) => ui.words.t_with("sign-in.refused-with", &[("words", &said)]),
            SignInError::NoToken => ui.words.t("sign-in.no-token"),
        })
    };
    view! {
        <div class="way">
            <button type="button" class="button main" on:click=begin>
                {ui.words.words("sign-in.provider")}
            </button>
            <p role="status">{move || is_open.get().then(|| ui.words.t("sign-in.window"))}</p>
            <p role="alert" class="error">{said}</p>
            <ProblemBox of=saving.problem()/>
        </div>
    }
}

/// In development: as one of three.
#[component]
fn ByRole() -> impl IntoView {
    let ui = use_ui();
    let saving = Saving::new();
    let enter = move |role: &'static str| {
        saving.run(async move { ui.session.enter(http::preview_token(role).await?).await }, |()| ());
    };
    let roles =
        [("admin", "sign-in.role.admin"), ("supervisor", "sign-in.role.supervisor"), ("agent", "sign-in.role.agent")];
    view! {
        <section class="way">
            <h2>{ui.words.words("sign-in.development")}</h2>
            <p>{ui.words.words("sign-in.development.hint")}</p>
            <div class="buttons">
                {roles
                    .map(|(role, words)| {
                        view! {
                            <button type="button" class="button" data-role=role on:click=move |_| enter(role)>
                                {ui.words.words(words)}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <ProblemBox of=saving.problem()/>
        </section>
    }
}

/// By a token that somebody has.
#[component]
fn ByToken() -> impl IntoView {
    let ui = use_ui();
    let (token, saving, is_missing) = (RwSignal::new(String::new()), Saving::new(), RwSignal::new(false));
    let error = Signal::derive(move || {
        (is_missing.get() && token.with(|token| token.trim().is_empty())).then(|| ui.words.t("form.required"))
    });
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let given = token.get_untracked().trim().to_owned();
        is_missing.set(given.is_empty());
        if !given.is_empty() {
            saving.run(ui.session.enter(given), |()| ());
        }
    };
    view! {
        <section class="way">
            <h2>{ui.words.words("sign-in.token")}</h2>
            <form on:submit=send novalidate>
                <TextField
                    label=ui.words.words("sign-in.token.label")
                    hint=ui.words.words("sign-in.token.hint")
                    value=token
                    error
                    kind="password"
                    name="token"
                    required=true
                />
                <ProblemBox of=saving.problem()/>
                <SubmitButton saving label=ui.words.words("sign-in.enter")/>
            </form>
        </section>
    }
}
