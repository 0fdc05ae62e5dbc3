//! The console in each of its languages.

use anyhow::{Result, ensure};
use browser_tests::{Console, Seen, on_a_console, root, until};
use serde_json::{Value, json};

const LANGUAGES: [(&str, &str); 14] = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pt-BR", "Português (Brasil)"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
    ("ar", "العربية"),
    ("he", "עברית"),
];

#[tokio::test]
async fn the_console_speaks_each_language_where_it_stands_and_nothing_is_wider_than_a_small_window() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As an administrator").await?;
        console.press(&console.service.project_name().await?).await?;
        console.fill("Description", "What stays while the language changes").await?;
        console.browser.resize(360, 800, 1.0).await?;
        for (tag, own_name) in LANGUAGES {
            let file = root().join("crates/console/locales").join(format!("{tag}.json"));
            let words: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
            let choose = "const list = document.querySelector('select[name=language]');
                list.value = arguments[0]; list.dispatchEvent(new Event('change', { bubbles: true }));
                return list.selectedOptions[0].innerText;";
            assert_eq!(console.browser.run(choose, vec![tag.into()]).await?, own_name);
            for key in ["project.details", "retention.heading", "page.sign-out"] {
                console.sees(words[key].as_str().unwrap_or(key)).await?;
            }
            let state = "return [document.documentElement.lang, document.documentElement.dir,
                document.querySelector('input[name=description]').value,
                document.documentElement.scrollWidth <= innerWidth];";
            let direction = if ["ar", "he"].contains(&tag) { "rtl" } else { "ltr" };
            let seen = console.browser.run(state, vec![]).await?;
            assert_eq!(seen, json!([tag, direction, "What stays while the language changes", true]));
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_template_is_composed_in_each_language_in_a_small_window() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As a supervisor").await?;
        console.press(&console.service.project_name().await?).await?;
        console.press("Profile templates").await?;
        console.press("journey-default-template").await?;
        console.press("Open orders").await?;
        console.fill("Name in the profile", "Typed before").await?;
        console.press("Add a group").await?;
        console.browser.resize(360, 800, 1.0).await?;
        speaks_each_language(
            console,
            &["rules.heading", "preview.heading", "form.changed", "rules.group"],
            "return document.querySelector('details[open] input[name=displayName]').value;",
        )
        .await?;
        console.is_accessible("a template in Hebrew").await
    })
    .await
}

#[tokio::test]
async fn a_journey_action_is_composed_in_each_language_in_a_small_window() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As a supervisor").await?;
        console.press(&console.service.project_name().await?).await?;
        console.press("Journey actions").await?;
        console.press("New journey action").await?;
        console.is_at("New journey action").await?;
        console.fill("Name", "Typed before").await?;
        console.press("Add a condition").await?;
        console.browser.resize(360, 800, 1.0).await?;
        speaks_each_language(
            console,
            &["action.when", "action.target", "test.heading", "rules.attribute", "try.do"],
            "return document.querySelector('input[name=name]').value;",
        )
        .await?;
        console.is_accessible("a journey action in Hebrew").await
    })
    .await
}

/// Chooses each language in turn: these words are there, nothing is wider than the window, and what was typed stays.
pub(super) async fn speaks_each_language(console: &Console, keys: &[&str], typed: &str) -> Result<()> {
    for (tag, _) in LANGUAGES {
        let file = root().join("crates/console/locales").join(format!("{tag}.json"));
        let words: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
        let choose = "const list = document.querySelector('select[name=language]');
            list.value = arguments[0]; list.dispatchEvent(new Event('change', { bubbles: true }));";
        console.browser.run(choose, vec![tag.into()]).await?;
        for key in keys {
            let words = words[key].as_str().unwrap_or(key);
            let said = "return document.body.innerText.includes(arguments[0])
                || [...document.querySelectorAll('[aria-label]')].some((one) => one.getAttribute('aria-label') === arguments[0]);";
            until(&format!("“{words}”"), async || {
                let seen = console.browser.run(said, vec![words.into()]).await?;
                Ok(Seen::when(seen == true, (), console.text().await?))
            })
            .await?;
        }
        assert_eq!(console.browser.run(typed, vec![]).await?, "Typed before", "{tag}");
        let fits = "return document.documentElement.scrollWidth <= innerWidth;";
        assert_eq!(console.browser.run(fits, vec![]).await?, true, "{tag} is wider than the window");
    }
    Ok(())
}

#[tokio::test]
async fn a_language_that_was_chosen_is_there_again_and_right_to_left_is_accessible() -> Result<()> {
    on_a_console(async |console| {
        console.enter_as("As an administrator").await?;
        console.choose("Language", "العربية").await?;
        console.sees("المشاريع").await?;
        console.open("").await?;
        console.sees("كمسؤول").await?;
        console.press("كمسؤول").await?;
        console.press(&console.service.project_name().await?).await?;
        console.sees("الموصلات").await?;
        console.is_accessible("a project in Arabic").await?;
        console.press("الهويات").await?;
        until("the way from right to left", async || {
            let left = "const [first, second] = document.querySelectorAll('.tabs a');
                return first && second && first.getBoundingClientRect().left > second.getBoundingClientRect().left;";
            let seen = console.browser.run(left, vec![]).await?;
            Ok(Seen::when(seen == true, (), seen))
        })
        .await?;
        console.is_accessible("persons in Arabic").await
    })
    .await
}

#[test]
fn every_language_of_the_widget_is_one_of_the_console() -> Result<()> {
    let of = |folder: &str| -> Result<Vec<String>> {
        let files = std::fs::read_dir(root().join(folder))?;
        let mut names =
            files.map(|file| Ok(file?.file_name().to_string_lossy().into_owned())).collect::<Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    };
    let (widget, console) = (of("locales")?, of("crates/console/locales")?);
    ensure!(widget == console, "{widget:?} and {console:?}");
    Ok(())
}
