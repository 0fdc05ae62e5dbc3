//! "Why do I see this?": what made an entry, a tile, a flag or a link, where the settings came from, and what was asked of
//! the service. For administrators, with `logs-on`; code of the second file. The domain says why; this shows it.

mod entry;
mod file;
mod requests;
mod rules;
mod settings;

use leptos::html;
use leptos::prelude::*;

use self::entry::EntryPart;
use self::file::save;
use self::requests::Requests;
use self::rules::{Flags, Links, Tiles};
use self::settings::Settings;
use super::kit::*;
use crate::session::Inspected;

/// The dialog, with the part open that was asked for.
pub(super) fn inspect() -> AnyView {
    let ui = use_customer();
    let CustomerUi { session, i18n, .. } = ui;
    let dialog = NodeRef::<html::Dialog>::new();
    let Some(inspected) = session.inspected.get_untracked() else { return ().into_any() };
    let entry = if let Inspected::Entry(id) = &inspected { Some(id.clone()) } else { None };
    let of_entry = entry.clone().map(|id| {
        view! {
            <Part name="entry" title="inspect.entry" is_open=true>
                <EntryPart id=id.clone()/>
            </Part>
        }
        .into_any()
    });
    let (opens_tiles, opens_flags) = (matches!(inspected, Inspected::Tile(_)), matches!(inspected, Inspected::Flag(_)));
    let inspected = StoredValue::new(inspected);
    let links_of = StoredValue::new(entry.clone());
    view! {
        <Dialog title="inspect.title" name="inspect" node=dialog on_close=move || session.inspected.set(None)>
            <div class="inspected">
                {of_entry}
                <Part name="tiles" title="profile.title" is_open=opens_tiles>
                    <Tiles inspected=inspected.get_value()/>
                </Part>
                <Part name="flags" title="flags.label" is_open=opens_flags>
                    <Flags inspected=inspected.get_value()/>
                </Part>
                <Part name="links" title="links.label">
                    <Links of=links_of.get_value()/>
                </Part>
                <Part name="settings" title="inspect.settings">
                    <Settings/>
                </Part>
                <Part name="requests" title="inspect.requests">
                    <Requests/>
                </Part>
            </div>
            <p class="label" id="inspect-save">{i18n.words("inspect.save.means")}</p>
            <div class="form-actions">
                <button
                    type="button"
                    class="button primary"
                    part="support-file"
                    aria-describedby="inspect-save"
                    on:click=move |_| save(ui, entry.as_ref())
                >
                    <Glyph icon=LuDownload/>
                    {i18n.words("inspect.save")}
                </button>
            </div>
        </Dialog>
    }
    .into_any()
}

/// What leads there from a part of the widget: nothing without `logs-on`.
pub(super) fn why(of: Inspected) -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let title = i18n.words("inspect.title");
    let is_tile = matches!(of, Inspected::Tile(_));
    let of = StoredValue::new(of);
    let open = move |_| session.inspected.set(Some(of.get_value()));
    let button = move || match is_tile {
        true => view! {
            <button type="button" class="icon-button why" part="why" title=title aria-label=title on:click=open>
                <Glyph icon=LuCircleHelp/>
            </button>
        }
        .into_any(),
        false => view! {
            <p class="copy-link">
                <button type="button" class="link why" part="why" on:click=open>{title}</button>
            </p>
        }
        .into_any(),
    };
    (move || is_on().then(button)).into_any()
}

/// Whether an administrator may look.
pub(super) fn is_on() -> bool {
    use_customer().session.settings.with(|settings| settings.logs)
}

/// One part of the dialog, made when it is open.
#[component]
fn Part(
    /// For tests.
    name: &'static str,
    /// The key of its title.
    title: &'static str,
    /// Whether it is open at first.
    #[prop(optional)]
    is_open: bool,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(is_open);
    view! {
        <section class="folded" data-part=name>
            <h3>
                <button
                    type="button"
                    class="link"
                    aria-expanded=move || said(is_open.get())
                    on:click=move |_| is_open.update(|open| *open = !*open)
                >
                    {use_customer().i18n.words(title)}
                </button>
            </h3>
            {move || is_open.get().then(|| children())}
        </section>
    }
}

/// One thing that is explained: what it is called, and names and values; those that say nothing are left out.
fn explained(title: AnyView, is_meant: bool, rows: Vec<(&'static str, Vec<String>)>) -> AnyView {
    let i18n = use_customer().i18n;
    let says_something = |(_, parts): &(_, Vec<String>)| parts.iter().any(|part| !part.is_empty());
    let rows = rows.into_iter().filter(says_something);
    let rows = rows.map(|(key, parts)| row(i18n.words(key).into_any(), parts)).collect_view();
    view! {
        <li class="explained" data-meant=present(is_meant)>
            <p class="explained-title">{title}</p>
            <dl class="fields">{rows}</dl>
        </li>
    }
    .into_any()
}

/// A name of a list, and what it says: pieces that each run in their own direction.
fn row(name: AnyView, parts: Vec<String>) -> AnyView {
    let parts = parts.into_iter().filter(|part| !part.is_empty()).enumerate().map(|(place, part)| {
        let between = (place > 0).then_some(" · ");
        view! { {between} <bdi>{part}</bdi> }.into_any()
    });
    view! {
        <div class="field-row">
            <dt>{name}</dt>
            <dd>{parts.collect_view()}</dd>
        </div>
    }
    .into_any()
}

/// What stands where there is nothing to explain.
fn nothing() -> AnyView {
    view! { <p class="label">{use_customer().i18n.words("inspect.none")}</p> }.into_any()
}

/// A list of what is explained.
fn list(all: Vec<AnyView>) -> AnyView {
    if all.is_empty() { nothing() } else { view! { <ul class="explanations">{all}</ul> }.into_any() }
}
