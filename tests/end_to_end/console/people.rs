//! The persons of a project, in the console.

use anyhow::Result;
use browser_tests::{Console, Seen, on_a_console, until};
use serde_json::json;

/// Signs in and goes to the persons of the samples' project.
async fn at_people(console: &Console, role: &str) -> Result<()> {
    console.enter_as(role).await?;
    console.press(&console.service.project_name().await?).await?;
    console.press("Identities").await?;
    console.is_at("Identities").await
}

#[tokio::test]
async fn persons_are_found_sorted_and_paged() -> Result<()> {
    on_a_console(async |console| {
        for number in 0..60_u8 {
            let letters: String = [number / 26, number % 26].iter().map(|place| char::from(b'a' + place)).collect();
            console.service.create_person(&format!("+1303555{number:04}"), "Zoe", &format!("Zz{letters}")).await?;
        }
        at_people(console, "As a supervisor").await?;
        console.sees("Page 1").await?;
        console.is_accessible("persons").await?;
        console.picture("identities").await?;
        console.press("Next page").await?;
        console.sees("Page 2").await?;
        console.press("Previous page").await?;
        console.sees("Page 1").await?;
        console.press("Name").await?;
        console.sees_no("Zzch").await?;
        console.press("Name").await?;
        console.row("Zoe Zzch").await?;
        console.fill("Search", "zza").await?;
        console.press("Search").await?;
        console.sees_no("Zzch").await?;
        console.row("Zzah").await?;
        console.fill("Search", "+1 303 555 0042").await?;
        console.press("Search").await?;
        console.sees("Zoe Zzbq").await?;
        // Nobody has the whole of it, and somebody a part.
        console.fill("Search", "5 0042").await?;
        console.press("Search").await?;
        console.row("Zoe Zzbq").await?;
        let marked = "return [...document.querySelectorAll('td mark')].map((mark) => mark.textContent);";
        until("the part to be marked", async || {
            let marks = console.browser.run(marked, vec![]).await?;
            Ok(Seen::when(marks == json!(["50042"]), (), marks))
        })
        .await?;
        console.is_accessible("persons found by a part").await?;
        console.picture("identities-part").await?;
        console.fill("Search", "nobody@example.com").await?;
        console.press("Search").await?;
        console.sees("Nobody was found").await?;
        let asked = console.browser.requested().await?;
        assert!(
            asked.iter().all(|url| !url.contains("0042") && !url.contains("nobody")),
            "no identity is in an address"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_person_is_made_named_and_given_identities_and_each_change_is_in_the_log() -> Result<()> {
    on_a_console(async |console| {
        at_people(console, "As a supervisor").await?;
        console.press("New person").await?;
        console.is_accessible("a new person").await?;
        console.press("Create person").await?;
        console.sees("A person needs a phone number").await?;
        console.fill("First name", "Ada").await?;
        console.fill("Phone number", "nothing").await?;
        console.press("Create person").await?;
        console.sees("nothing").await?;
        console.fill("Phone number", "+44 20 7946 0018").await?;
        console.press("Create person").await?;
        console.is_at("Ada").await?;
        console.sees("Phone number +442079460018").await?;
        console.sees("Nothing was changed yet").await?;
        console.is_accessible("a person").await?;
        console.fill("Last name", "Lovelace").await?;
        console.press("Save").await?;
        console.sees("Last name: (none) became Lovelace.").await?;
        console.choose("Kind", "E-mail address").await?;
        console.fill("New identity", "ada").await?;
        console.press("Add").await?;
        console.fill("New identity", "ada@example.com").await?;
        console.press("Add").await?;
        console.sees("Identities added: ada@example.com").await?;
        console.press("Remove ada@example.com").await?;
        console.sees("Identities removed: ada@example.com").await?;
        let ada = console.service.person("+442079460018").await?;
        assert_eq!((&ada["lastName"], &ada["email"]), (&json!("Lovelace"), &json!(["ada"])), "{ada}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_persons_are_compared_merged_and_made_two_again() -> Result<()> {
    on_a_console(async |console| {
        console.service.create_person("+12025550101", "Ann", "Smith").await?;
        console.service.create_person("+12025550102", "Annie", "Smyth").await?;
        at_people(console, "As a supervisor").await?;
        console.fill("Search", "+12025550101").await?;
        console.press("Search").await?;
        console.press("Ann Smith").await?;
        console.is_at("Ann Smith").await?;
        console.press("Merge …").await?;
        console.fill("Search", "Annie Sm").await?;
        console.press("Search").await?;
        console.press("Choose Annie Smyth").await?;
        console.sees("Is merged into it").await?;
        console.is_accessible("a comparison").await?;
        console.picture("merge").await?;
        console.press("Merge them").await?;
        console.sees("Annie Smyth was merged into this person.").await?;
        console.sees("+12025550102").await?;
        let ann = console.service.person("+12025550102").await?;
        assert_eq!(ann["firstName"], "Ann");

        console.press("Split …").await?;
        console.is_accessible("a split").await?;
        console.press("Split off").await?;
        console.sees("Choose at least one, and leave at least one.").await?;
        console.press("Cancel").await?;
        console.press("Undo the merge with Annie Smyth").await?;
        console.sees("Annie Smyth was split off.").await?;
        assert_eq!(console.service.person("+12025550102").await?["firstName"], "Annie");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn chosen_identities_become_a_person_of_their_own() -> Result<()> {
    on_a_console(async |console| {
        console.service.create_person("+12025550101", "Ann", "Smith").await?;
        at_people(console, "As a supervisor").await?;
        console.fill("Search", "+12025550101").await?;
        console.press("Search").await?;
        console.press("Ann Smith").await?;
        console.fill("New identity", "+12025550177").await?;
        console.press("Add").await?;
        console.sees("Identities added: +12025550177").await?;
        console.press("Split …").await?;
        console.press("Phone number +12025550177").await?;
        console.press("Split off").await?;
        console.is_at("+12025550177").await?;
        console.sees("Split off from another person.").await?;
        console.press("Go to that person").await?;
        console.is_at("Ann Smith").await?;
        console.sees("+12025550177 was split off.").await?;
        let other = console.service.person("+12025550177").await?;
        assert_ne!(other["id"], console.service.person("+12025550101").await?["id"]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_table_is_checked_row_by_row_before_anything_is_stored_then_corrected_and_imported() -> Result<()> {
    on_a_console(async |console| {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("identities.csv");
        let head = "Id,First Name,Last Name,Email Addresses,Phone Numbers,Customer Ids\n";
        let write = |rows: &str| std::fs::write(&file, format!("{head}{rows}"));
        at_people(console, "As a supervisor").await?;
        console.press("Import a table").await?;
        console.is_at("Import a table").await?;
        console.press("Check").await?;
        console.sees("Choose a file.").await?;
        write(",Grace,Hopper,grace@example.com,,\n,Bad,Mail,grace,,\n,Nobody,,,,\n")?;
        console.give_file("Table", &file).await?;
        console.press("Check").await?;
        console.sees("1 row can be imported 0 rows are there already 2 rows cannot be imported").await?;
        assert!(console.row("grace").await?.contains('3'));
        console.row("There is no e-mail address").await?;
        console.is_accessible("the report of a table").await?;
        console.picture("import").await?;
        console.service.person("grace@example.com").await.expect_err("nothing is stored by checking");

        write(",Grace,Hopper,grace@example.com,,\n,Bad,Mail,mail@example.com,,\n,Somebody,,,,C-77\n")?;
        console.give_file("Table", &file).await?;
        console.press("Check").await?;
        console.sees("3 rows can be imported 0 rows are there already 0 rows cannot be imported").await?;
        console.press("Import 3 rows").await?;
        console.sees("3 rows are imported.").await?;
        assert_eq!(console.service.person("grace@example.com").await?["lastName"], "Hopper");
        console.press("See the identities").await?;
        console.row("Grace Hopper").await?;

        std::fs::write(&file, "not,a,table\n")?;
        console.press("Import a table").await?;
        console.give_file("Table", &file).await?;
        console.press("Check").await?;
        console.sees("there is no column").await
    })
    .await
}

#[tokio::test]
async fn what_erasing_would_take_is_said_first_and_then_nothing_of_the_person_is_left() -> Result<()> {
    on_a_console(async |console| {
        console.service.create_person("+12025550101", "Ann", "Smith").await?;
        let event = json!({"id": "1", "specversion": "1.0", "type": "Order", "source": "shop", "identity": "+12025550101",
            "identitytype": "phone", "datacontenttype": "application/json", "data": {}});
        console.service.publish(&event).await?;
        at_people(console, "As an administrator").await?;
        console.fill("Search", "+12025550101").await?;
        console.press("Search").await?;
        console.press("Ann Smith").await?;
        console.press("Hand out the data").await?;
        console.sees("The file is among your downloads.").await?;
        console.press("Erase this person").await?;
        console.sees("This goes for ever: 1 identity, 1 event, and 0 entries").await?;
        console.is_accessible("erasing a person").await?;
        console.fill("To confirm, type the name: Ann Smith", "Ann Smith").await?;
        console.press("Erase for ever").await?;
        console.is_at("Identities").await?;
        console.sees("The person is erased.").await?;
        console.service.person("+12025550101").await.expect_err("gone");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_agent_sees_persons_and_changes_names_alone() -> Result<()> {
    on_a_console(async |console| {
        console.service.create_person("+12025550101", "Ann", "Smith").await?;
        at_people(console, "As an agent").await?;
        console.fill("Search", "+12025550101").await?;
        console.press("Search").await?;
        console.press("Ann Smith").await?;
        console.is_at("Ann Smith").await?;
        console.sees("Change log").await?;
        let text = console.text().await?;
        for words in ["Merge", "Split", "Erase", "Hand out", "Add", "Remove"] {
            assert!(!text.contains(words), "{words}: {text}");
        }
        console.fill("First name", "Anna").await?;
        console.press("Save").await?;
        console.has_heading("Anna Smith").await
    })
    .await
}

#[tokio::test]
async fn the_keyboard_alone_makes_a_project_and_comes_back_to_where_it_was() -> Result<()> {
    use thirtyfour::Key;
    on_a_console(async |console| {
        console.enter_as("As an administrator").await?;
        console.is_at("Projects").await?;
        console.browser.press(Key::Tab + "").await?;
        console.browser.press(Key::Enter + "").await?;
        console.sees("What the project is for").await?;
        console.browser.press(Key::Escape + "").await?;
        console.has_focus("New project").await?;
        console.browser.press(Key::Enter + "").await?;
        console.has_focus_in("name").await?;
        console.browser.press("By hand").await?;
        console.browser.press(Key::Enter + "").await?;
        console.is_at("By hand").await
    })
    .await
}
