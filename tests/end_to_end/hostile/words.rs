//! Words that mean harm: markup, scripts, links, signs that turn text around or are no letters.

use anyhow::Result;
use browser_tests::{Customer, on_a_desk};
use serde_json::{Map, Value, json};

use super::{call, custom, event, is_harmless, know_by, neighbour, open_everything, remember, remember_text};

#[tokio::test]
async fn markup_and_scripts_are_words_wherever_they_stand() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let texts = [
            "<img src=x onerror=\"window.pwned=1\">",
            "<script>window.pwned=1</script>",
            "\"><svg/onload=window.pwned=1>",
            "</bdi></button></style><iframe srcdoc=\"<script>top.pwned=1</script>\">",
            "{{constructor.constructor('window.pwned=1')()}}",
            "https://pictures.example/a.png",
            "javascript:window.pwned=1",
            "data:image/svg+xml,<svg onload=window.pwned=1>",
            "//pictures.example/a.png",
        ];
        let mut events = vec![neighbour(&customer)];
        for (place, text) in texts.iter().enumerate() {
            events.push(event(&customer, place as i64 + 1, text));
            events.extend(call(&customer, &format!("task {place} {text}"), text));
        }
        remember(desk, &events);
        know_by(desk, &customer, texts[0]);

        desk.open().await?;
        let settings = desk.settings()?.attribute("limit", "100").attribute("badge-keyword", texts[0]);
        let widget = desk.mount("journey", settings.property("interactionData", customer.calls())).await?;
        widget.shows("name", texts[0]).await?;
        widget.shows("profile-attribute", texts[0]).await?;
        open_everything(&widget).await?;
        for text in texts {
            widget.shows("event", text).await?;
            widget.shows("contact", text).await?;
        }
        is_harmless(desk, &widget).await
    })
    .await
}

#[tokio::test]
async fn only_a_page_a_mail_or_a_call_is_ever_linked() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let mut fields = Map::new();
        for (place, address) in [
            "javascript:window.pwned=1", "JaVaScRiPt:window.pwned=1", "java\nscript:window.pwned=1", " javascript:window.pwned=1",
            "\u{1}javascript:window.pwned=1", "data:text/html,<script>top.pwned=1</script>", "vbscript:x", "file:///etc/passwd",
            "blob:x", "about:blank", "//evil.example", "/relative", "https:evil",
        ].iter().enumerate() {
            fields.insert(format!("link {place}"), format!("[Open invoice]({address})").into());
            fields.insert(format!("bare {place}"), (*address).into());
        }
        fields.insert("good".to_owned(), "[Invoice](https://shop.example/42) or call tel:+15550100".into());
        fields.insert("uiData".to_owned(), json!({"title": "Links"}));
        remember(desk, &[neighbour(&customer), custom(&customer, 1, Value::Object(fields))]);

        let widget = desk.accept(&customer).await?;
        open_everything(&widget).await?;
        widget.shows("details", "Open invoice").await?;
        let links = "return [...root.querySelectorAll('a')].map((link) => [link.getAttribute('href'), link.target, link.rel.includes('noopener')]);";
        let links = widget.run(links, vec![]).await?;
        assert_eq!(links, json!([["https://shop.example/42", "_blank", true], ["tel:+15550100", "_blank", true]]));
        is_harmless(desk, &widget).await
    })
    .await
}

#[tokio::test]
async fn text_that_turns_around_turns_only_itself() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let text = "evil\u{202e}gpj.exe \u{2066}x";
        let mut events = vec![neighbour(&customer), event(&customer, 1, text)];
        events.extend(call(&customer, "turned", text));
        remember(desk, &events);
        know_by(desk, &customer, text);

        let widget = desk.accept(&customer).await?;
        widget.shows("name", "evilgpj.exe").await?;
        open_everything(&widget).await?;
        widget.shows("event", "evilgpj.exe").await?;
        let script = "
            const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
            const loose = [];
            while (walker.nextNode()) {
              const node = walker.currentNode;
              if (/[\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data) && !node.parentElement.closest('bdi')) loose.push(node.parentElement.outerHTML.slice(0, 200));
            }
            return loose;";
        assert_eq!(widget.run(script, vec![]).await?, json!([]));
        is_harmless(desk, &widget).await
    })
    .await
}

#[tokio::test]
async fn signs_that_are_no_letters_spoil_nothing() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        let events = [neighbour(&customer), event(&customer, 1, "NUL-MARK"), event(&customer, 2, "HALF-MARK")];
        let text = json!({"meta": {}, "data": events}).to_string();
        // Half a letter cannot be written in Rust, only in JSON.
        remember_text(
            desk,
            text.replace("NUL-MARK", "before\\u0000after\\u001b[31m").replace("HALF-MARK", "half\\ud83da letter"),
        );

        let widget = desk.accept(&customer).await?;
        widget.shows("event", "beforeafter").await?;
        widget.shows("event", "half").await?;
        open_everything(&widget).await?;
        is_harmless(desk, &widget).await
    })
    .await
}
