//! Names and identities: edited, taken back, compared and merged, against the real service.

use anyhow::Result;
use browser_tests::{Customer, Desk, Role, Seen, Widget, on_a_desk, path, until};
use reqwest::Method;
use serde_json::json;

/// A widget whose agent may change identities, too.
async fn supervised<'a>(desk: &'a Desk, customer: &Customer) -> Result<Widget<'a>> {
    desk.open().await?;
    let settings = desk.settings()?.property("bearerToken", desk.service.token(Role::Supervisor)?);
    desk.mount("journey", settings.property("interactionData", customer.calls())).await
}

async fn rename(widget: &Widget<'_>, first: &str, last: &str) -> Result<()> {
    widget.press_on("[part~=rename-button]").await?;
    widget.write("[part~=rename] input", first).await?;
    widget.write("[part~=rename] label + label input", last).await?;
    widget.press_on("[part~=rename] [type=submit]").await
}

async fn add(widget: &Widget<'_>, identity: &str) -> Result<()> {
    widget.press_on("[aria-label=Identities]").await?;
    widget.press_on(".add-identity").await?;
    widget.write("[part~=identity-form] input", identity).await?;
    widget.press_on("[part~=identity-form] [type=submit]").await
}

#[tokio::test]
async fn a_corrected_name_is_kept_by_the_journey_api() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("name", "New caller").await?;

        rename(&widget, "Łukasz", "李").await?;

        widget.shows("name", "Łukasz 李").await?;
        widget.shows("outcome", "The name is Łukasz 李 now.").await?;
        let person = desk.service.person(&customer.identity).await?;
        assert_eq!((&person["firstName"], &person["lastName"]), (&json!("Łukasz"), &json!("李")));
        // What is taken back is taken back there, too.
        widget.press_on("[part~=outcome] .link").await?;
        widget.shows("outcome", "The name was removed.").await?;
        let person = desk.service.person(&customer.identity).await?;
        assert_eq!(person["firstName"], json!(null));
        assert!(desk.browser.console().await?.is_empty());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_agent_may_edit_a_name_and_no_identity() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.press_on("[aria-label=Identities]").await?;
        widget.shows("identity", &customer.identity).await?;
        widget.has(1, "rename-button").await?;
        let offered = "return root.querySelectorAll('.add-identity, [aria-label^=Remove]').length;";
        assert_eq!(widget.run(offered, vec![]).await?, json!(0));

        widget.set("bearerToken", desk.service.token(Role::Supervisor)?).await?;

        until("identities to be editable", async || {
            let count = widget.run(offered, vec![]).await?;
            Ok(Seen::when(count == json!(1), (), count))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn a_removed_identity_can_be_put_back() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let more = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = supervised(desk, &customer).await?;
        widget.shows("event", "Opened the shop").await?;
        add(&widget, &more.identity).await?;
        widget.shows("identity", &more.identity).await?;
        widget.shows("outcome", "was added").await?;

        widget.press_on("[aria-label^=Remove]").await?;

        widget.shows("outcome", "was removed").await?;
        widget.has(1, "identity").await?;
        assert_eq!(desk.service.person(&customer.identity).await?["phone"], json!([customer.identity]));
        widget.press_on("[part~=outcome] .link").await?;
        widget.shows("outcome", "was put back").await?;
        widget.has(2, "identity").await?;
        let person = desk.service.person(&more.identity).await?;
        assert_eq!(person["phone"], json!([customer.identity, more.identity]));
        widget.shows("event", "Opened the shop").await
    })
    .await
}

