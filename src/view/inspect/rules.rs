//! Why there is a tile, a flag or a link: the template's attribute or the rule, what was compared, and what came of it.

use leptos::prelude::*;

use super::{explained, list};
use crate::session::Inspected;
use crate::view::kit::*;
use journey::{ComputedTile, EntryId, JudgedFlag, JudgedLink, ProfileAttribute, RuleMap};

/// The profile's part of the dialog.
#[component]
pub(super) fn Tiles(
    /// What is wondered about.
    inspected: Inspected,
) -> impl IntoView {
    let ui = use_customer();
    move || {
        let is_meant = |label: &str| inspected == Inspected::Tile(label.to_owned());
        let asked = attributes(ui).into_iter().map(|tile| of_template(&tile, is_meant(&tile.label)));
        let computed = computed(ui).into_iter().map(|tile| of_domain(ui, &tile, is_meant(tile.key)));
        list(asked.chain(computed).collect())
    }
}

/// The tiles of all profile templates.
pub(super) fn attributes(ui: CustomerUi) -> Vec<ProfileAttribute> {
    ui.session.attributes()
}

/// The tiles that the domain computed, of the platforms without a template.
pub(super) fn computed(ui: CustomerUi) -> Vec<ComputedTile> {
    let session = ui.session;
    let without_template = session.sources().into_iter().filter(|source| !source.has_templates());
    let of = |source: crate::session::SourceSession| {
        session.journey.with(|journey| ComputedTile::all(journey, source.platform(), session.now.get(), source.reach()))
    };
    without_template.flat_map(of).collect()
}

fn of_template(tile: &ProfileAttribute, is_meant: bool) -> AnyView {
    let asked = tile.asked.iter().map(|(key, value)| [key, ": ", value].concat()).collect::<Vec<_>>().join("; ");
    let answered = tile.error.clone().unwrap_or_else(|| tile.values.join(", "));
    let rows = vec![("inspect.asked", vec![asked]), ("inspect.says", vec![answered])];
    explained(view! { <bdi>{tile.label.clone()}</bdi> }.into_any(), is_meant, rows)
}

fn of_domain(ui: CustomerUi, tile: &ComputedTile, is_meant: bool) -> AnyView {
    let key = ["computed.", tile.key].concat();
    let title = (move || ui.i18n.t(&key)).into_any();
    explained(title, is_meant, vec![("inspect.asked", vec![ui.i18n.t("inspect.rule.computed")])])
}

/// The flags' part of the dialog.
#[component]
pub(super) fn Flags(
    /// What is wondered about.
    inspected: Inspected,
) -> impl IntoView {
    let ui = use_customer();
    move || {
        let is_meant = |flag: &JudgedFlag| matches!((&inspected, &flag.verdict), (Inspected::Flag(word), Ok(shown)) if word == shown);
        list(ui.session.judged_flags().iter().map(|flag| of_flag(ui, flag, is_meant(flag))).collect())
    }
}

fn of_flag(ui: CustomerUi, flag: &JudgedFlag, is_meant: bool) -> AnyView {
    let map = of_map(ui, flag.map, "flags", "flags-url");
    let number = flag.place.map(|place| ui.i18n.count(place.saturating_add(1))).unwrap_or_default();
    // As the administrator wrote it: these are words of the rule, in no language.
    let subject = if flag.is_of_profile { "attribute" } else { "field" };
    let compared = [flag.comparison, " ", &flag.wanted.join(", ")].concat();
    let result = verdict(ui, flag.verdict.as_ref().err().map(|why| why.key()));
    let rows = vec![
        ("inspect.asked", vec![map, number, [subject, " ", &flag.subject].concat()]),
        ("inspect.says", vec![flag.values.join(", ")]),
        ("inspect.compared", vec![compared.trim().to_owned()]),
        ("inspect.result", vec![result]),
    ];
    explained(view! { <bdi>{flag.rule.clone()}</bdi> }.into_any(), is_meant, rows)
}

/// The links' part of the dialog.
#[component]
pub(super) fn Links(
    /// The entry that is wondered about.
    of: Option<EntryId>,
) -> impl IntoView {
    let ui = use_customer();
    move || list(links(ui, of.as_ref()).iter().map(|link| of_link(ui, link)).collect())
}

/// The customer's links and templates, and those of an entry.
pub(super) fn links(ui: CustomerUi, of: Option<&EntryId>) -> Vec<JudgedLink> {
    let session = ui.session;
    let entry = of.and_then(|id| session.journey.with(|journey| journey.entry(id).cloned()));
    let of_entry = entry.map(|entry| session.judged_links(Some(&entry))).unwrap_or_default();
    session.judged_links(None).into_iter().chain(of_entry).collect()
}

fn of_link(ui: CustomerUi, link: &JudgedLink) -> AnyView {
    let map = of_map(ui, link.map, "links", "links-url");
    let part = |(name, value): &(String, Option<String>)| ["{", name, "}: ", value.as_deref().unwrap_or("—")].concat();
    let rows = vec![
        ("inspect.asked", vec![map, link.template.clone()]),
        ("inspect.says", vec![link.filled.iter().map(part).collect::<Vec<_>>().join(", ")]),
        ("inspect.result", vec![verdict(ui, link.verdict.as_ref().err().map(|why| why.key()))]),
    ];
    explained(view! { <bdi>{link.label.clone()}</bdi> }.into_any(), false, rows)
}

fn of_map(ui: CustomerUi, map: RuleMap, property: &str, attribute: &str) -> String {
    match map {
        RuleMap::Property => ui.i18n.t_with("inspect.map.property", &[("name", property)]),
        RuleMap::File => ui.i18n.t_with("inspect.map.file", &[("name", attribute)]),
    }
}

fn verdict(ui: CustomerUi, why_not: Option<&str>) -> String {
    match why_not {
        Some(why) => ui.i18n.t(&["inspect.why.", why].concat()),
        None => ui.i18n.t("inspect.shown"),
    }
}
