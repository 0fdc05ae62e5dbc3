//! What the gallery shows: the widget in every state that a person can see, each with what its journey service answers and
//! what was clicked. Pure; the page makes elements of it, and tests walk through it.

use serde_json::{Value, json};

use super::scene::Scene;
use super::{found, notes, rules, samples};

/// All of them, in the order of the page.
pub(crate) fn all() -> Vec<Scene> {
    let failed = |id: &str| json!({"message": "Something went wrong on our side.", "trackingId": id});
    let call = "[part~=contact]:has([part~=details]) [part~=details]";
    let events = |scene: Scene| scene.told("hide-wxcc-events", "true");
    vec![
        Scene::new("journey", "A call in progress, with a history").see("[part~=profile-attribute]"),
        Scene::new("comfortable", "The comfortable density")
            .told("condensed-view", "false")
            .see("[part~=profile-attribute]"),
        Scene::new("platforms", "Journeys of three platforms in one timeline")
            .of_platforms()
            .see("[data-platform=avaya] [part~=platform-filter]")
            .see("[part~=contact] [data-platform=genesys]"),
        Scene::new("platforms-wide", "The same on a page of its own, a contact opened that two platforms tell of")
            .of_platforms()
            .wide(1120)
            .see("[part~=contact] [data-platform=genesys]")
            .click("[part~=contact]:has([data-platform=webex]):has([data-platform=avaya]) > button")
            .see("[part~=leg]"),
        Scene::new("platform-failed", "One platform that refuses, one that lacks a setting, and the others")
            .of_platforms()
            .told("sources", "cjds avaya genesys lcm")
            .answering("/details/query", 403, samples::missing_permission())
            .see("[part~=source-error] [part~=retry]"),
        Scene::new("platform-choice", "Several persons at a platform have the caller's number")
            .of_platforms()
            .answering("/identifierlookup/contacts", 404, json!({}))
            .answering("/reversewhitepageslookup", 200, samples::namesakes())
            .see("[part~=choice]"),
        Scene::new("digest", "What to know before the first word; a sentence followed to the contacts it is made from")
            .knowing(samples::repeated())
            .see("[part~=claim]")
            .click("[part~=claim]")
            .see("[part~=contact][data-pointed]"),
        Scene::new("variables", "Contact variables that an administrator wants on a contact's row")
            .told("row-variables", "Product, Risk")
            .knowing(samples::with_variables())
            .see("[part~=contact] [title=Risk]"),
        Scene::new("flags", "Flags beside the customer's name by the administrator's rules, in colours light and dark")
            .given("flags", rules::flags())
            .see("[part~=flag]:nth-child(5)"),
        Scene::new("flags-wide", "The same on a page of its own")
            .given("flags", rules::flags())
            .wide(1120)
            .see("[part~=flag]:nth-child(5)"),
        Scene::new("links", "Links to other systems by the administrator's templates: the customer's, and a contact's")
            .given("links", rules::links())
            .click("[part~=contact] .row-head")
            .see("[part~=details] [part~=record-link]")
            .click("[aria-haspopup=menu]")
            .see("[role=menuitem][part~=record-link]"),
        Scene::new(
            "inspect",
            "Why is this shown? For administrators: a contact's fields and events, rules, settings, requests",
        )
        .alone()
        .told("logs-on", "true")
        .given("flags", rules::flags())
        .given("links", rules::links())
        .click("[part~=contact]:has([part~=badge]) .row-head, [part~=contact] .row-head")
        .click("[part~=details] [part~=why]")
        .see("dialog[open] .explained")
        .click("[data-part=flags] button")
        .click("[data-part=settings] button")
        .click("[data-part=requests] button")
        .see("[data-part=requests] .explained"),
        Scene::new("inspect-parts", "What leads there: tiles, flags, an entry's details and the menu")
            .told("logs-on", "true")
            .given("flags", rules::flags())
            .click("[part~=contact] .row-head")
            .see("[part~=profile-attribute] [part~=why]")
            .click("[aria-haspopup=menu]")
            .see("[role=menu]"),
        Scene::new(
            "follow-up",
            "What the desktop does next: from an identity, and from a contact; and one that it did not do",
        )
        .told("follow-up", "call, callback, email, message")
        .click("[part~=header] [aria-expanded]")
        .click("[part~=contact] .row-head")
        .click("[part~=identity] [part=follow-up]")
        .see(".follow-up-untaken")
        .see("[part~=details] [part=follow-up]"),
        Scene::new("bot", "What a bot did before the agent: why it was asked, why it handed over, what was said")
            .knowing(rules::begun_by_a_bot())
            .click("[part~=contact] .row-head")
            .click("[part~=bot] .folded .link")
            .see("[part~=bot] .turn"),
        Scene::new("conversations", "All conversations in one scroll, at a thing that is worth a stop")
            .told("enable-user-search", "true")
            .click("[part=read-conversations]")
            .click("[part=stops] .link:last-child")
            .see("[part=conversation]"),
        Scene::new("conversations-wide", "The same on a page of its own")
            .wide(1120)
            .click("[part=read-conversations]")
            .see("[part=conversation]"),
        Scene::new("notes", "Agents' notes on a contact, the agent's own being edited; one on the customer is a row")
            .knowing(notes::told())
            .answering("/v1/api/note", 200, notes::kept())
            .click("[part~=contact] .row-head")
            .see("[part~=note] + [part~=note]")
            .click("[part~=edit-note]:not([hidden])")
            .see("[part~=note-form]"),
        Scene::new("customer-note", "A note on the customer, being written")
            .answering("/v1/api/note", 200, json!({"data": []}))
            .click("[aria-haspopup=menu]")
            .see("[role=menuitem]:nth-child(5)")
            .click("[role=menuitem]:nth-child(5)")
            .see("[part~=customer-note] textarea"),
        Scene::new("visit", "A web visit is one row with its pages in it, and so are equal events")
            .knowing(rules::visited())
            .click("section:nth-of-type(2) .row-head")
            .see(".one-of-several:first-child"),
        Scene::new("platforms-loading", "Three platforms, of which one has answered")
            .of_platforms()
            .silent("/journeys:search")
            .silent("/identifierlookup/contacts")
            .silent("/details/query")
            .see("[part~=contact]"),
        Scene::new("platforms-empty", "A customer whom none of three platforms knows")
            .of_platforms()
            .answering("/person", 404, samples::not_found())
            .answering("/progressive-profile-view", 200, json!({"data": [{"attributes": []}]}))
            .knowing(Vec::new())
            .answering(
                "/journeys:search",
                200,
                json!({"identifiers": {}, "engagements": [], "pagination": {"total": 0}}),
            )
            .answering("/identifierlookup/contacts", 404, json!({}))
            .answering("/reversewhitepageslookup", 200, json!({"contacts": []}))
            .answering("/details/query", 200, json!({}))
            .see("[part~=empty]"),
        Scene::new("narrow", "As narrow as it gets").wide(280).see("[part~=profile-attribute]"),
        Scene::new("wide", "A page of its own, a call opened")
            .wide(1120)
            .told("enable-user-search", "true")
            .see("[part~=profile-attribute]")
            .click("[part~=day]:nth-of-type(3) [part~=contact] .row-head")
            .see(call),
        Scene::new("call", "A call opened: summary, stages, facts, conversation")
            .told("limit", "3")
            .click("[part~=day]:last-of-type [part~=contact]:last-of-type .row-head")
            .see(call),
        events(Scene::new("event", "An event opened: list, fields, links"))
            .click("[part~=event]:last-of-type .row-head")
            .see("[part~=details]"),
        Scene::new("unreadable", "Entries that could not be read")
            .knowing(samples::broken())
            .click(".row-head")
            .see("[part~=details]"),
        Scene::new("unruly", "Long words, other scripts, markup").knowing(samples::unruly()),
        Scene::new("identities", "The identities, opened")
            .click("[part~=header] [aria-expanded]")
            .see("[part~=identity]"),
        Scene::new("menu", "The menu of the header").click("[aria-haspopup=menu]").see("[role=menu]"),
        Scene::new("rename", "The name, being edited")
            .see(".edit:not([hidden])")
            .click(".edit:not([hidden])")
            .see("[part~=rename]"),
        Scene::new("renamed", "The name was changed, and can be changed back")
            .answering("/person-id/", 200, samples::renamed())
            .see(".edit:not([hidden])")
            .click(".edit:not([hidden])")
            .types("[part~=rename] [name='edit.first-name']", "José María")
            .click("[part~=rename] [type=submit]")
            .see("[part~=outcome][data-tone=good] .link"),
        Scene::new("refused", "The name could not be changed")
            .answering("/person-id/", 403, failed("CJDS_7f3a-22"))
            .see(".edit:not([hidden])")
            .click(".edit:not([hidden])")
            .types("[part~=rename] [name='edit.first-name']", "José María")
            .click("[part~=rename] [type=submit]")
            .see("[part~=outcome][data-tone=bad]"),
        Scene::new("read-only", "Nothing may be changed with this sign-in")
            .given("bearerToken", json!(samples::READER))
            .see("[part~=name]")
            .click("[part~=header] [aria-expanded]")
            .see("[part~=identity]"),
        Scene::new("add-identity", "An identity that is none, being added")
            .see(".header-actions [aria-expanded]:not([hidden], [aria-haspopup])")
            .click(".header-actions [aria-expanded]:not([hidden], [aria-haspopup])")
            .click(".add-identity")
            .types(".identity-form input", "12")
            .click(".identity-form [type=submit]")
            .see(".identity-form .problem span"),
        Scene::new("merge", "Two persons compared before they become one")
            .alone()
            .wide(560)
            .answering("/add-identities", 409, failed("CJDS_7f3a-21"))
            .answering("/aliases/%2B12025550177", 200, samples::other_person())
            .see(".header-actions [aria-expanded]:not([hidden], [aria-haspopup])")
            .click(".header-actions [aria-expanded]:not([hidden], [aria-haspopup])")
            .click(".add-identity")
            .types(".identity-form input", "+12025550177")
            .click(".identity-form [type=submit]")
            .see("dialog[open] .compared"),
        Scene::new("export", "The export of what is filtered")
            .alone()
            .click("[aria-haspopup=menu]")
            .see("[role=menu]")
            .click("[role=menu] [role=menuitem]:nth-child(2)")
            .see("dialog[open]"),
        Scene::new("filters", "All filters, and a search")
            .click(".filter-row [aria-expanded]")
            .see(".more-filters")
            .types(".filter-row input", "order")
            .see(".set-filters mark, .set-filters"),
        Scene::new("dates", "A time range of one's own dates")
            .chooses(".filter-row select", "dates")
            .see("[part~=dates]")
            .chooses("[part~=dates] label:first-of-type input", "2026-03-01")
            .chooses("[part~=dates] label:last-of-type input", "2026-03-03")
            .see(".set-filters button"),
        Scene::new("brushed", "A stretch of the chart, about to be chosen")
            .see("[part~=chart]")
            .presses("[part~=chart] svg[role=listbox]", "End")
            .presses("[part~=chart] svg[role=listbox]", "Shift+ArrowLeft")
            .presses("[part~=chart] svg[role=listbox]", "Shift+ArrowLeft")
            .see("[part~=chart] [data-at]"),
        Scene::new("stretch", "A stretch of the chart, chosen")
            .see("[part~=chart]")
            .presses("[part~=chart] svg[role=listbox]", "End")
            .presses("[part~=chart] svg[role=listbox]", "Shift+ArrowLeft")
            .presses("[part~=chart] svg[role=listbox]", "Shift+ArrowLeft")
            .presses("[part~=chart] svg[role=listbox]", "Enter")
            .see(".set-filters button"),
        Scene::new("filtered", "A channel and a wrap-up code chosen")
            .click("[part~=channel]")
            .click("[part~=wrap-up]")
            .see(".set-filters"),
        Scene::new("nothing-matches", "Nothing matches the filters")
            .types(".filter-row input", "zeppelin")
            .see("[part~=empty]"),
        Scene::new("nothing-in-range", "Nothing in the time range, something before it")
            .told("time-frame", "24-Hours")
            .knowing(samples::history().into_iter().take(8).collect())
            .see("[part~=empty]"),
        Scene::new("more", "More to load").told("limit", "2").see("[part~=load-more]"),
        Scene::new("older", "A history that goes on: older events are loaded when they are asked for")
            .alone()
            .told("limit", "5")
            .knowing(samples::endless())
            .endless()
            .see("[part~=load-older]"),
        Scene::new("found-by-part", "Who was found by the last digits of a number: why, and that there are more")
            .told("enable-user-search", "true")
            .answering("/parts/search", 200, found::with_part())
            .types("[part~=search] input", "0143")
            .click("[part~=search] [type=submit]")
            .see("[part=found] mark"),
        Scene::new("coming-up", "What is planned: a callback, an appointment, next steps")
            .told("scheduled-callbacks", "true")
            .answering("/scheduled-callback", 200, samples::callbacks())
            .knowing(samples::planned())
            .see("[part~=coming-up] .link")
            .click("[part~=coming-up] .link")
            .see("[part~=planned]:nth-child(3)"),
        Scene::new("paused", "Paused, and something new waits")
            .click("[part~=live-status][data-tone=good]")
            .happens(samples::custom("Opened the invoice", "2026-03-04T10:29:00Z", json!({"iconType": "invoice"})))
            .see("[part~=new-events]"),
        Scene::new("connecting", "The live connection is being made")
            .streaming(Value::Null)
            .see("[part~=live-status][data-tone=busy]"),
        Scene::new("reconnecting", "The live connection broke")
            .streaming(json!("breaks"))
            .see("[part~=live-status][data-tone=busy]"),
        Scene::new("polling", "No live connection, so it asks now and then").streaming(json!(404)),
        Scene::new("offline", "The network is gone; what was there stays")
            .alone()
            .see("[part~=live-status][data-tone=good]")
            .goes_offline()
            .see("[part~=live-status][data-tone=bad]"),
        Scene::new("first-contact", "A first contact of somebody unknown")
            .answering("/person", 404, samples::not_found())
            .answering("/progressive-profile-view", 200, json!({"data": [{"attributes": []}]}))
            .knowing(samples::ongoing()),
        Scene::new("empty", "No history yet")
            .answering("/person", 404, samples::not_found())
            .answering("/progressive-profile-view", 200, json!({"data": [{"attributes": []}]}))
            .knowing(Vec::new()),
        Scene::new("loading", "Everything is on its way")
            .silent("/person")
            .silent("/progressive-profile-view")
            .silent("/v1/api/events")
            .streaming(Value::Null)
            .seeing("[part~=loading]"),
        Scene::new("history-failed", "The history failed, with a tracking ID").answering(
            "/v1/api/events",
            503,
            failed("CJDS_7f3a-11"),
        ),
        Scene::new("parts-failed", "Customer and profile failed; the history is there")
            .answering("/person", 403, failed("CJDS_7f3a-12"))
            .answering("/progressive-profile-view", 500, failed("CJDS_7f3a-13"))
            .see("[part~=error] ~ .columns")
            .see(".overview [part~=error]"),
        Scene::new("sign-in", "The sign-in has expired")
            .answering("/person", 401, json!({}))
            .answering("/v1/api/events", 401, json!({}))
            .answering("/progressive-profile-view", 401, json!({}))
            .streaming(json!(401)),
        Scene::new("no-workspace", "No workspace with a subscription")
            .untold("project-id")
            .answering("/admin/v1/api/workspace", 200, json!({"data": []}))
            .seeing("[part~=error]"),
        Scene::new("nobody", "No contact selected").given("interactionData", Value::Null),
        Scene::new("look-up", "No contact selected; a customer can be looked up")
            .given("interactionData", Value::Null)
            .told("enable-user-search", "true"),
        Scene::new("found", "Persons of one name, to choose from")
            .answering("/person/workspace-id/ws", 200, samples::alike())
            .answering("/aliases", 200, samples::person())
            .told("enable-user-search", "true")
            .types("[part~=search] input", "Núñez")
            .click("[part~=search] [type=submit]")
            .see("[part~=person] + [part~=person], .found-person + .found-person"),
        Scene::new("doubles", "Persons who may be the customer once more, in the panel of identities")
            .answering("/person/workspace-id/ws", 200, samples::alike())
            .answering("/aliases", 200, samples::person())
            .click("[part~=header] [aria-expanded]")
            .see("[part~=double] + [part~=double]"),
        Scene::new("recent", "Customers who were looked up lately")
            .given("interactionData", Value::Null)
            .given("organizationId", json!("org-recent"))
            .told("enable-user-search", "true")
            .looks_up(samples::IDENTITY)
            .looks_up("jose.nunez@example.com")
            .see(".recent-item + .recent-item"),
        Scene::new("numbers", "Where histories are looked up: how the customer is served, in numbers")
            .told("enable-user-search", "true")
            .wide(1120)
            .click("[data-section=numbers] .section-title")
            .see("[part~=numbers]"),
        Scene::new("notice", "The administrator's icon map cannot be read")
            .told("icon-data-url", "https://notice.gallery.invalid/icons.json")
            .answering("/icons.json", 404, json!({}))
            .see("[part~=notice]"),
        Scene::new("withheld", "A contact that does not say who it is")
            .given("interactionData", json!({"interactionId": "now", "mediaType": "telephony"})),
        Scene::new("caller-withheld", "A caller who withheld the number")
            .given("interactionData", json!({"interactionId": "now", "mediaType": "telephony", "ani": "anonymous"})),
        Scene::new("no-token", "The desktop has passed no token").given("bearerToken", json!("")),
        Scene::new("no-organization", "The desktop has passed no organization").given("organizationId", json!("")),
        Scene::new("unknown-data-center", "Nobody knows this data center").given("dataCenter", json!("moon7")),
        Scene::new("closed", "All sections closed at the start")
            .told("collapse-profile-section", "true")
            .told("collapse-timeline-section", "true")
            .seeing(".section-title"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_scene_has_a_name_of_its_own_and_says_what_it_shows() {
        let scenes = all();
        let names: HashSet<_> = scenes.iter().map(|scene| scene.name).collect();
        assert_eq!(names.len(), scenes.len());
        assert!(scenes.iter().all(|scene| !scene.about.is_empty() && !scene.steps.is_empty()));
    }
}
