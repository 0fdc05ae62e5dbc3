//! What the layout tells the first widget of this persona, as it is at this moment. A token is never shown.

use leptos::prelude::*;
use serde_json::Value;

use crate::preview::state::Desk;
use crate::preview::store::value_now;

/// Longer values are cut.
const SHOWN_LETTERS: usize = 90;

/// The table.
#[component]
pub(super) fn Told(desk: Desk) -> impl IntoView {
    let widget = Memo::new(move |_| desk.desktop().and_then(|desktop| desktop.widget().cloned()));
    move || match widget.get() {
        None => {
            view! { <p class="quiet" data-testid="told">"This persona has no customer-journey-widget."</p> }.into_any()
        }
        Some(widget) => {
            let rows = widget.properties.into_iter().chain(widget.attributes).map(|(name, given)| {
                let source = match &given {
                    Value::String(text) if text.starts_with('$') => text.clone(),
                    _ => String::new(),
                };
                let now = {
                    let name = name.clone();
                    Memo::new(move |_| desk.store.with(|store| shown(&name, value_now(&given, store))))
                };
                view! {
                    <tr>
                        <th scope="row"><code>{name}</code></th>
                        <td>{move || now.get()}<span class="quiet">{source}</span></td>
                    </tr>
                }
            });
            view! { <table class="told" data-testid="told"><tbody>{rows.collect_view()}</tbody></table> }.into_any()
        }
    }
}

fn shown(name: &str, value: Option<Value>) -> String {
    let Some(value) = value else { return "undefined".to_owned() };
    let text = match &value {
        Value::String(text) => text.clone(),
        Value::Object(fields) => match fields.get("interactionId").and_then(Value::as_str) {
            Some(id) => format!("the contact {id}"),
            None => value.to_string(),
        },
        other => other.to_string(),
    };
    if name.to_ascii_lowercase().contains("token") && value.is_string() {
        return format!("a token of {} characters", text.len());
    }
    match text.char_indices().nth(SHOWN_LETTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
