//! A large table is imported in the console: followed, stopped, broken off and taken up again.

use anyhow::Result;
use browser_tests::{Proxy, Request, on_a_console};
use serde_json::json;

/// The portion whose first row stands in that line.
fn portion(line: u32) -> impl Fn(&Request) -> bool + Send + Sync + 'static {
    move |request| request.target.ends_with(&format!("/import/{}?firstLine={line}", workspace_of(request)))
}

fn workspace_of(request: &Request) -> String {
    request.path().rsplit_once("/import/").map(|(_, rest)| rest.to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn a_large_table_is_followed_while_it_is_imported_stopped_and_taken_up_again_where_it_was() -> Result<()> {
    on_a_console(async |console| {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("identities.csv");
        let head = "Id,First Name,Last Name,Email Addresses,Phone Numbers,Customer Ids\n";
        let row = |number: u32| match number {
            2500 => ",Bad,Mail,mail,,\n".to_owned(),
            _ => format!(",Jürgen,Row {number},m{number}@example.com,,\n"),
        };
        std::fs::write(&file, format!("{head}{}", (0..4_000).map(row).collect::<String>()))?;
        let has = async |number: u32| console.service.person(&format!("m{number}@example.com")).await.is_ok();

        let proxy = Proxy::start(console.service.url()).await?;
        console.browser.open(&format!("{}/console/", proxy.url())).await?;
        console.press("As a supervisor").await?;
        console.press(&console.service.project_name().await?).await?;
        console.press("Identities").await?;
        console.press("Import a table").await?;
        console.give_file("Table", &file).await?;
        console.press("Check").await?;
        console.sees("3,999 rows can be imported").await?;

        // Line 2 is row 0, so portions of 500 begin at 2, 502, 1002 …
        let gate = proxy.when(portion(1_002)).hold();
        console.press("Import 3,999 rows").await?;
        console.sees("1,000 of 4,000 rows").await?;
        let bar = "const bar = document.querySelector('progress');
            return [bar.value, bar.max, bar.getAttribute('aria-valuetext')];";
        let seen = console.browser.run(bar, vec![]).await?;
        assert_eq!(seen, json!([1_000, 4_000, "1,000 of 4,000 rows"]));
        console.is_accessible("an import under way").await?;
        console.press("Stop").await?;
        console.sees("It stops as soon as these rows are done.").await?;
        gate.open();
        console.sees("The rows up to 1,501 are done. The rows after that are not imported.").await?;
        console.sees("1,500 rows are imported.").await?;
        console.has_focus("Go on").await?;
        console.is_accessible("an import that was stopped").await?;
        assert!(has(1_499).await && !has(1_500).await);

        // Stored, and its answer is spoilt on the way.
        proxy.when(portion(2_002)).times(1).corrupt();
        console.press("Go on").await?;
        let unknown = "The rows up to 2,001 are done. Of the rows 2,002 to 2,501 it is not known whether they are. \
                       The rows after that are not imported.";
        console.sees(unknown).await?;
        assert!(has(2_499).await && !has(2_501).await);

        proxy.when(portion(2_502)).times(1).refuse_for(429, 1);
        console.press("Go on").await?;
        console.sees("The rows up to 2,501 are done. The rows after that are not imported.").await?;
        assert!(!has(2_501).await);
        console.press("Go on").await?;
        console.sees("3,499 rows are imported.").await?;
        assert!(console.row("“mail” is no e-mail address.").await?.contains("2,502"));
        assert!(has(3_999).await);
        console.press("See the identities").await?;
        console.is_at("Identities").await
    })
    .await
}
