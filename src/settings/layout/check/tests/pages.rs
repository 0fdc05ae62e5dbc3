//! The rules about pages, tabs and frames.

use serde_json::{Value, json};

use super::{WIDGET, only, tab, with};
use crate::settings::layout::finding::{Rule, Severity};

#[test]
fn two_pages_cannot_have_one_address() {
    let broken = with("/agent/area/navigation/1/nav", |nav| nav["navigateTo"] = json!("journeys"));
    only(&broken, Severity::Error, Rule::SamePage, "agent.area.navigation[1].nav.navigateTo");
    let home = with("/agent/area/navigation/1/nav", |nav| nav["navigateTo"] = json!("home"));
    only(&home, Severity::Error, Rule::SamePage, "agent.area.navigation[1].nav.navigateTo");
    let ids = with("/agent/area/navigation/1/page", |page| page["id"] = json!("journeys"));
    only(&ids, Severity::Warning, Rule::SamePage, "agent.area.navigation[1].page.id");
    let landing = with("/agent/area/navigation", |pages| {
        for page in pages.as_array_mut().expect("pages") {
            page["nav"]["isDefaultLandingPage"] = json!(true);
        }
    });
    only(&landing, Severity::Warning, Rule::SamePage, "agent.area.navigation[1].nav.isDefaultLandingPage");
}

#[test]
fn an_address_of_the_desktops_own_is_refused() {
    let broken = with("/agent/area/navigation/0/nav", |nav| nav["navigateTo"] = json!("images-mfe-wc"));
    only(&broken, Severity::Error, Rule::ReservedPage, "agent.area.navigation[0].nav.navigateTo");
    let none = with("/agent/area/navigation/0/nav", |nav| drop(nav.as_object_mut().expect("nav").remove("navigateTo")));
    only(&none, Severity::Error, Rule::BadPage, "agent.area.navigation[0].nav");
}

#[test]
fn what_the_grid_does_not_place_does_not_show() {
    let broken = with("/agent/area/navigation/0/page/layout", |grid| grid["areas"] = json!([["."]]));
    only(&broken, Severity::Error, Rule::NotPlaced, "agent.area.navigation[0].page.widgets.comp1");
    let empty = with("/agent/area/navigation/0/page/layout", |grid| grid["areas"] = json!([["comp1", "comp2"]]));
    only(&empty, Severity::Warning, Rule::NotPlaced, "agent.area.navigation[0].page.layout.areas");
    let sizeless = with("/agent/area/homepage/page/widgets/comp1", |component| {
        drop(component.as_object_mut().expect("a component").remove("height"));
    });
    only(&sizeless, Severity::Warning, Rule::NotPlaced, "agent.area.homepage.page.widgets.comp1");
}

#[test]
fn a_page_without_widgets_is_a_warning() {
    let broken = with("/agent/area/navigation/1/page", |page| *page = json!({"id": "qm"}));
    only(&broken, Severity::Warning, Rule::BadPage, "agent.area.navigation[1]");
}

#[test]
fn a_tab_needs_its_panel() {
    let children = |change: fn(&mut Vec<Value>)| {
        with("/agent/area/panel/children", |children| change(children.as_array_mut().expect("tabs")))
    };
    only(&children(|list| drop(list.pop())), Severity::Error, Rule::UnpairedTab, "agent.area.panel.children[4]");
    only(&children(|list| drop(list.remove(4))), Severity::Error, Rule::UnpairedTab, "agent.area.panel.children[4]");
    only(
        &children(|list| list.push(json!({"comp": "div"}))),
        Severity::Warning,
        Rule::UnpairedTab,
        "agent.area.panel.children[6]",
    );
    let slotless = with("/agent/area/panel/children/2", |tab| tab["attributes"] = json!({}));
    only(&slotless, Severity::Warning, Rule::UnpairedTab, "agent.area.panel.children[2].attributes");
    let persistent = with("/agent/area", |area| area["persistent"] = json!([tab("Notes")]));
    only(&persistent, Severity::Error, Rule::UnpairedTab, "agent.area.persistent[0]");
}

#[test]
fn a_wrapper_maximizes_into_the_one_area_there_is() {
    let broken = with(WIDGET, |widget| widget["wrapper"]["maximizeAreaName"] = json!("maximize"));
    let place = "agent.area.panel.children[3].children[0].wrapper.maximizeAreaName";
    only(&broken, Severity::Warning, Rule::BadWrapper, place);
}
