//! Which parts of a layout are a customer journey: this widget, by its script's address, under whatever name; or the
//! one that the desktop has built in, in its slots and where a component has no script.
//!
//! Judges nothing; the checks, the preview and the element's own reader of layouts ask.

use std::collections::BTreeSet;

use super::WIDGET;
use super::model::{Component, Desktop};

/// The names under which a script of the widget is hosted.
const FILES: [&str; 2] = ["customer-journey-widget.js", "customer-journey-widget.standalone.js"];

/// The script for desktops that forbid WebAssembly; of so plain a name that its folder counts.
const FRAME: &str = "/hosts/frame.js";

/// The slots in which the desktop shows its own customer journey: the tab, and what is in it.
pub const BUILT_IN_SLOTS: [&str; 2] = ["CUSTOMER_JOURNEY_WIDGET_TAB", "CUSTOMER_JOURNEY_WIDGET"];

/// The name of the element that a script defines, if the script is the widget's by its address: the one that the address
/// gives (`…/customer-journey-widget.js?tag=our-journey`, or `#tag=`), else the widget's own.
pub fn tag_of_script(address: &str) -> Option<String> {
    let (address, fragment) = address.trim().split_once('#').unwrap_or((address.trim(), ""));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let file = path.rsplit('/').next().unwrap_or_default();
    if !FILES.contains(&file) && !path.ends_with(FRAME) {
        return None;
    }
    let tags = [query, fragment].into_iter().flat_map(|part| part.split('&')).filter_map(|pair| {
        let tag = pair.strip_prefix("tag=")?;
        Some(tag.trim().to_ascii_lowercase()).filter(|tag| !tag.is_empty())
    });
    Some(tags.into_iter().next().unwrap_or_else(|| WIDGET.to_owned()))
}

/// The address of the same script that defines an element of this name.
pub fn script_for_tag(address: &str, tag: &str) -> String {
    let (address, fragment) = address.trim().split_once('#').unwrap_or((address.trim(), ""));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let others = |part: &str| {
        let kept = part.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("tag="));
        kept.map(str::to_owned).collect::<Vec<_>>()
    };
    let mut query = others(query);
    if tag != WIDGET {
        query.push(format!("tag={tag}"));
    }
    let fragment = others(fragment);
    let part = |mark: &str, pairs: &[String]| {
        if pairs.is_empty() { String::new() } else { format!("{mark}{}", pairs.join("&")) }
    };
    format!("{path}{}{}", part("?", &query), part("#", &fragment))
}

/// The customer journey that a component is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journey {
    /// This widget.
    Ours,
    /// The one that the desktop has built in.
    BuiltIn,
    /// Ours by its script, which defines another name than the component's: nothing shows.
    Undefined,
}

impl Component {
    /// Whether its script is the widget's, by its address.
    pub fn has_our_script(&self) -> bool {
        tag_of_script(&self.script).is_some()
    }

    /// Whether it is a slot of the desktop's own customer journey.
    pub fn is_built_in_slot(&self) -> bool {
        self.comp == "slot" && self.slot_name().is_some_and(|name| BUILT_IN_SLOTS.contains(&name))
    }

    /// The name of a slot.
    pub fn slot_name(&self) -> Option<&str> {
        self.attributes.get("name").and_then(|name| name.as_str())
    }
}

impl Desktop {
    /// The names of elements that scripts of this persona define as this widget. A layout of before the desktop had one of
    /// its own may name the vendor's script; this widget takes its place by another address, so it counts.
    fn our_names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for component in self.components() {
            let is_vendors = component.comp == WIDGET && !component.script.is_empty();
            names.extend(tag_of_script(&component.script).or_else(|| is_vendors.then(|| WIDGET.to_owned())));
        }
        names
    }

    /// Which customer journey a component of this persona is, if it is one.
    pub fn journey(&self, component: &Component) -> Option<Journey> {
        journey(component, &self.our_names())
    }

    /// This widget, wherever the persona has it, in the file's order; also where its name and its script do not fit.
    pub fn widgets(&self) -> Vec<&Component> {
        let names = self.our_names();
        let is_ours =
            |component: &&Component| component.has_our_script() || journey(component, &names) == Some(Journey::Ours);
        self.components().into_iter().filter(is_ours).collect()
    }

    /// The first of them.
    pub fn widget(&self) -> Option<&Component> {
        self.widgets().into_iter().next()
    }

    /// Where the desktop's own customer journey will show: in its slots, and where a component of its name has no script.
    pub fn built_in(&self) -> Vec<&Component> {
        let names = self.our_names();
        let is_built_in = |component: &&Component| {
            !component.has_our_script() && journey(component, &names) == Some(Journey::BuiltIn)
        };
        self.components().into_iter().filter(is_built_in).collect()
    }
}

fn journey(component: &Component, ours: &BTreeSet<String>) -> Option<Journey> {
    match component.comp.as_str() {
        comp if ours.contains(comp) => Some(Journey::Ours),
        WIDGET => Some(Journey::BuiltIn),
        _ if component.is_built_in_slot() => Some(Journey::BuiltIn),
        _ => component.has_our_script().then_some(Journey::Undefined),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_ours_by_its_files_name_in_any_folder_and_says_the_elements_name() {
        for (address, tag) in [
            ("https://static.example/customer-journey-widget.js", WIDGET),
            ("https://static.example/a/b/customer-journey-widget.standalone.js?v=3", WIDGET),
            ("https://static.example/customer-journey-widget.js?tag=our-journey", "our-journey"),
            ("https://static.example/w/customer-journey-widget.js?v=3&tag=Our-Journey", "our-journey"),
            (" https://static.example/customer-journey-widget.js#tag=our-journey ", "our-journey"),
            ("https://static.example/customer-journey-widget.js?tag=&v=1#tag=our-journey", "our-journey"),
            ("https://static.example/hosts/frame.js?tag=our-journey", "our-journey"),
            ("/customer-journey-widget.js", WIDGET),
        ] {
            assert_eq!(tag_of_script(address).as_deref(), Some(tag), "{address}");
        }
        for address in [
            "",
            "https://journey-widget.webex.com",
            "https://static.example/customer-journey-widget.json",
            "https://static.example/our-customer-journey-widget.js",
            "https://static.example/w.js?from=customer-journey-widget.js",
            "https://static.example/frame.js",
        ] {
            assert_eq!(tag_of_script(address), None, "{address}");
        }
    }

    #[test]
    fn an_address_is_written_for_another_name_and_keeps_the_rest() {
        let script = "https://static.example/customer-journey-widget.js";
        for (address, wanted) in [
            (script.to_owned(), format!("{script}?tag=our-journey")),
            (format!("{script}?v=3"), format!("{script}?v=3&tag=our-journey")),
            (format!("{script}?tag=other&v=3#tag=more"), format!("{script}?v=3&tag=our-journey")),
            (format!("{script}#a"), format!("{script}?tag=our-journey#a")),
        ] {
            assert_eq!(script_for_tag(&address, "our-journey"), wanted);
            assert_eq!(tag_of_script(&wanted).as_deref(), Some("our-journey"));
        }
        assert_eq!(script_for_tag(&format!("{script}?tag=our-journey"), WIDGET), script);
    }
}
