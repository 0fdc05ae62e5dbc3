//! The form by which an account is connected. What is secret is taken out of it when it is sent, whatever comes of that.

use std::collections::BTreeMap;

use leptos::ev;
use leptos::prelude::*;

use super::Place;
use crate::account_form::{
    Field, Input, Typed, WEBEX_REGIONS, WIRES, Way, body, faults, fields, genesys_regions, known,
};
use crate::accounts::{Account, Vendor};
use crate::http::{self, Ask, ask};
use crate::load::use_load;
use crate::view::kit::{
    CheckField, Choices, Empty, ProblemBox, Saving, SelectField, SubmitButton, TextField, focus_what_is_wrong, use_ui,
};

/// By what Webex Contact Center is asked.
const WAYS: [(Way, &str, &str, &str); 2] = [
    (Way::App, "app", "account.way.app", "account.way.app.hint"),
    (Way::Token, "token", "account.way.token", "account.way.token.hint"),
];

/// What stands in the fields, by the service's names.
type Values = StoredValue<BTreeMap<&'static str, RwSignal<String>>>;

/// The form; or why the service can store no account.
#[component]
pub(super) fn Connect(
    /// Where the account is.
    place: Place,
    /// As it is now.
    now: Signal<Account>,
    /// Whether it is connected anew; closed when that is done.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let ui = use_ui();
    let settings = use_load(http::settings);
    // Where the service does not say, it may be asked.
    let keeps_none = move || settings.get().is_some_and(|settings| settings.keeps_secrets == Some(false));
    view! {
        <Show
            when=keeps_none
            fallback=move || view! { <Form place now is_open/> }
        >
            <Empty title=ui.words.words("account.no-key") advice=ui.words.words("account.no-key.advice")/>
        </Show>
    }
}

#[component]
fn Form(place: Place, now: Signal<Account>, is_open: RwSignal<bool>) -> impl IntoView {
    let ui = use_ui();
    let vendor = place.vendor;
    let account = now.get_untracked();
    let (way, saving, is_tried) = (RwSignal::new(Way::default()), Saving::new(), RwSignal::new(false));
    let notifications = RwSignal::new(!account.is_connected || account.wants_notifications);
    let values = values_of(vendor, &account);
    let typed =
        move || values.with_value(|values| values.iter().map(|(wire, text)| (*wire, text.get())).collect::<Typed>());
    let wrong =
        Memo::new(move |_| if is_tried.get() { faults(fields(vendor, way.get()), &typed()) } else { Vec::new() });
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if untrack(|| saving.is_pending()) {
            return;
        }
        let (typed, fields) = (untrack(typed), fields(vendor, way.get_untracked()));
        is_tried.set(!faults(fields, &typed).is_empty());
        if is_tried.get_untracked() {
            focus_what_is_wrong();
            return;
        }
        let body = now.with_untracked(|now| body(vendor, fields, &typed, now, notifications.get_untracked()));
        forget_secrets(vendor, values);
        let asked = Ask::put(place.path.get_value()).json(&body).patiently();
        saving.run(ask::<Account>(ui.session, asked), move |account| {
            let name = place.name();
            ui.say(move || ui.words.t_with("account.is-connected", &[("name", &name)]));
            is_open.set(false);
            place.load.set(account);
            place.focus_heading();
        });
    };
    let field = move |field: &'static Field| {
        let error = Signal::derive(move || {
            let of_form =
                wrong.with(|all| all.iter().find(|(wire, _)| *wire == field.wire).map(|(_, key)| ui.words.t(key)));
            of_form.or_else(|| saving.of_field(field.wire))
        });
        view! { <One field values error/> }
    };
    let plain =
        move || fields(vendor, way.get()).iter().filter(|one| !one.wire.contains('.')).map(field).collect_view();
    let nested: Vec<_> = fields(vendor, Way::App).iter().filter(|one| one.wire.contains('.')).map(field).collect();
    let has_failed = move || saving.problem().with(Option::is_some);
    view! {
        <form class="connect" on:submit=send novalidate autocomplete="off">
            {(vendor == Vendor::Webex).then(|| view! { <Choices legend="account.way" name="way" of=&WAYS value=way before=move |()| saving.forget()/> })}
            <div class="pair">{plain}</div>
            {(!nested.is_empty())
                .then(|| {
                    view! {
                        <fieldset>
                            <legend>{ui.words.words("account.identifiers")}</legend>
                            <p class="hint">{ui.words.words("account.identifiers.hint")}</p>
                            <div class="pair three">{nested}</div>
                        </fieldset>
                        <CheckField label=ui.words.words("account.notifications") value=notifications/>
                    }
                })}
            <ProblemBox of=saving.problem() fields=&WIRES/>
            <Show when=has_failed>
                <p class="hint" role="status">{ui.words.words("account.secrets-again")}</p>
            </Show>
            <div class="buttons">
                <SubmitButton saving label=ui.words.words("account.connect")/>
                <Show when=move || is_open.get()>
                    <button type="button" class="button" on:click=move |_| is_open.set(false)>
                        {ui.words.words("form.cancel")}
                    </button>
                </Show>
            </div>
        </form>
    }
}

/// The fields of all ways, with what is known of the account.
fn values_of(vendor: Vendor, account: &Account) -> Values {
    let known = known(vendor, account);
    let all = [Way::App, Way::Token].into_iter().flat_map(|way| fields(vendor, way));
    StoredValue::new(
        all.map(|field| (field.wire, RwSignal::new(known.get(field.wire).cloned().unwrap_or_default()))).collect(),
    )
}

fn forget_secrets(vendor: Vendor, values: Values) {
    let all = [Way::App, Way::Token].into_iter().flat_map(|way| fields(vendor, way));
    for field in all.filter(|field| field.input == Input::Secret) {
        values.with_value(|values| values.get(field.wire).into_iter().for_each(|value| value.set(String::new())));
    }
}

/// A field, as its kind is typed or chosen.
#[component]
fn One(field: &'static Field, values: Values, error: Signal<Option<String>>) -> impl IntoView {
    let ui = use_ui();
    let value = values.with_value(|values| values.get(field.wire).copied()).unwrap_or_default();
    let (label, name, required) = (ui.words.words(field.label), field.wire, field.is_required);
    let kind = match field.input {
        Input::Secret => "password",
        Input::Hours => "number",
        _ => "text",
    };
    match (field.input, field.hint) {
        (Input::OneRegion, _) => {
            view! { <SelectField label value options=Signal::stored(genesys_regions()) error name/> }.into_any()
        }
        (Input::Region, Some(hint)) => {
            let options = Signal::stored(WEBEX_REGIONS.map(str::to_owned).to_vec());
            view! { <TextField label value error hint=ui.words.words(hint) name required options/> }.into_any()
        }
        (_, Some(hint)) => {
            view! { <TextField label value error hint=ui.words.words(hint) kind name required/> }.into_any()
        }
        (_, None) => view! { <TextField label value error kind name required/> }.into_any(),
    }
}
