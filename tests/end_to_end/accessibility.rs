//! WCAG 2.2 AA: what a machine can check, in every state and colour; the keyboard's way through everything; what screen
//! readers are told; what moves, and what speaks.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use browser_tests::{Customer, Desk, Gallery, Seen, Widget, on_a_desk, root, until};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

/// Colours of the widget: its `theme`, and what the person's system says (a media feature and its value).
type Colours = (&'static str, (&'static str, &'static str));

/// What axe finds in every scene of the gallery, in this look and in these colours.
async fn axe_finds_nothing(desk: &Desk, look: &str, colours: &[Colours]) -> Result<()> {
    // One long scene may take axe longer than a script has by default, where everything else runs, too.
    desk.browser.driver().set_script_timeout(Duration::from_secs(120)).await?;
    let file = root().join("node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(file)
        .context("axe-core is not installed; `cargo xtask dist` installs package.json's tools")?;
    for scene in Gallery::scenes(desk).await? {
        let gallery = Gallery::open(desk, &format!("{look}&scene={scene}")).await?;
        gallery.run(&axe, vec![]).await?;
        for (theme, (feature, value)) in colours {
            desk.browser.emulate_media(feature, value).await?;
            let check = "scene(arguments[0]).setAttribute('theme', arguments[1]);
                return axe.run(scene(arguments[0]), { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
                    // The desktop's page has its landmarks; the widget is one of them.
                    rules: { region: { enabled: false } },
                    // Of what is in order no details, and no style sheets fetched anew.
                    resultTypes: ['violations'], preload: false })
                .then((result) => [result.passes.length > 5, ...result.violations.flatMap((rule) =>
                    rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`))]);";
            let found = gallery.run(check, vec![scene.as_str().into(), (*theme).into()]).await?;
            assert_eq!(found, json!([true]), "{look}, {theme}, {feature}: {value}, {scene}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn axe_finds_nothing_in_light_dark_and_forced_colours() -> Result<()> {
    let colours = ["none", "active"].map(|forced| ("forced-colors", forced));
    let all = [("light", colours[0]), ("dark", colours[0]), ("light", colours[1])];
    on_a_desk(async |desk| axe_finds_nothing(desk, "locale=en-GB", &all).await).await
}

#[tokio::test]
async fn axe_finds_nothing_in_the_systems_dark_colours_and_from_right_to_left() -> Result<()> {
    let dark = [("system", ("prefers-color-scheme", "dark"))];
    on_a_desk(async |desk| axe_finds_nothing(desk, "density=comfortable&locale=ar", &dark).await).await
}

#[tokio::test]
async fn with_forced_colours_every_control_and_state_can_be_told_apart() -> Result<()> {
    on_a_desk(async |desk| {
        desk.browser.emulate_media("forced-colors", "active").await?;
        // Backgrounds are gone, so a chosen chip, a bar and a control's edge need something else.
        for (scene, tell) in [
            ("filtered", "style('[aria-pressed=true]').outlineStyle !== 'none'"),
            ("journey", "style('.chip').borderTopStyle === 'solid'"),
            ("journey", "style('.fill').backgroundColor !== style('.cjw').backgroundColor"),
            ("call", "style('.stage').backgroundColor !== style('.cjw').backgroundColor"),
            ("history-failed", "style('.card').borderTopStyle === 'solid'"),
        ] {
            let gallery = Gallery::open(desk, &format!("scene={scene}")).await?;
            let told = format!(
                "const style = (selector) => getComputedStyle(scene('{scene}').shadowRoot.querySelector(selector));
                return matchMedia('(forced-colors: active)').matches && {tell};"
            );
            assert_eq!(gallery.run(&told, vec![]).await?, json!(true), "{scene}: {tell}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_keyboard_comes_to_every_control_and_the_focus_is_seen() -> Result<()> {
    on_a_desk(async |desk| {
        for name in ["journey", "call", "filters", "identities", "rename", "add-identity", "look-up", "parts-failed", "paused"] {
            let gallery = Gallery::open(desk, &format!("scene={name}")).await?;
            // What a person can come to; a radio group or a summary would be a place of their own.
            let count = "const can = [...scene(arguments[0]).shadowRoot.querySelectorAll('button:not(:disabled), a[href], input, select, [tabindex]')]
                .filter((element) => element.checkVisibility() && element.tabIndex >= 0);
                can[0].focus(); can[0].blur(); window.scrollTo(0, 0);
                can.forEach((element, place) => (element.dataset.place = place));
                document.body.tabIndex = -1; document.body.focus();
                return can.length;";
            let count = gallery.run(count, vec![name.into()]).await?.as_u64().context("a count")?;
            assert!(count > 0, "{name} has no controls");
            for place in 0..count {
                desk.browser.press(Key::Tab + "").await?;
                let seen = "const focus = scene(arguments[0]).shadowRoot.activeElement;
                    if (!focus) return null;
                    const marked = focus.matches('input') ? focus.closest('.field') ?? focus : focus;
                    const box = focus.getBoundingClientRect(), style = getComputedStyle(marked);
                    return [Number(focus.dataset.place), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
                        box.top >= -1 && box.bottom <= innerHeight + 1];";
                let seen = gallery.run(seen, vec![name.into()]).await?;
                assert_eq!(seen, json!([place, true, true]), "{name}: place, outline, in sight");
            }
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn escape_closes_what_a_key_opened_and_the_focus_returns() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("contact", "Inbound call").await?;
        widget.tab_to("contact").await?;
        desk.browser.press(Key::Enter + "").await?;
        widget.shows("details", "Support").await?;
        // Into the details, and out again.
        desk.browser.press(Key::Tab + "").await?;
        desk.browser.press(Key::Escape + "").await?;
        widget.has_no("details").await?;
        focus_is_on(&widget, ".row-head").await?;

        let open = "root.querySelector('.filter-row [aria-expanded]').focus();";
        widget.run(open, vec![]).await?;
        desk.browser.press(Key::Enter + "").await?;
        until("more filters", async || {
            let there = widget.run("return Boolean(root.querySelector('.more-filters'));", vec![]).await?;
            Ok(Seen::when(there == json!(true), (), there))
        })
        .await?;
        desk.browser.press(Key::Tab + "").await?;
        desk.browser.press(Key::Escape + "").await?;
        focus_is_on(&widget, ".filters *").await
    })
    .await
}

#[tokio::test]
async fn the_focus_stays_where_the_agent_works_while_everything_around_it_changes() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        for number in 0..6 {
            customer.did(&desk.service, &format!("Step {number}"), 60 - number).await?;
        }
        customer.called(&desk.service, "Support", "Sale", 90).await?;
        desk.open().await?;
        let settings = desk.settings()?.attribute("limit", "2").property("interactionData", customer.calls());
        let widget = desk.mount("journey", settings).await?;
        widget.shows("live-status", "Live").await?;
        widget.has(2, "event").await?;

        // Pausing draws the button anew; the button still has the focus.
        press(desk, &widget, ".live").await?;
        widget.shows("live-status", "Paused").await?;
        focus_is_on(&widget, ".live").await?;
        press(desk, &widget, ".live").await?;
        widget.shows("live-status", "Live").await?;
        // A live event counts on: the chip that is looked at keeps the focus.
        widget.run("root.querySelector('.chip').focus();", vec![]).await?;
        customer.did(&desk.service, "Step 7", 0).await?;
        widget.shows("event", "Step 7").await?;
        focus_is_on(&widget, ".chip").await?;
        // Load more stays under the finger until there is no more.
        press(desk, &widget, ".load-more").await?;
        widget.has(4, "event").await?;
        focus_is_on(&widget, ".load-more").await?;
        // A filter that is taken away leaves the focus among the filters.
        press(desk, &widget, ".chip").await?;
        press(desk, &widget, ".set-filter").await?;
        until("no filter", async || {
            let there = widget.run("return root.querySelectorAll('.set-filter').length;", vec![]).await?;
            Ok(Seen::when(there == json!(0), (), there))
        })
        .await?;
        focus_is_on(&widget, ".filters *").await
    })
    .await
}

#[tokio::test]
async fn screen_readers_are_told_what_everything_is() -> Result<()> {
    on_a_desk(async |desk| {
        for name in ["journey", "call", "filters", "look-up", "parts-failed"] {
            Gallery::open(desk, &format!("scene={name}")).await?;
            let tree = desk.browser.driver().cdp().send_raw("Accessibility.getFullAXTree", json!({})).await?;
            let nodes: Vec<(String, String, bool)> = tree["nodes"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|node| node["ignored"] != json!(true))
                .map(|node| {
                    let word = |field: &str| node[field]["value"].as_str().unwrap_or_default().trim().to_owned();
                    let is_focusable =
                        node["properties"].as_array().into_iter().flatten().any(|property| {
                            property["name"] == "focusable" && property["value"]["value"] == json!(true)
                        });
                    (word("role"), word("name"), is_focusable)
                })
                .collect();
            let nameless: Vec<_> = nodes
                .iter()
                .filter(|(role, name, is_focusable)| {
                    *is_focusable && name.is_empty() && role != "RootWebArea" && role != "generic"
                })
                .collect();
            assert!(nameless.is_empty(), "{name}: {nameless:?}");
            let has = |role: &str, words: &str| nodes.iter().any(|(is, name, _)| is == role && name.contains(words));
            assert!(has("region", "Customer journey"), "{name}: {nodes:?}");
            let told: &[(&str, &str)] = match name {
                "journey" => &[
                    ("heading", "José Núñez"),
                    ("button", "Live. New events come in by themselves. Press to pause."),
                    ("button", "Identities"),
                    ("listbox", "contacts since"),
                    ("searchbox", "Search this journey"),
                    ("combobox", "Time range"),
                    ("button", "More filters"),
                    ("heading", "Yesterday"),
                    ("button", "Inbound call"),
                ],
                "call" => &[("button", "Copy Queue"), ("region", "Stages"), ("heading", "Conversation")],
                "filters" => &[("combobox", "Queue"), ("combobox", "Agent"), ("group", "Filters")],
                "look-up" => &[("search", ""), ("searchbox", "Look up a customer"), ("button", "Look up")],
                _ => &[("status", ""), ("button", "Try again"), ("button", "Copy Tracking ID")],
            };
            for (role, words) in told {
                assert!(has(role, words), "{name}: no {role} “{words}” in {nodes:?}");
            }
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_burst_of_events_is_announced_once_and_politely() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Step 0", 60).await?;
        let widget = desk.accept(&customer).await?;
        widget.shows("live-status", "Live").await?;
        press(desk, &widget, ".live").await?;
        widget.shows("live-status", "Paused").await?;
        let listen = "window.said = [];
            new MutationObserver((records) => {
                for (const record of records) {
                    const region = (record.target.parentElement ?? record.target).closest?.('[role=status], [role=alert], [aria-live]')
                        ?? (record.target.nodeType === 1 ? record.target.closest('[role=status], [role=alert], [aria-live]') : null);
                    if (region?.textContent.trim()) said.push(region.textContent);
                }
            }).observe(root, { childList: true, characterData: true, subtree: true });";
        widget.run(listen, vec![]).await?;

        for number in 1..=8 {
            customer.did(&desk.service, &format!("Step {number}"), 0).await?;
        }
        widget.shows("new-events", "8 new").await?;

        let said = desk.browser.run("return said;", vec![]).await?;
        let count = said.as_array().map_or(0, Vec::len);
        // At most one at once and one for each five seconds that a slow machine took.
        assert!((1..=3).contains(&count), "{said}");
        let loud = widget.run("return root.querySelectorAll('[aria-live=assertive], [role=alert]').length;", vec![]);
        assert_eq!(loud.await?, json!(0));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn nothing_moves_for_who_asked_for_less_motion() -> Result<()> {
    on_a_desk(async |desk| {
        desk.browser.emulate_media("prefers-reduced-motion", "reduce").await?;
        desk.browser.open(&format!("{}/gallery/?scene=loading", desk.host.origin())).await?;
        let moving = "const root = document.querySelector('customer-journey-widget')?.shadowRoot;
            const all = [...(root?.querySelectorAll('*') ?? [])];
            return [all.some((element) => element.matches('.bone')),
                all.filter((element) => { const style = getComputedStyle(element);
                    return style.animationName !== 'none' || style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0); }).length];";
        until("a skeleton that does not move", async || {
            let seen = desk.browser.run(moving, vec![]).await?;
            Ok(Seen::when(seen == json!([true, 0]), (), seen))
        })
        .await
    })
    .await
}

/// Presses Enter on what a selector finds.
async fn press(desk: &Desk, widget: &Widget<'_>, selector: &str) -> Result<()> {
    let focus = "const found = root.querySelector(arguments[1]); found?.focus(); return Boolean(found);";
    until(&format!("`{selector}`"), async || {
        let there = widget.run(focus, vec![selector.into()]).await?;
        Ok(Seen::when(there == json!(true), (), there))
    })
    .await?;
    desk.browser.press(Key::Enter + "").await
}

async fn focus_is_on(widget: &Widget<'_>, selector: &str) -> Result<()> {
    let script = "const focus = root.activeElement; return [Boolean(focus?.matches(arguments[1])), focus?.outerHTML.slice(0, 80) ?? 'nothing'];";
    until(&format!("the focus on `{selector}`"), async || {
        let seen: Value = widget.run(script, vec![selector.into()]).await?;
        Ok(Seen::when(seen[0] == json!(true), (), seen))
    })
    .await
}
