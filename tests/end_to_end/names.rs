//! The element's name, which a desktop that has an element of that name already, or a layout that can write nothing but an
//! address, gives by the script's address; and several names on one page.

use anyhow::Result;
use browser_tests::{Customer, Desk, ORGANIZATION, Role, Seen, Widget, on_a_desk, until};
use serde_json::{Value, json};

const SCRIPT: &str = "/customer-journey-widget.js";

/// Puts an element of this name into the page and finds that it works.
async fn works_as(desk: &Desk, name: &str) -> Result<()> {
    let customer = Customer::new();
    customer.did(&desk.service, "Opened the shop", 10).await?;
    let script = "const [name, url, token, organization, contact] = arguments;
        const element = document.createElement(name);
        element.dataset.name = name;
        Object.assign(element, { baseUrl: url, bearerToken: token, organizationId: organization, interactionData: contact });
        document.body.append(element);";
    let token = desk.service.token(Role::Agent)?;
    let told: Vec<Value> =
        vec![name.into(), desk.api.url().into(), token.into(), ORGANIZATION.into(), customer.calls()];
    desk.browser.run(script, told).await?;
    let shown = Widget::found(&desk.browser, &format!("[data-name='{name}']")).shows("event", "Opened the shop").await;
    shown.map_err(|error| error.context(name.to_owned()))
}

/// The addresses of the widget's compiled files, as often as they were fetched since this was last asked.
async fn compiled_files(desk: &Desk) -> Result<Vec<String>> {
    let requested = desk.browser.requested().await?;
    Ok(requested.into_iter().filter(|url| url.contains(".wasm")).collect())
}

async fn defined(desk: &Desk, name: &str) -> Result<bool> {
    let script = "return customElements.get(arguments[0]) !== undefined;";
    Ok(desk.browser.run(script, vec![name.into()]).await? == json!(true))
}

