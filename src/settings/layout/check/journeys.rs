//! The customer journeys of a persona: whether a script defines the element under the name that the layout writes, and
//! where the one will show that the desktop has built in.

use crate::settings::layout::WIDGET;
use crate::settings::layout::finding::{Finding, Rule};
use crate::settings::layout::journeys::{BUILT_IN_SLOTS, script_for_tag, tag_of_script};
use crate::settings::layout::model::{Component, Desktop};
use crate::settings::nearest::nearest;

/// The slots that the desktop is known to fill.
const SLOTS: &[&str] = &[
    "IVR_TRANSCRIPT_TAB",
    "IVR_TRANSCRIPT",
    "RT_TRANSCRIPT_TAB",
    "RT_TRANSCRIPT",
    "WXM_JOURNEY_TAB",
    "WXM_JOURNEY",
    "CONTACT_HISTORY_TAB",
    "CONTACT_HISTORY",
    "SCREEN_POP_TAB",
    "SCREEN_POP",
    "CUSTOMER_JOURNEY_WIDGET_TAB",
    "CUSTOMER_JOURNEY_WIDGET",
];

/// Words of `visibility`.
const VISIBILITIES: &[&str] = &[
    "IVR_TRANSCRIPT",
    "RT_TRANSCRIPT",
    "WXM_JOURNEY",
    "WXM_METRICS",
    "SCREEN_POP",
    "CONTACT_HISTORY",
    "CUSTOMER_JOURNEY_WIDGET",
    "RESPONSIVE",
    "NOT_RESPONSIVE",
];

const REPLACE: &str = "a component of a name of your own, such as \"comp\": \"our-journey\", \"script\": \
     \"https://your-static-host.example/customer-journey-widget.js?tag=our-journey\"";

pub(super) fn check(desktop: &Desktop, findings: &mut Vec<Finding>) {
    for component in desktop.components() {
        name(component, findings);
        words(component, findings);
    }
    built_in(desktop, findings);
}

/// A script defines one name; the desktop creates another one, of which it knows nothing.
fn name(component: &Component, findings: &mut Vec<Finding>) {
    let Some(tag) = tag_of_script(&component.script) else { return };
    let (comp, script) = (component.comp.as_str(), component.script.trim());
    let path = component.path.key("script");
    // Without a name, or with a slip in it: that is said of the name.
    if comp.is_empty() || (tag == WIDGET && nearest(comp, [WIDGET]).is_some()) {
        return;
    }
    if !is_element_name(comp) {
        findings.push(Finding::error(
            Rule::BadScript,
            &component.path.key("comp"),
            format!("\"{comp}\" cannot be the name of an element: no script can define it."),
            "Choose a name of small letters, digits and dashes, with a letter first and a dash in it, such as \"our-journey\".",
        ));
    } else if comp != tag && tag == WIDGET {
        // A page may name the element elsewhere (data-tag), so this may be meant; a desktop cannot.
        findings.push(Finding::warning(
            Rule::BadScript,
            &path,
            format!("This script defines <{WIDGET}>, and the component is called \"{comp}\": nothing will show."),
            format!("Write the name into the script's address: \"script\": \"{}\".", script_for_tag(script, comp)),
        ));
    } else if comp != tag {
        let (result, fix) = if comp == WIDGET {
            (
                "the desktop's own customer journey will show",
                format!("Write \"comp\": \"{tag}\", the name in the script's address, or take it out of the address."),
            )
        } else {
            (
                "nothing will show",
                format!("Write the component's name into it: \"script\": \"{}\".", script_for_tag(script, comp)),
            )
        };
        findings.push(Finding::error(
            Rule::BadScript,
            &path,
            format!("This script's address names <{tag}>, and the component is called \"{comp}\": {result}."),
            fix,
        ));
    }
}

fn is_element_name(comp: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-._".contains(letter);
    comp.starts_with(|letter: char| letter.is_ascii_lowercase()) && comp.contains('-') && comp.chars().all(is_letter)
}

/// A slot or a feature whose name the desktop does not know shows nothing, in silence.
fn words(component: &Component, findings: &mut Vec<Finding>) {
    let slot = (component.comp == "slot").then(|| component.slot_name()).flatten();
    let slot = slot.map(|name| (name, SLOTS, component.path.key("attributes").key("name"), "slot"));
    let visibility =
        (component.visibility.as_str(), VISIBILITIES, component.path.key("visibility"), "word of visibility");
    for (word, known, path, what) in slot.into_iter().chain([visibility]) {
        if let Some(near) = nearest(word, known.iter().copied()) {
            findings.push(Finding::warning(
                Rule::UnknownKey,
                &path,
                format!("\"{word}\" is no {what} that we know: what stands here will not show."),
                format!("Did you mean \"{near}\"?"),
            ));
        }
    }
}

/// One note for each place: a tab's slot and its panel's slot are one.
fn built_in(desktop: &Desktop, findings: &mut Vec<Finding>) {
    let places = desktop.built_in();
    let has_panel = places.iter().any(|place| place.slot_name() == BUILT_IN_SLOTS.last().copied());
    let is_only_its_tab = |place: &&&Component| place.slot_name() == BUILT_IN_SLOTS.first().copied() && has_panel;
    let ours = desktop.widget();
    for place in places.iter().filter(|place| !is_only_its_tab(place)) {
        let (which, what_to_replace) = if place.comp == WIDGET {
            ("This component has no script, so it is the desktop's own customer journey", "this component by")
        } else {
            (
                "In this slot the desktop shows its own customer journey, where the organization has it",
                "the two slots (CUSTOMER_JOURNEY_WIDGET_TAB by the tab's text, CUSTOMER_JOURNEY_WIDGET) by",
            )
        };
        let (what, fix) = match ours {
            Some(ours) => (
                format!("{which}; and this widget stands in the same persona, as \"{}\". Both will show.", ours.comp),
                "Leave it for comparing the two, or take this one out.".to_owned(),
            ),
            None => (
                format!("{which}. That one will show here."),
                format!("To show this widget, replace {what_to_replace} {REPLACE}."),
            ),
        };
        findings.push(Finding::note(Rule::BuiltIn, &place.path, what, fix));
    }
}
