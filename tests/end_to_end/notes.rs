//! Agents' notes in the real journey service, written by one agent and seen by another.

use anyhow::Result;
use browser_tests::{Customer, Role, on_a_desk};

const TEXT: &str = "[part~=note-form] textarea";
const SAVE: &str = "[part~=note-form] [type=submit]";

#[tokio::test]
async fn what_an_agent_notes_another_sees_at_once_and_only_its_author_changes() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Bicycles", "Sale", 200).await?;
        let anns = desk.accept(&customer).await?;
        let settings = desk.settings()?.property("interactionData", customer.calls());
        let bos = settings.property("bearerToken", desk.service.token(Role::Supervisor)?);
        let bos = desk.mount("bos", bos).await?;
        for widget in [&anns, &bos] {
            widget.shows("live-status", "Live").await?;
            widget.press_on("[part~=contact] .row-head").await?;
            widget.shows("notes", "Write a note").await?;
        }

        anns.click("write-note", "Write a note").await?;
        anns.write(TEXT, "Wants a call on Friday").await?;
        anns.press_on(SAVE).await?;
        anns.shows("note", "Wants a call on Friday").await?;

        bos.shows("note", "Wants a call on Friday").await?;
        bos.shows("note", "development-agent").await?;
        bos.has(1, "contact").await?;
        let edits =
            "return [...root.querySelectorAll('[part~=edit-note]')].filter((one) => one.checkVisibility()).length;";
        assert_eq!((bos.run(edits, vec![]).await?, anns.run(edits, vec![]).await?), (0.into(), 1.into()));

        // On the customer, it is a row of its own; emptied, it is gone for both.
        anns.press_on("[aria-haspopup=menu]").await?;
        anns.press_on("[role=menuitem]:nth-child(5)").await?;
        anns.write(TEXT, "Prefers mornings").await?;
        anns.press_on(SAVE).await?;
        bos.shows("event", "Prefers mornings").await?;
        anns.press_on("[part~=event] .row-head").await?;
        anns.press_on("[part~=event] [part~=edit-note]").await?;
        anns.write(TEXT, " ").await?;
        anns.press_on(SAVE).await?;
        bos.has_no("event").await?;
        anns.has_no("event").await
    })
    .await
}
