//! Making a person.

use cjds::Person;
use leptos::ev;
use leptos::prelude::*;
use serde_json::json;

use super::path;
use crate::http::{Ask, ask};
use crate::route::Route;
use crate::view::kit::{Dialog, ProblemBox, Saving, SubmitButton, TextField, focus_what_is_wrong, use_ui};

/// The fields that the service may name.
const FIELDS: [&str; 5] = ["firstName", "lastName", "phone", "email", "customerId"];

/// The dialog that makes a person, and goes there.
#[component]
pub(super) fn CreatePerson(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The project's id.
    project: String,
) -> impl IntoView {
    let ui = use_ui();
    let project = StoredValue::new(project);
    view! {
        <Dialog open title=ui.words.words("people.new")>
            {move || {
                let values: [RwSignal<String>; 5] = std::array::from_fn(|_| RwSignal::new(String::new()));
                let [first, last, phone, email, customer] = values;
                let (saving, is_missing) = (Saving::new(), RwSignal::new(false));
                let has_identity = move || [phone, email, customer].iter().any(|value| value.with(|value| !value.trim().is_empty()));
                let send = move |event: ev::SubmitEvent| {
                    event.prevent_default();
                    if !untrack(has_identity) {
                        is_missing.set(true);
                        focus_what_is_wrong();
                        return;
                    }
                    let mut body = json!({});
                    for (field, value) in FIELDS.into_iter().zip(values) {
                        let value = value.get_untracked().trim().to_owned();
                        if value.is_empty() {
                            continue;
                        }
                        let value = if field.ends_with("Name") { json!(value) } else { json!([value]) };
                        if let Some(body) = body.as_object_mut() {
                            body.insert(field.to_owned(), value);
                        }
                    }
                    let asked = Ask::post(path("", &project.get_value(), "")).json(&body);
                    saving.run(ask::<Person>(ui.session, asked), move |person| {
                        open.set(false);
                        let name = super::title(&person);
                        ui.say(move || ui.words.t_with("people.made", &[("name", &name)]));
                        ui.go(&Route::Person(project.get_value(), person.id));
                    });
                };
                let error = move |field: &'static str| Signal::derive(move || saving.of_field(field));
                let phone_error = Signal::derive(move || match is_missing.get() && !has_identity() {
                    true => Some(ui.words.t("people.new.needs")),
                    false => saving.of_field("phone"),
                });
                view! {
                    <form on:submit=send novalidate>
                        <TextField label=ui.words.words("person.first-name") value=first error=error("firstName") name="firstName"/>
                        <TextField label=ui.words.words("person.last-name") value=last error=error("lastName") name="lastName"/>
                        <TextField
                            label=ui.words.words("identity.phone")
                            hint=ui.words.words("identity.phone.hint")
                            value=phone
                            error=phone_error
                            name="phone"
                        />
                        <TextField label=ui.words.words("identity.email") value=email error=error("email") name="email"/>
                        <TextField label=ui.words.words("identity.customer") value=customer error=error("customerId") name="customerId"/>
                        <ProblemBox of=saving.problem() fields=&FIELDS/>
                        <div class="buttons">
                            <SubmitButton saving label=ui.words.words("people.make")/>
                            <button type="button" class="button" on:click=move |_| open.set(false)>
                                {ui.words.words("form.cancel")}
                            </button>
                        </div>
                    </form>
                }
            }}
        </Dialog>
    }
}