#[tokio::test]
async fn merging_asks_first_and_shows_both_persons() -> Result<()> {
    on_a_desk(async |desk| {
        let (customer, other) = (Customer::new(), Customer::new());
        customer.did(&desk.service, "Opened the shop", 10).await?;
        other.did(&desk.service, "Returned the blue tent", 20).await?;
        other.called(&desk.service, "Bicycles", "Refund", 90).await?;
        let widget = supervised(desk, &customer).await?;
        widget.shows("event", "Opened the shop").await?;

        add(&widget, &other.identity).await?;

        for words in ["Are these the same person?", &customer.identity, &other.identity, "Refund", "cannot be undone"] {
            widget.shows("comparison", words).await?;
        }
        let merges = || desk.api.asked(path("/person/merge/")).len();
        assert_eq!(merges(), 0, "nothing is merged by itself");
        let before = desk.service.person(&other.identity).await?;
        assert_eq!(before["phone"], json!([other.identity]));

        widget.press_on("[part~=merge]").await?;

        widget.shows("outcome", "Both are one person now.").await?;
        widget.has_no("comparison").await?;
        widget.shows("event", "Returned the blue tent").await?;
        widget.shows("event", "Opened the shop").await?;
        widget.shows("contact", "Refund").await?;
        widget.shows("identity", &other.identity).await?;
        let after = desk.service.person(&other.identity).await?;
        assert_eq!(after["phone"], json!([customer.identity, other.identity]));
        assert_ne!(after["id"], before["id"], "the one that was shown stays");
        assert_eq!(merges(), 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn switching_the_contact_in_the_middle_of_an_edit_writes_to_nobody_else() -> Result<()> {
    on_a_desk(async |desk| {
        let (first, second) = (Customer::new(), Customer::new());
        first.did(&desk.service, "Asked for a gift wrap", 10).await?;
        second.did(&desk.service, "Returned the blue tent", 20).await?;
        let widget = desk.accept(&first).await?;
        widget.shows("event", "Asked for a gift wrap").await?;
        widget.press_on("[part~=rename-button]").await?;
        widget.write("[part~=rename] input", "Ann").await?;

        // The form is still there when the contact changes, and is sent in the same moment.
        widget.set("interactionData", second.calls()).await?;
        widget.run("root.querySelector('[part~=rename]')?.requestSubmit();", vec![]).await?;

        widget.shows("event", "Returned the blue tent").await?;
        widget.has_no("rename").await?;
        assert_eq!(desk.service.person(&second.identity).await?["firstName"], json!(null));
        assert!(!widget.text().await?.contains("Ann"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_answer_to_an_edit_of_the_previous_customer_is_not_shown() -> Result<()> {
    on_a_desk(async |desk| {
        let (first, second) = (Customer::new(), Customer::new());
        first.did(&desk.service, "Asked for a gift wrap", 10).await?;
        second.did(&desk.service, "Returned the blue tent", 20).await?;
        let widget = desk.accept(&first).await?;
        widget.shows("event", "Asked for a gift wrap").await?;
        let held = desk.api.when(|request| request.method == Method::PATCH).hold();
        rename(&widget, "Ann", "Archer").await?;
        widget.shows("name", "Ann Archer").await?;

        widget.set("interactionData", second.calls()).await?;
        widget.shows("event", "Returned the blue tent").await?;
        widget.watch().await?;
        held.open();
        until("the late answer to be over", async || {
            let open = desk.api.open(|request| request.method == Method::PATCH);
            Ok(Seen::when(open == 0, (), open))
        })
        .await?;
        // What comes after the late answer is seen after it.
        second.did(&desk.service, "Wrote a review", 0).await?;
        widget.shows("event", "Wrote a review").await?;

        assert!(!widget.has_shown("Ann").await?);
        // It was begun for the first customer, and is kept for that one.
        assert_eq!(desk.service.person(&first.identity).await?["firstName"], json!("Ann"));
        assert_eq!(desk.service.person(&second.identity).await?["firstName"], json!(null));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_edit_without_an_answer_is_looked_up_and_never_sent_twice() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("event", "Opened the shop").await?;
        let is_patch = |request: &browser_tests::Request| request.method == Method::PATCH;
        // The service does it; something on the way answers in its place. (A connection that breaks is no way to test
        // this: Chromium itself sends such a request again.)
        let gateway = desk.api.when(is_patch).rewrite(|_| "<html>Bad gateway</html>".to_owned());

        rename(&widget, "Ann", "Archer").await?;

        widget.shows("outcome", "The name is Ann Archer now.").await?;
        gateway.lift();
        // The service does not do it.
        desk.api.when(is_patch).answer(503, &json!({"message": "Down", "trackingId": "cjds-42"}));
        rename(&widget, "Anna", "Archer").await?;
        widget.shows("outcome", "The name was not saved").await?;
        widget.shows("outcome", "cjds-42").await?;
        widget.shows("name", "Ann Archer").await?;
        assert_eq!(desk.api.asked(is_patch).len(), 2, "each edit was sent once");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nothing_can_be_edited_where_the_administrator_says_so() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Opened the shop", 10).await?;
        desk.open().await?;
        let settings = desk.settings()?.attribute("read-only-aliases", "true");
        let settings = settings.property("bearerToken", desk.service.token(Role::Supervisor)?);
        let widget = desk.mount("journey", settings.property("interactionData", customer.calls())).await?;
        widget.press_on("[aria-label=Identities]").await?;
        widget.shows("identity", &customer.identity).await?;
        let offered = "return [...root.querySelectorAll('[part~=rename-button], .add-identity, [aria-label^=Remove]')]
            .filter((one) => one.checkVisibility()).length;";
        assert_eq!(widget.run(offered, vec![]).await?, json!(0));
        Ok(())
    })
    .await
}
