//! Two persons side by side, and the question whether they are one. Nothing is merged by anything but the button here.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::OutcomeLine;
use crate::session::Conflict;
use crate::view::header::contact_words;
use crate::view::kit::*;
use journey::{ComparedRow, Glance, compare, merged};

/// The dialog.
pub(in crate::view) fn comparison(conflict: &Arc<Conflict>) -> AnyView {
    let ui = use_customer();
    let CustomerUi { session, i18n, .. } = ui;
    let dialog = NodeRef::<html::Dialog>::new();
    let shown_stays = RwSignal::new(true);
    let identity = conflict.identity.to_string();
    let (why, other) = (identity.clone(), identity);
    let rows = compare(&conflict.shown, &conflict.other).iter().map(row).collect_view();
    let may_merge = session.may_change().merge;
    let conflict = StoredValue::new(Arc::clone(conflict));
    let name_of = move |stays: bool| {
        conflict.with_value(|conflict| if stays { conflict.shown.name() } else { conflict.other.name() })
    };
    let name = move |stays: bool| move || name_of(stays).unwrap_or_else(|| i18n.t("header.no-name"));
    let choice = move |stays: bool, label: AnyView| {
        view! {
            <th scope="col">
                <span class="label"><bdi>{label}</bdi></span>
                <bdi class="compared-name">{name(stays)}</bdi>
                <label class="main-person">
                    <input
                        type="radio"
                        name="main-person"
                        prop:checked=move || shown_stays.get() == stays
                        on:change=move |_| shown_stays.set(stays)
                    />
                    {i18n.words("merge.main")}
                </label>
            </th>
        }
        .into_any()
    };
    let last_of_shown = move || last_contact(ui).unwrap_or_else(|| i18n.t("profile.no-value"));
    let last_of_other = move || {
        let words = conflict.with_value(|conflict| contact_words(ui, conflict.other_last.as_deref()?));
        words.unwrap_or_else(|| i18n.t("profile.no-value"))
    };
    let result = move || {
        let one = conflict.with_value(|conflict| {
            let (shown, other) = (&conflict.shown, &conflict.other);
            if shown_stays.get() { merged(shown, other) } else { merged(other, shown) }
        });
        let words = i18n.t_count("merge.result", one.identities.len());
        words.replace("{name}", &one.name().unwrap_or_else(|| i18n.t("header.no-name")))
    };
    view! {
        <Dialog title="merge.title" name="comparison" node=dialog on_close=move || session.keep_apart()>
            <p>{move || i18n.t_with("merge.why", &[("identity", &why)])}</p>
            <table class="compared">
                <thead>
                    <tr>
                        {choice(true, i18n.words("merge.shown").into_any())}
                        {choice(
                            false,
                            (move || i18n.t_with("merge.other", &[("identity", &other)])).into_any(),
                        )}
                    </tr>
                </thead>
                {rows}
                <tbody>
                    <tr>
                        <th scope="rowgroup" colspan="2">{i18n.words("merge.last")}</th>
                    </tr>
                    <tr>
                        <td>{last_of_shown}</td>
                        <td>{last_of_other}</td>
                    </tr>
                </tbody>
            </table>
            <p class="merge-result">{result}</p>
            <p class="merge-warning">{i18n.words("merge.warning")}</p>
            // What a refused merge says must be seen over the dialog, not under it.
            <When is=move || session.edits.outcome.with(Option::is_some)>
                <OutcomeLine/>
            </When>
            <div class="form-actions">
                <span class="grow" role="status">
                    <When is=move || session.edits.busy.get()>
                        <span class="label">{i18n.words("edit.busy")}</span>
                    </When>
                </span>
                <button type="button" class="button" autofocus=true on:click=move |_| close_dialog(dialog)>
                    {i18n.words("merge.apart")}
                </button>
                {may_merge.then(|| view! {
                    <button
                        type="button"
                        class="button danger"
                        part="merge"
                        disabled=move || session.edits.busy.get()
                        on:click=move |_| session.merge(shown_stays.get_untracked())
                    >
                        {i18n.words("merge.submit")}
                    </button>
                }.into_any())}
            </div>
        </Dialog>
    }
    .into_any()
}

fn row(row: &ComparedRow) -> AnyView {
    let i18n = use_customer().i18n;
    let what = row.what;
    let cell = |values: &[String], others: &[String]| {
        let value = |value: &String| {
            view! { <p data-same=present(others.contains(value))><bdi>{value.clone()}</bdi></p> }.into_any()
        };
        let nothing = values.is_empty().then(|| view! { <p>{i18n.words("profile.no-value")}</p> }.into_any());
        view! { <td>{values.iter().map(value).collect_view()} {nothing}</td> }.into_any()
    };
    view! {
        <tbody>
            <tr>
                <th scope="rowgroup" colspan="2">{move || i18n.language().compared(what)}</th>
            </tr>
            <tr data-differs=present(row.differs())>
                {cell(&row.left, &row.right)}
                {cell(&row.right, &row.left)}
            </tr>
        </tbody>
    }
    .into_any()
}

fn last_contact(ui: CustomerUi) -> Option<String> {
    let session = ui.session;
    let glance = session.journey.with_untracked(|journey| {
        session.filter.with_untracked(|filter| Glance::of(journey, filter, session.now.get_untracked()))
    });
    contact_words(ui, &*glance.ongoing.or(glance.last)?)
}
