//! The walk of somebody who has never seen the console: from an empty project to a customer's journey in the widget. A
//! step each; what one leaves behind is what the next one finds.

use anyhow::Result;
use browser_tests::{Console, Seen, Target, on_a_console_with_the_widget, until};
use serde_json::{Value, json};

use super::journeys::{look_up, widget_shows};
use super::projects::shown;

const PROJECT: &str = "Web shop";
const HEAD: &str = "Id,First Name,Last Name,Email Addresses,Phone Numbers,Customer Ids\n";

#[tokio::test]
async fn whoever_has_never_seen_the_console_makes_a_project_feeds_it_and_sees_a_journey() -> Result<()> {
    let target = Target::start().await?;
    on_a_console_with_the_widget(async |console| {
        console.enter_as("As an administrator").await?;
        makes_a_project(console).await?;
        uploads_a_table_with_bad_rows_and_corrects_them(console).await?;
        let sender = switches_a_connector_on(console).await?;
        sees_events_arrive(console, &sender).await?;
        builds_a_template_with_a_rule(console).await?;
        sees_the_journey_with_the_tile(console).await?;
        has_an_action_call_a_webhook_and_calls_it_again(console, &sender, &target).await
    })
    .await
}

async fn makes_a_project(console: &Console) -> Result<()> {
    console.is_at("Projects").await?;
    console.press("New project").await?;
    console.fill("Name", PROJECT).await?;
    console.fill("Description", "What customers do in the shop").await?;
    console.press("Create project").await?;
    console.is_at(PROJECT).await?;
    console.sees("0 persons").await?;
    console.picture("walk-1-project").await
}

async fn uploads_a_table_with_bad_rows_and_corrects_them(console: &Console) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("identities.csv");
    let check = async |rows: &str| -> Result<()> {
        std::fs::write(&file, format!("{HEAD}{rows}"))?;
        console.give_file("Table", &file).await?;
        console.press("Check").await
    };
    console.press("Identities").await?;
    console.is_at("Identities").await?;
    console.press("Import a table").await?;
    console.press("Download the template").await?;
    check(",Grace,Hopper,grace@example.com,,\n,Ada,Lovelace,ada,,\n,Nobody,,,,\n").await?;
    console.sees("1 row can be imported 0 rows are there already 2 rows cannot be imported").await?;
    console.picture("walk-2-table").await?;
    check(",Grace,Hopper,grace@example.com,,\n,Ada,Lovelace,ada@example.com,,\n,Mary,Somerville,,,C-77\n").await?;
    console.sees("3 rows can be imported").await?;
    console.press("Import 3 rows").await?;
    console.sees("3 rows are imported.").await?;
    console.press("See the identities").await?;
    console.row("Grace Hopper").await?;
    Ok(())
}

/// What sends to the connector: its address and key.
struct Sender {
    address: String,
    key: String,
}

impl Sender {
    async fn sends(&self, console: &Console, id: &str, kind: &str, data: &Value) -> Result<u16> {
        let event = json!({"id": id, "source": "/shop", "specversion": "1.0", "type": kind, "identity": "grace@example.com",
            "data": data});
        console.service.send_to_connector(&self.address, &self.key, &event).await
    }
}

async fn switches_a_connector_on(console: &Console) -> Result<Sender> {
    console.press("Overview").await?;
    console.is_at(PROJECT).await?;
    console.press("Add a connector").await?;
    console.fill("Name", "Till").await?;
    console.press("Create connector").await?;
    console.sees("Copy the key now").await?;
    let sender = Sender { address: shown(console, "Address").await?, key: shown(console, "Key").await? };
    console.press("I have copied it").await?;
    // Off, it takes nothing; on again, it does.
    console.press("Till: takes events").await?;
    console.sees("Till is off; what is stored stays.").await?;
    assert_ne!(sender.sends(console, "0", "Too early", &json!({"n": 0})).await?, 202);
    console.press("Till: takes events").await?;
    console.sees("Till is on and takes events.").await?;
    console.picture("walk-3-connector").await?;
    Ok(sender)
}

