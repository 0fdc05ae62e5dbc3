//! Far too much of everything: it opens at once, shortened, and is shown whole when asked for.

use anyhow::Result;
use browser_tests::{Customer, Seen, on_a_desk, until};
use serde_json::{Map, Value, json};

use super::{call, custom, event, is_harmless, know_by, neighbour, remember};

#[tokio::test]
async fn a_megabyte_of_text_is_shown_shortened_and_whole_when_asked_for() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let long = "lorem ipsum ".repeat(90_000);
        let mut event = event(&customer, 1, "x");
        event["data"]["Letter"] = long.clone().into();
        event["data"]["word"] = "x".repeat(1_000_000).into();
        for key in ["title", "subTitle", "auxiliary"] {
            event["data"]["uiData"][key] = long.clone().into();
        }
        let mut events = vec![neighbour(&customer), event];
        events.extend(call(&customer, "long", &"y".repeat(1_000_000)));
        remember(desk, &events);
        know_by(desk, &customer, &long);

        let widget = desk.accept(&customer).await?;
        widget.shows("event", "lorem ipsum").await?;
        widget.has(1, "contact").await?;
        let tall = "return Math.max(...root.querySelectorAll('.row-head').values().map((row) => row.getBoundingClientRect().height));";
        let tall = widget.run(tall, vec![]).await?;
        assert!(tall.as_f64().is_some_and(|height| height < 400.0), "{tall}");

        widget.click("event", "lorem ipsum").await?;
        widget.shows("details", "Letter").await?;
        let shown = widget.texts("details").await?.concat().len();
        assert!(shown < 20_000, "{shown}");
        // Every long text of it, one by one.
        let show_all = "const buttons = [...root.querySelectorAll('[part~=details] button.link')].filter((button) => /show all/i.test(button.textContent));
            buttons[0]?.click(); return buttons.length;";
        let count = widget.run(show_all, vec![]).await?;
        assert!(count.as_u64().is_some_and(|count| count >= 5), "title, lines, letter and word can be shown whole: {count}");
        until("a whole text", async || {
            let length = widget.run("return root.querySelector('[part~=details]').textContent.length;", vec![]).await?;
            Ok(Seen::when(length.as_u64().is_some_and(|length| length > 1_000_000), (), length))
        })
        .await?;
        is_harmless(desk, &widget).await
    })
    .await
}

#[tokio::test]
async fn fifty_levels_and_ten_thousand_keys_open_in_no_time() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let mut deep = json!("the bottom");
        for _ in 0..50 {
            deep = json!({"down": [deep]});
        }
        let wide: Map<String, Value> = (0..10_000).map(|place| (format!("key {place}"), place.into())).collect();
        let mut wide = Value::Object(wide);
        wide["uiData"] = json!({"title": "Wide"});
        remember(
            desk,
            &[
                neighbour(&customer),
                custom(&customer, 1, wide),
                custom(&customer, 2, json!({"uiData": {"title": "Deep"}, "well": deep})),
            ],
        );

        let widget = desk.accept(&customer).await?;
        widget.click("event", "Wide").await?;
        let start = std::time::Instant::now();
        widget.shows("details", "key 7").await?;
        widget.shows("details", "9,970").await?;
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
        widget.click("event", "Deep").await?;
        widget.shows("details", "Show all").await?;
        widget.run("[...root.querySelectorAll('[part~=details] button')].find((button) => /show all/i.test(button.textContent)).click();", vec![]).await?;
        widget.shows("details", "the bottom").await?;
        is_harmless(desk, &widget).await
    })
    .await
}
