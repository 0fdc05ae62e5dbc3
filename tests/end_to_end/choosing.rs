//! What the agent, or the contact itself, chooses to see: a stretch of the chart, a division, filters that stay.

use anyhow::{Context, Result};
use browser_tests::{Customer, Desk, Mount, Seen, Widget, cloud_event, minutes_ago, on_a_desk, until};
use serde_json::{Value, json};

const DAY: i64 = 24 * 60;

/// An event of a shop with these words for the desktop.
async fn happened(desk: &Desk, customer: &Customer, ui: Value) -> Result<()> {
    let event = cloud_event(&customer.identity, "web:order", "custom/shop", minutes_ago(30), json!({"uiData": ui}));
    desk.service.publish(&event).await
}

/// The customer's call, with these variables of the flow.
fn call_with(customer: &Customer, variables: &[(&str, &str)]) -> Value {
    let mut call = customer.calls();
    for (name, value) in variables {
        call["callAssociatedData"][name] = json!({"value": value});
    }
    call
}

fn call_of_agent(customer: &Customer, agent: &str) -> Value {
    let mut call = customer.calls();
    call["agentId"] = agent.into();
    call
}

/// Waits until everything is there, so that nothing moves away from under the pointer.
async fn at_rest(desk: &Desk, widget: &Widget<'_>) -> Result<()> {
    widget.shows("live-status", "Live").await?;
    until("the streams of events and of the profile", async || {
        let open = desk.api.open(browser_tests::Request::is_stream);
        Ok(Seen::when(open >= 2, (), open))
    })
    .await?;
    desk.api.settled().await
}

/// Waits until the tab keeps these words of what was chosen.
async fn kept(desk: &Desk, words: &str) -> Result<()> {
    until(&format!("“{words}” to be kept"), async || {
        let all = desk.browser.run("return Object.values(sessionStorage).join(' ');", vec![]).await?;
        Ok(Seen::when(all.as_str().is_some_and(|all| all.contains(words)), (), all))
    })
    .await
}

/// Where the chart is, once it stays there: at these parts of its width, x and y in the window.
async fn on_chart<const N: usize>(widget: &Widget<'_>, parts: [f64; N]) -> Result<[(i64, i64); N]> {
    let script = "const chart = root.querySelector('[part~=chart] svg[role=listbox]');
        chart.scrollIntoView({ block: 'center', behavior: 'instant' });
        const place = () => { const { left, top, width, height } = chart.getBoundingClientRect(); return [left, top + height / 2, width]; };
        const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const before = place();
        return drawn().then(() => [String(before) === String(place()) && chart.isConnected, ...before]);";
    let place = until("a chart that stays in its place", async || {
        let place = widget.run(script, vec![]).await?;
        Ok(Seen::when(place[0] == json!(true), place.clone(), place))
    })
    .await?;
    let number = |at: usize| place[at].as_f64().context("a number");
    let (left, middle, width) = (number(1)?, number(2)?, number(3)?);
    Ok(parts.map(|part| ((left + width * part) as i64, middle as i64)))
}

#[tokio::test]
async fn a_stretch_of_the_chart_is_chosen_with_the_pointer_and_given_up_again() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Bicycles", "Sale", 12 * DAY).await?;
        customer.called(&desk.service, "Bicycles", "Sale", 11 * DAY).await?;
        customer.called(&desk.service, "Returns", "Refund", 120).await?;
        let widget = desk.accept(&customer).await?;
        widget.has(3, "contact").await?;
        widget.has(1, "chart").await?;

        at_rest(desk, &widget).await?;

        let [from, to] = on_chart(&widget, [0.02, 0.5]).await?;
        let pointer = desk.browser.driver().action_chain();
        pointer.move_to(from.0, from.1).click_and_hold().move_to(to.0, to.1).release().perform().await?;

        widget.has(2, "contact").await?;
        widget.shows("contact", "Bicycles").await?;
        // It is a filter as any other: said, and taken back where it is said.
        widget.press_on(".set-filters button").await?;
        widget.has(3, "contact").await
    })
    .await
}

#[tokio::test]
async fn a_contact_of_a_division_shows_that_divisions_events_and_all_contacts() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Bicycles", "Sale", 3 * DAY).await?;
        happened(desk, &customer, json!({"title": "Asked for a quote", "division": "Sales"})).await?;
        happened(desk, &customer, json!({"title": "Reported a fault", "division": "Service"})).await?;
        happened(desk, &customer, json!({"title": "Opened the shop"})).await?;
        desk.open().await?;
        let call = call_with(&customer, &[("JDSDivision", "Sales")]);
        let widget = desk.mount("journey", desk.settings()?.property("interactionData", call)).await?;

        widget.shows("event", "Asked for a quote").await?;
        widget.has(1, "event").await?;
        widget.has(1, "contact").await?;

        // The same customer's call without a division is everybody's.
        let mut call = customer.calls();
        call["interactionId"] = "another".into();
        widget.set("interactionData", call).await?;
        widget.has(3, "event").await
    })
    .await
}