async fn sees_events_arrive(console: &Console, sender: &Sender) -> Result<()> {
    console.press("Live").await?;
    console.is_at("Live").await?;
    console.sees("Connected").await?;
    for (id, price) in [("1", 20.5), ("2", 9.5)] {
        assert_eq!(sender.sends(console, id, "Purchase", &json!({"price": price, "item": "kayak"})).await?, 202);
    }
    sender.sends(console, "3", "Newsletter", &json!({"coupon": "{{coupon}}"})).await?;
    console.sees("Purchase from /shop, of grace@example.com").await?;
    console.sees("A variable was not filled in: data.coupon").await?;
    console.picture("walk-4-live").await
}

async fn builds_a_template_with_a_rule(console: &Console) -> Result<()> {
    console.press("Profile templates").await?;
    console.is_at("Profile templates").await?;
    console.press("New template").await?;
    console.is_at("New template").await?;
    console.fill("Name", "Kayak customers").await?;
    console.fill("Name in the profile", "Spent on kayaks").await?;
    console.fill("Type of event", "Purchase").await?;
    console.fill("Field of its data", "price").await?;
    until("what the field holds", async || {
        let kind = console.value_of("The field holds").await?;
        Ok(Seen::when(kind == "double", (), kind))
    })
    .await?;
    console.choose("What is shown", "The sum").await?;
    console.press("Add a condition").await?;
    console.has_focus_in("what").await?;
    console.fill("Field", "item").await?;
    console.fill("Value", "kayak").await?;
    console.fill("Customer", "grace@example.com").await?;
    console.press("Search").await?;
    console.press("Choose Grace Hopper").await?;
    console.sees("Spent on kayaks 30").await?;
    console.picture("walk-5-template").await?;
    console.press("Create template").await?;
    console.is_at("Kayak customers").await
}

async fn sees_the_journey_with_the_tile(console: &Console) -> Result<()> {
    console.press("Journeys").await?;
    console.is_at("Journeys").await?;
    console.choose("Profile template", "Kayak customers").await?;
    look_up(console, "grace@example.com").await?;
    widget_shows(console, "Grace Hopper").await?;
    widget_shows(console, "Purchase").await?;
    widget_shows(console, "Spent on kayaks").await?;
    console.picture("walk-6-journey").await
}

async fn has_an_action_call_a_webhook_and_calls_it_again(
    console: &Console,
    sender: &Sender,
    target: &Target,
) -> Result<()> {
    console.press("Journey actions").await?;
    console.is_at("Journey actions").await?;
    console.press("New journey action").await?;
    console.is_at("New journey action").await?;
    console.fill("Name", "Thank good customers").await?;
    console.choose("Profile template", "Kayak customers").await?;
    console.press("Add a condition").await?;
    console.has_focus_in("attribute").await?;
    console.choose("Attribute", "Spent on kayaks").await?;
    console.choose("Comparison", "is at least").await?;
    console.fill("Value", "50").await?;
    console.fill("Address", target.url()).await?;
    console.press("Create journey action").await?;
    console.is_at("Thank good customers").await?;
    console.sees("No calls yet").await?;
    assert_eq!(sender.sends(console, "4", "Purchase", &json!({"price": 30.0, "item": "kayak"})).await?, 202);
    target.called(1).await?;
    until("the call in the log", async || {
        console.press("Look again").await?;
        let text = console.text().await?;
        Ok(Seen::when(text.contains("Done"), (), text))
    })
    .await?;
    console.browser.run("document.querySelector('table').scrollIntoView({block: 'center'});", vec![]).await?;
    console.picture("walk-7-action").await?;
    console.press("Call again").await?;
    console.sees("It is called again.").await?;
    target.called(2).await.map(drop)
}