fn tag(address: &str) -> String {
    format!(r#"<script src="{address}"></script>"#)
}

#[tokio::test]
async fn the_scripts_address_gives_the_element_another_name() -> Result<()> {
    on_a_desk(async |desk| {
        let script = desk.host.origin() + SCRIPT;
        for (address, name) in [
            ("?tag=our-journey", "our-journey"),
            ("#tag=our-journey", "our-journey"),
            ("?v=42&tag=our-journey&region=eu", "our-journey"),
            ("?v=42#tag=our-journey", "our-journey"),
            ("?tag=%20Our-Journey", "our-journey"),
            ("?tag=#tag=journey-2.b", "journey-2.b"),
            ("?tag=kunden-reise-%C3%BC", "kunden-reise-ü"),
            ("?tag=customer-journey-widget", "customer-journey-widget"),
        ] {
            let (query, _) = address.split_once('#').unwrap_or((address, ""));
            desk.open_with(&tag(&format!("{script}{address}")), None).await?;
            works_as(desk, name).await?;
            assert_eq!(defined(desk, "customer-journey-widget").await?, name == "customer-journey-widget", "{address}");
            // The name is no part of the other files' addresses, and whatever else the query holds is.
            let rest: Vec<&str> = query
                .trim_start_matches('?')
                .split('&')
                .filter(|pair| !pair.starts_with("tag") && !pair.is_empty())
                .collect();
            let wanted = if rest.is_empty() { String::new() } else { format!("?{}", rest.join("&")) };
            let files = compiled_files(desk).await?;
            assert!(!files.is_empty() && files.iter().all(|url| url.ends_with(&format!(".wasm{wanted}"))), "{files:?}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_name_that_is_none_is_said_once_and_the_element_has_its_own() -> Result<()> {
    on_a_desk(async |desk| {
        let script = desk.host.origin() + SCRIPT;
        for name in ["journey", "our%20journey-x", "1-journey", "-journey", "font-face", "%3Cour-journey%3E"] {
            desk.open_with(&tag(&format!("{script}?tag={name}")), None).await?;
            works_as(desk, "customer-journey-widget").await?;
            let lines = desk.browser.console().await?;
            let said: Vec<_> = lines.iter().filter(|line| line.contains("cannot be an element's name")).collect();
            assert_eq!(said.len(), 1, "{name}: {lines:?}");
            assert!(!lines.iter().any(|line| line.contains("Uncaught")), "{lines:?}");
        }
        // The same of a script's tag.
        desk.open_with(&format!(r#"<script data-tag="journey" src="{script}"></script>"#), None).await?;
        works_as(desk, "customer-journey-widget").await
    })
    .await
}

#[tokio::test]
async fn loaded_for_several_names_there_is_one_module_for_all() -> Result<()> {
    on_a_desk(async |desk| {
        let script = desk.host.origin() + SCRIPT;
        let tags = [
            tag(&format!("{script}?tag=left-journey")),
            tag(&format!("{script}?tag=right-journey")),
            tag(&format!("{script}#tag=third-journey")),
            format!(r#"<script data-tag="fourth-journey" src="{script}"></script>"#),
            tag(&script),
            tag(&format!("{script}?tag=left-journey")),
        ];
        desk.open_with(&tags.concat(), None).await?;
        for name in ["left-journey", "right-journey", "third-journey", "fourth-journey", "customer-journey-widget"] {
            works_as(desk, name).await?;
        }
        let mut files = Vec::new();
        until("the second file", async || {
            files.extend(compiled_files(desk).await?);
            Ok(Seen::when(files.iter().any(|url| url.contains(".later.wasm")), (), &files))
        })
        .await?;
        files.extend(compiled_files(desk).await?);
        assert_eq!(files.len(), 2, "each file once: {files:?}");
        let lines = desk.browser.console().await?;
        assert!(!lines.iter().any(|line| line.contains("SEVERE") || line.contains("WARNING")), "{lines:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn whichever_way_a_page_loads_the_script_it_finds_its_name() -> Result<()> {
    on_a_desk(async |desk| {
        let script = desk.host.origin() + SCRIPT;
        let modules = format!(r#"<script type="module" src="{script}?tag=module-journey"></script>"#);
        // One of another name stands in the page already: its tag is not the module's.
        let other = format!(r#"<script data-tag="other-journey" src="{script}"></script>"#);
        for (name, head, run) in [
            ("module-journey", modules.as_str(), ""),
            ("imported-journey", &other, "import(`${arguments[0]}?tag=imported-journey`);"),
            ("fragment-journey", "", "import(`${arguments[0]}#tag=fragment-journey`);"),
            ("made-journey", &other, "document.head.append(Object.assign(document.createElement('script'), { src: `${arguments[0]}?tag=made-journey` }));"),
            ("waiting-journey", "", "document.head.append(Object.assign(document.createElement('script'), { async: false, src: `${arguments[0]}#tag=waiting-journey` }));"),
            // There a running script is not the document's current one.
            ("shadow-journey", &other, "const host = document.createElement('div'); document.body.append(host);
                host.attachShadow({ mode: 'open' }).append(Object.assign(document.createElement('script'), { src: `${arguments[0]}?tag=shadow-journey` }));"),
        ] {
            desk.open_with(head, None).await?;
            desk.browser.run(run, vec![script.as_str().into()]).await?;
            works_as(desk, name).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_desktop_that_has_its_own_element_of_the_name_keeps_it_beside_ours() -> Result<()> {
    on_a_desk(async |desk| {
        let script = desk.host.origin() + SCRIPT;
        let vendors = "<script>customElements.define('customer-journey-widget', class extends HTMLElement { theirs = true; });</script>";
        let tags = [vendors, &tag(&format!("{script}?tag=our-journey")), &tag(&format!("{script}?tag=customer-journey-widget"))];
        desk.open_with(&tags.concat(), None).await?;
        works_as(desk, "our-journey").await?;
        let theirs = "return document.createElement('customer-journey-widget').theirs === true;";
        assert_eq!(desk.browser.run(theirs, vec![]).await?, json!(true));
        let lines = desk.browser.console().await?;
        let said: Vec<_> = lines.iter().filter(|line| line.contains("already defined")).collect();
        assert_eq!(said.len(), 1, "of the script that asked for that name, and of no other: {lines:?}");
        assert!(said[0].contains("?tag=our-journey"), "{said:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_versions_on_one_page_have_a_module_each() -> Result<()> {
    on_a_desk(async |desk| {
        let host = &desk.host;
        let script = String::from_utf8(host.file(SCRIPT).await?)?;
        let version = env!("CARGO_PKG_VERSION");
        let older = script.replace(version, "0.0.7");
        host.serve("/older/customer-journey-widget.js", "text/javascript", older);
        host.serve("/older/customer-journey-widget.wasm", "application/wasm", *b"\0asm\x01\0\0\0");
        let script = host.origin() + SCRIPT;
        let tags = [
            tag(&format!("{}/older{SCRIPT}?tag=older-journey", host.origin())),
            tag(&format!("{script}?tag=our-journey")),
            tag(&format!("{script}?tag=older-journey")),
        ];
        desk.open_with(&tags.concat(), None).await?;
        works_as(desk, "our-journey").await?;
        let lines = desk.browser.console().await?;
        let words = format!("older-journey> is version 0.0.7, which was here first; this script's {version}");
        assert!(lines.iter().any(|line| line.contains(&words)), "{lines:?}");
        Ok(())
    })
    .await
}