#[tokio::test]
async fn a_contact_that_asks_for_a_filter_gets_it_until_the_agent_takes_it_off() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Bicycles", "Sale", 3 * DAY).await?;
        happened(desk, &customer, json!({"title": "Ordered a helmet", "filterTags": ["Orders"]})).await?;
        happened(desk, &customer, json!({"title": "Answered a survey", "filterTags": "Surveys"})).await?;
        desk.open().await?;
        let asking = |filter: &str| {
            let mut call = call_with(&customer, &[("JDSDefaultFilter", filter)]);
            call["interactionId"] = filter.into();
            call
        };
        let settings = desk.settings()?.property("interactionData", asking("Orders"));
        let widget = desk.mount("journey", settings).await?;

        widget.shows("event", "Ordered a helmet").await?;
        widget.shows("filters", "Orders").await?;
        widget.has(1, "event").await?;
        widget.has_no("contact").await?;
        at_rest(desk, &widget).await?;

        widget.press_on(".set-filters button").await?;
        widget.has(2, "event").await?;
        widget.has(1, "contact").await?;

        // The next contact asks for something else, and is heard.
        widget.set("interactionData", asking("Surveys")).await?;
        widget.has(1, "event").await?;
        widget.shows("event", "Answered a survey").await
    })
    .await
}

#[tokio::test]
async fn what_an_agent_chose_is_there_after_a_reload_and_for_no_other_agent() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Bicycles", "Sale", 3 * DAY).await?;
        customer.called(&desk.service, "Returns", "Refund", 2 * DAY).await?;
        customer.did(&desk.service, "Opened the shop", 60).await?;
        let settings = |agent: &str| -> Result<Mount> {
            Ok(desk.settings()?.property("interactionData", call_of_agent(&customer, agent)))
        };
        desk.open().await?;
        let widget = desk.mount("journey", settings("ann")?).await?;
        widget.has(2, "contact").await?;
        at_rest(desk, &widget).await?;
        widget.click("wrap-up", "Refund").await?;
        widget.has(1, "contact").await?;
        widget.write("[part~=filters] input[type=search]", "returns").await?;
        kept(desk, "Refund").await?;
        kept(desk, "returns").await?;

        desk.open().await?;
        let widget = desk.mount("journey", settings("ann")?).await?;
        widget.has(1, "contact").await?;
        widget.has_no("event").await?;
        widget.shows("filters", "Refund").await?;
        widget.shows("filters", "returns").await?;

        desk.open().await?;
        let widget = desk.mount("journey", settings("bob")?).await?;
        widget.has(2, "contact").await?;
        widget.has(1, "event").await
    })
    .await
}

#[tokio::test]
async fn what_is_chosen_beside_a_call_is_not_chosen_on_the_look_up_page() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Bicycles", "Sale", 3 * DAY).await?;
        customer.called(&desk.service, "Returns", "Refund", 2 * DAY).await?;
        let panel = || -> Result<Mount> { Ok(desk.settings()?.property("interactionData", customer.calls())) };
        let page = || -> Result<Mount> {
            Ok(desk
                .settings()?
                .attribute("enable-user-search", "true")
                .property("customer", customer.identity.as_str()))
        };
        desk.open().await?;
        let widget = desk.mount("panel", panel()?).await?;
        widget.has(2, "contact").await?;
        at_rest(desk, &widget).await?;
        widget.click("wrap-up", "Refund").await?;
        widget.has(1, "contact").await?;
        kept(desk, "Refund").await?;
        let look_up = desk.mount("page", page()?).await?;
        look_up.has(2, "contact").await?;
        at_rest(desk, &look_up).await?;
        look_up.click("wrap-up", "Sale").await?;
        look_up.has(1, "contact").await?;
        kept(desk, "Sale").await?;

        // Each finds its own again.
        desk.open().await?;
        let (widget, look_up) = (desk.mount("panel", panel()?).await?, desk.mount("page", page()?).await?);
        widget.shows("contact", "Refund").await?;
        look_up.shows("contact", "Sale").await?;
        widget.has(1, "contact").await?;
        look_up.has(1, "contact").await
    })
    .await
}
