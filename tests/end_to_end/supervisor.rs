//! The supervisor's page: look-ups, exports, and paper.

use anyhow::Result;
use browser_tests::{Customer, Desk, Preview, Role, Seen, Widget, on_a_desk, until};
use serde_json::{Value, json};

/// A widget without a contact, with a look-up field.
async fn look_up<'a>(desk: &'a Desk, identity: &str) -> Result<Widget<'a>> {
    desk.open().await?;
    let settings = desk.settings()?.attribute("enable-user-search", "true");
    let settings = settings.property("bearerToken", desk.service.token(Role::Supervisor)?);
    let widget = desk.mount("journey", settings).await?;
    widget.write("[part~=search] input", identity).await?;
    widget.press_on("[part~=search] [type=submit]").await?;
    Ok(widget)
}

/// The file that the page is given, and its name.
async fn export(desk: &Desk, widget: &Widget<'_>, in_full: bool) -> Result<(String, String)> {
    let script = "window.exported = null;
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => { blob.text().then((text) => (window.exported ??= ['', ''])[1] = text); return make.call(URL, blob); };
        HTMLAnchorElement.prototype.click = function () { (window.exported ??= ['', ''])[0] = this.download; };";
    desk.browser.run(script, vec![]).await?;
    widget.press_on("[aria-label='More actions']").await?;
    widget.press_on("[role=menuitem]:nth-child(2)").await?;
    if in_full {
        widget.press_on("[part~=export] [type=checkbox]").await?;
    }
    widget.press_on("[part~=download]").await?;
    until("the exported file", async || {
        let file = desk.browser.run("return window.exported;", vec![]).await?;
        let both = (file[0].as_str().unwrap_or_default().to_owned(), file[1].as_str().unwrap_or_default().to_owned());
        Ok(Seen::when(!both.0.is_empty() && !both.1.is_empty(), both, file))
    })
    .await
}

/// A supervisor's work: looks a customer up, narrows the dates, takes a file along, and finds the customer among the
/// latest.
async fn works_at(desk: &Desk, widget: &Widget<'_>) -> Result<()> {
    let customer = Customer::new();
    customer.called(&desk.service, "Bicycles", "Sale", 20 * 24 * 60).await?;
    customer.did(&desk.service, "Bought a kayak", 30).await?;
    widget.shows("empty", "look up a customer").await?;

    widget.write("[part~=search] input", &customer.identity).await?;
    widget.press_on("[part~=search] [type=submit]").await?;
    widget.shows("event", "Bought a kayak").await?;
    widget.has(1, "contact").await?;

    let last_week = "const range = root.querySelector('[part~=filters] select');
        range.value = '7-days'; range.dispatchEvent(new Event('change', { bubbles: true })); return range.value;";
    assert_eq!(widget.run(last_week, vec![]).await?, json!("7-days"));
    widget.has_no("contact").await?;
    let (name, table) = export(desk, widget, false).await?;
    assert!(name.ends_with(".csv") && table.contains("Bought a kayak"), "{name}: {table}");
    assert!(!table.contains("Bicycles"), "{table}");

    widget.press_on("[part~=search] .link").await?;
    widget.shows("recent", &customer.identity).await?;
    widget.press_on(".recent-choice").await?;
    widget.shows("event", "Bought a kayak").await
}

#[tokio::test]
async fn on_a_navigation_tab_a_supervisor_looks_up_narrows_and_exports() -> Result<()> {
    on_a_desk(async |desk| {
        let page = Preview::open(desk, "&layout=supervisor.json&persona=supervisor").await?;
        page.click("rail-journey-look-up").await?;
        works_at(desk, &page.widget()).await
    })
    .await
}

#[tokio::test]
async fn on_a_page_of_its_own_a_supervisor_looks_up_narrows_and_exports_at_full_width() -> Result<()> {
    on_a_desk(async |desk| {
        desk.browser.resize(1200, 900, 1.0).await?;
        let page = Preview::open_supervisor(desk).await?;
        let widget = page.widget();
        works_at(desk, &widget).await?;
        let width = widget.run("return widget.getBoundingClientRect().width;", vec![]).await?;
        assert!(width.as_f64().is_some_and(|width| width > 1150.0), "{width}");
        // The samples are looked up as if by hand.
        page.choose_first_sample().await?;
        widget.shows("contact", "").await
    })
    .await
}

