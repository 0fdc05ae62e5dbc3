//! The drawer at the bottom: what is wrong with the layout, what the widget was told, what happened.

use leptos::prelude::*;

use super::findings::Findings;
use super::journal_view::Journal;
use super::told::Told;
use crate::preview::desktop::widget::SCRIPT;
use crate::preview::network;
use crate::preview::state::Desk;

/// The drawer; Escape closes it.
#[component]
pub(crate) fn Drawer(desk: Desk) -> impl IntoView {
    let api = desk.api.with_value(|api| api.base().to_owned());
    view! {
        <section
            id="drawer"
            class="drawer"
            dir="ltr"
            aria-label="Details"
            hidden=move || !desk.drawer.get()
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    desk.drawer.set(false);
                }
            }
        >
            <div class="drawer-column" role="group" aria-label="Findings" tabindex="0">
                <h2>"Findings"</h2>
                <Findings desk/>
            </div>
            <div class="drawer-column" role="group" aria-label="What the widget is told" tabindex="0">
                <h2>"What the widget is told"</h2>
                <Told desk/>
                <h3>"Where this preview is not your desktop"</h3>
                <ul class="remarks" data-testid="remarks">
                    <li>"The widget's script is " <code>{SCRIPT}</code> " beside this page, whatever host the layout's \"script\" names."</li>
                    <li>"Where the desktop has its own customer journey, a placeholder stands."</li>
                    <li>
                        <code>"base-url"</code> " is set to " <code>{api}</code>
                        ", where the sample data is, over the layout's base-url and dataCenter."
                    </li>
                    <li>{network::WORDS.replacen("This", "\"Offline\"", 1)}</li>
                    <li>"A chosen language is also set as the property " <code>"locale"</code> ", unless the layout sets it."</li>
                </ul>
            </div>
            <div class="drawer-column" role="group" aria-label="Journal" tabindex="0">
                <h2>"Journal"</h2>
                <Journal desk/>
            </div>
            <button type="button" class="button drawer-close" aria-label="Close the details" on:click=move |_| desk.drawer.set(false)>
                "Close"
            </button>
        </section>
    }
}