#[tokio::test]
async fn what_is_filtered_is_exported_as_a_safe_table_with_identities_masked() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "=HYPERLINK(\"http://evil.example\")", 10).await?;
        customer.did(&desk.service, "Bought a \"kayak\", blue", 20).await?;
        customer.called(&desk.service, "Bicycles", "Sale", 60).await?;
        let widget = look_up(desk, &customer.identity).await?;
        widget.has(2, "event").await?;

        let (name, table) = export(desk, &widget, false).await?;

        assert!(name.starts_with("journey-") && name.ends_with(".csv"), "{name}");
        assert_eq!(table.lines().count(), 4, "{table}");
        assert!(table.contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\""), "{table}");
        assert!(table.contains("\"Bought a \"\"kayak\"\", blue\""), "{table}");
        assert!(table.contains(",Sale,Bicycles,Ann Archer,"), "{table}");
        let digits = customer.identity.trim_start_matches('+');
        assert!(!table.contains(digits), "{table}");

        widget.write("[part~=filters] input", "kayak").await?;
        widget.has(1, "event").await?;
        let (_, table) = export(desk, &widget, true).await?;
        assert_eq!(table.lines().count(), 2, "{table}");
        assert!(table.contains(&format!("\"'{}\"", customer.identity)), "{table}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn who_was_looked_up_is_there_after_a_reload_until_forgotten() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Bought a kayak", 10).await?;
        let widget = look_up(desk, &customer.identity).await?;
        widget.shows("event", "Bought a kayak").await?;
        desk.open().await?;
        let settings = || -> Result<browser_tests::Mount> {
            let settings = desk.settings()?.attribute("enable-user-search", "true");
            Ok(settings.property("bearerToken", desk.service.token(Role::Supervisor)?))
        };
        let widget = desk.mount("journey", settings()?).await?;

        widget.press_on(".recent-choice").await?;

        widget.shows("event", "Bought a kayak").await?;
        widget.shows("header", &customer.identity).await?;
        widget.press_on("[part~=search] .link").await?;
        widget.press_on(".recent-remove").await?;
        widget.has_no("recent").await?;
        desk.open().await?;
        let widget = desk.mount("journey", settings()?).await?;
        widget.shows("empty", "look up a customer").await?;
        widget.has_no("recent").await
    })
    .await
}

#[tokio::test]
async fn the_journey_alone_is_printed_and_nothing_of_the_page_is_changed() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        customer.did(&desk.service, "Bought a kayak", 10).await?;
        let widget = look_up(desk, &customer.identity).await?;
        widget.shows("event", "Bought a kayak").await?;
        // Nobody is there to answer the browser's own question; what it would print is kept.
        let script = "const add = Node.prototype.appendChild;
            window.printed = [];
            Node.prototype.appendChild = function (node) {
                const added = add.call(this, node);
                if (node.localName === 'iframe') {
                    node.contentWindow.print = () => {
                        const root = node.contentDocument.body.firstChild.shadowRoot;
                        printed.push([root.textContent, root.adoptedStyleSheets.length, root.firstChild.dataset.theme]);
                        node.contentWindow.dispatchEvent(new Event('afterprint'));
                    };
                }
                return added;
            };";
        desk.browser.run(script, vec![]).await?;

        widget.press_on("[aria-label='More actions']").await?;
        widget.press_on("[role=menuitem]:nth-child(4)").await?;

        let printed = until("the journey to be printed", async || {
            let printed = desk.browser.run("return window.printed;", vec![]).await?;
            Ok(Seen::when(printed[0].is_array(), printed.clone(), printed))
        })
        .await?;
        assert!(printed[0][0].as_str().is_some_and(|text| text.contains("Bought a kayak")), "{printed}");
        assert_eq!((&printed[0][1], &printed[0][2]), (&json!(1), &json!("light")));
        let left = desk.browser.run("return document.querySelectorAll('iframe').length;", vec![]).await?;
        assert_eq!(left, json!(0));
        let console: Vec<Value> = desk.browser.console().await?.into_iter().map(Value::from).collect();
        assert!(console.is_empty(), "{console:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_supervisor_finds_people_by_the_beginning_of_a_name_and_takes_one_of_them() -> Result<()> {
    on_a_desk(async |desk| {
        let (one, other) = (Customer::new(), Customer::new());
        desk.service.create_person(&one.identity, "Abigail", "Quillfeather").await?;
        desk.service.create_person(&other.identity, "Barnaby", "Quillfeather").await?;
        other.did(&desk.service, "Bought a kayak", 10).await?;
        let widget = look_up(desk, "quill").await?;
        widget.shows("found", "2 people called “quill”").await?;
        widget.click("person", "Barnaby").await?;
        widget.shows("name", "Barnaby Quillfeather").await?;
        widget.shows("event", "Bought a kayak").await?;
        widget.has_no("found").await
    })
    .await
}

#[tokio::test]
async fn a_supervisor_types_the_last_four_digits_and_chooses_one_of_three() -> Result<()> {
    on_a_desk(async |desk| {
        let people = [("+12125557193", "Abigail"), ("+442079467193", "Barnaby"), ("+49301237193", "Cordelia")];
        for (phone, first) in people {
            desk.service.create_person(phone, first, "Featherstone").await?;
        }
        let kayak = browser_tests::custom_event("+442079467193", "Bought a kayak", browser_tests::minutes_ago(10));
        desk.service.publish(&kayak).await?;

        let widget = look_up(desk, "71 93").await?;
        widget.shows("found", "3 people found by “71 93”").await?;
        widget.shows("found", "Phone ends in 7193").await?;
        let marks = "return [...root.querySelectorAll('[part=found] mark')].map((mark) => mark.textContent);";
        assert_eq!(widget.run(marks, vec![]).await?, json!(["7193", "7193", "7193"]));
        widget.click("person", "Barnaby").await?;
        widget.shows("name", "Barnaby Featherstone").await?;
        widget.shows("event", "Bought a kayak").await?;
        widget.has_no("found").await?;

        let asked = desk.api.requests();
        assert!(asked.iter().any(|request| request.body.contains("71 93")), "{asked:?}");
        let addresses: Vec<&str> = asked.iter().map(|request| request.target.as_str()).collect();
        let has_part =
            |target: &&str| target.contains("71%2093") || target.contains("71+93") || target.ends_with("7193");
        assert!(!addresses.iter().any(|target| has_part(target) && !target.contains("%2B4420")), "{addresses:?}");
        Ok(())
    })
    .await
}
