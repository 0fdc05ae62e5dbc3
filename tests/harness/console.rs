//! The console as the person at it uses it: by what buttons, links and fields say. With the real service, which serves it,
//! and a browser; nothing of the widget is needed.

use std::panic::AssertUnwindSafe;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use futures_util::FutureExt;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::wait::{Seen, until};
use crate::{Browser, Service, built};

/// The open console, its service and the browser.
pub struct Console {
    /// The browser.
    pub browser: Browser,
    /// The real service.
    pub service: Service,
}

/// Finds things by what they say: in the open dialog, if there is one.
const FIND: &str = "
    const place = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
    const seen = (element) => element.checkVisibility({ visibilityProperty: true });
    const said = (element) => (element.getAttribute('aria-label') ?? element.innerText ?? '').replace(/\\s+/g, ' ').trim();
    const all = (selector) => [...place.querySelectorAll(selector)].filter(seen);
    const exact = (list, words) => list.find((element) => said(element) === words)
        ?? list.find((element) => said(element).includes(words));
    const labelled = (words) => {
        const label = exact(all('label'), words);
        return label?.control ?? all('input,select,textarea').find((field) => field.getAttribute('aria-label') === words);
    };";

impl Console {
    /// Opens the console, at a page if that is said (`#/projects`).
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn open(&self, fragment: &str) -> Result<()> {
        self.browser.open(&format!("{}/console/{fragment}", self.service.url())).await
    }

    /// Opens it and signs in as one of the preview's roles.
    ///
    /// # Errors
    /// It cannot be done.
    pub async fn enter_as(&self, role: &str) -> Result<()> {
        self.open("").await?;
        self.press(role).await
    }

    /// Presses the button or link that says so.
    ///
    /// # Errors
    /// There is none, or something lies over it.
    pub async fn press(&self, words: &str) -> Result<()> {
        let find = "return exact(all('button,a,summary,[role=switch],label.choice'), arguments[0]) ?? null;";
        let element = self.element(&format!("what says “{words}”"), find, words).await?;
        element.scroll_into_view().await?;
        element.click().await.with_context(|| format!("“{words}” cannot be pressed"))
    }

    /// Writes into the field of that label, instead of what is there.
    ///
    /// # Errors
    /// There is none.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        let field =
            self.element(&format!("a field “{label}”"), "return labelled(arguments[0]) ?? null;", label).await?;
        field.scroll_into_view().await?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Gives a file to the field of that label.
    ///
    /// # Errors
    /// There is none.
    pub async fn give_file(&self, label: &str, path: &std::path::Path) -> Result<()> {
        let field =
            self.element(&format!("a field “{label}”"), "return labelled(arguments[0]) ?? null;", label).await?;
        field.send_keys(path.to_string_lossy()).await?;
        Ok(())
    }

    /// Chooses what says so in the list of that label.
    ///
    /// # Errors
    /// There is none.
    pub async fn choose(&self, label: &str, words: &str) -> Result<()> {
        let list = self.element(&format!("a list “{label}”"), "return labelled(arguments[0]) ?? null;", label).await?;
        for option in list.find_all(By::Tag("option")).await? {
            if option.text().await?.trim() == words {
                return Ok(option.click().await?);
            }
        }
        bail!("the list “{label}” has no “{words}”");
    }

    /// Waits until these words are seen.
    ///
    /// # Errors
    /// They do not come.
    pub async fn sees(&self, words: &str) -> Result<()> {
        until(&format!("“{words}”"), async || {
            let text = self.text().await?;
            Ok(Seen::when(text.contains(words), (), text))
        })
        .await
    }

    /// Waits until these words are not seen any more.
    ///
    /// # Errors
    /// They stay.
    pub async fn sees_no(&self, words: &str) -> Result<()> {
        until(&format!("“{words}” to go"), async || {
            let text = self.text().await?;
            Ok(Seen::when(!text.contains(words), (), text))
        })
        .await
    }

    /// Waits until the page has this heading, and the focus is on it.
    ///
    /// # Errors
    /// It does not come to that.
    pub async fn is_at(&self, heading: &str) -> Result<()> {
        until(&format!("the page “{heading}” with the focus on its heading"), async || {
            let script = "const heading = document.querySelector('h1');
                return [heading?.innerText, document.activeElement === heading, document.title];";
            let found = self.browser.run(script, vec![]).await?;
            let title = found[2].as_str().unwrap_or_default();
            Ok(Seen::when(found[0] == heading && found[1] == true && title.starts_with(heading), (), found))
        })
        .await
    }

    /// Waits until the page's heading says so, wherever the focus is.
    ///
    /// # Errors
    /// It does not come to that.
    pub async fn has_heading(&self, heading: &str) -> Result<()> {
        until(&format!("the heading “{heading}”"), async || {
            let found = self.browser.run("return document.querySelector('h1')?.innerText;", vec![]).await?;
            Ok(Seen::when(found == heading, (), found))
        })
        .await
    }

    /// Waits until what says so has the focus.
    ///
    /// # Errors
    /// It does not get it.
    pub async fn has_focus(&self, words: &str) -> Result<()> {
        until(&format!("the focus on “{words}”"), async || {
            let found = self.browser.run("return document.activeElement.innerText;", vec![]).await?;
            Ok(Seen::when(found == words, (), found))
        })
        .await
    }

    /// Waits until the field of that name has the focus.
    ///
    /// # Errors
    /// It does not get it.
    pub async fn has_focus_in(&self, name: &str) -> Result<()> {
        until(&format!("the focus in “{name}”"), async || {
            let found = self.browser.run("return document.activeElement.outerHTML;", vec![]).await?;
            let is_there = found.as_str().is_some_and(|html| html.contains(&format!("name=\"{name}\"")));
            Ok(Seen::when(is_there, (), found))
        })
        .await
    }

    /// What a row says, of the table whose row begins with these words.
    ///
    /// # Errors
    /// There is none.
    pub async fn row(&self, words: &str) -> Result<String> {
        let script = "const row = [...document.querySelectorAll('tbody tr')].find((row) => row.innerText.includes(arguments[0]));
            return row ? row.innerText.replace(/\\s+/g, ' ') : null;";
        until(&format!("a row with “{words}”"), async || {
            let row = self.browser.run(script, vec![words.into()]).await?;
            Ok(match row.as_str() {
                Some(row) => Seen::This(row.to_owned()),
                None => Seen::NotYet(self.text().await?),
            })
        })
        .await
    }

    /// What the field of that label holds.
    ///
    /// # Errors
    /// There is none.
    pub async fn value_of(&self, label: &str) -> Result<String> {
        let script = format!("{FIND} return labelled(arguments[0])?.value ?? null;");
        let value = self.browser.run(&script, vec![label.into()]).await?;
        Ok(value.as_str().with_context(|| format!("there is no field “{label}”"))?.to_owned())
    }

    /// Everything that is seen, in one line.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn text(&self) -> Result<String> {
        let text = self.browser.run("return document.body.innerText.replace(/\\s+/g, ' ');", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// That axe finds nothing, and nothing is wider than the window, in light and dark and at 360 and 1600 px.
    ///
    /// # Errors
    /// It finds something, which is named.
    pub async fn is_accessible(&self, what: &str) -> Result<()> {
        self.browser.driver().set_script_timeout(Duration::from_secs(120)).await?;
        let file = built::root().join("node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(file)
            .context("axe-core is not installed; `cargo xtask dist` installs package.json's tools")?;
        self.browser.run(&axe, vec![]).await?;
        let check = "for (const root of [document, ...[...document.querySelectorAll('*')].map((one) => one.shadowRoot)]) {
                // Colours that are still changing are no finding.
                root?.getAnimations().forEach((animation) => animation.effect.getComputedTiming().iterations === 1 && animation.finish());
            }
            return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
                resultTypes: ['violations'], preload: false })
            .then((result) => [
                ...(result.passes.length > 5 ? [] : ['axe saw next to nothing']),
                ...result.violations.flatMap((rule) => rule.nodes.map((node) =>
                    `${rule.id}: ${node.html.slice(0, 200)} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`)),
                ...[...document.querySelectorAll('body *')].filter((element) => element.checkVisibility()
                        && document.documentElement.scrollWidth > innerWidth
                        && element.getBoundingClientRect().right > innerWidth + 1)
                    .map((element) => `wider than the window: ${element.outerHTML.slice(0, 120)}`)]);";
        for (width, scheme) in [(360, "light"), (360, "dark"), (1600, "light"), (1600, "dark")] {
            self.browser.resize(width, 900, 1.0).await?;
            self.browser.emulate_media("prefers-color-scheme", scheme).await?;
            let found = self.browser.run(check, vec![]).await?;
            ensure!(found == json!([]), "{what}, {width} px, {scheme}: {found:#}");
        }
        self.browser.resize(1200, 1400, 1.0).await?;
        self.browser.emulate_media("prefers-color-scheme", "light").await
    }

    /// A picture for the documentation, if pictures are wanted (`CONSOLE_PICTURES` names the folder).
    ///
    /// # Errors
    /// It cannot be taken.
    pub async fn picture(&self, name: &str) -> Result<()> {
        if let Some(folder) = std::env::var_os("CONSOLE_PICTURES") {
            self.browser.resize(1100, 800, 1.0).await?;
            let file = std::path::Path::new(&folder).join(format!("{name}.png"));
            self.browser.driver().screenshot(&file).await?;
        }
        Ok(())
    }

    async fn element(&self, what: &str, find: &str, argument: &str) -> Result<WebElement> {
        until(what, async || {
            let found = self.browser.driver().execute(format!("{FIND} {find}"), vec![Value::from(argument)]).await?;
            if found.json().is_null() {
                return Ok(Seen::NotYet(self.text().await?));
            }
            Ok(Seen::This(found.element()?))
        })
        .await
    }
}

/// Sets up a service with its console and a browser, runs the test, and takes everything down. The page must have asked
/// nobody but its service, and have broken none of its policy.
///
/// # Errors
/// Those of the test, or what could not be set up.
pub async fn on_a_console(test: impl AsyncFnOnce(&Console) -> Result<()>) -> Result<()> {
    on_a_console_of(Service::start_with_console(built::console()?).await?, test).await
}

/// The same, and the service has the widget, too.
///
/// # Errors
/// Those of the test, or what could not be set up.
pub async fn on_a_console_with_the_widget(test: impl AsyncFnOnce(&Console) -> Result<()>) -> Result<()> {
    // The service reads it at its start.
    let folder = built::console_with_widget()?;
    on_a_console_of(Service::start_with_console(folder.path().to_owned()).await?, test).await
}

/// The same with a service of one's own.
///
/// # Errors
/// Those of the test, or what could not be set up.
pub async fn on_a_console_of(service: Service, test: impl AsyncFnOnce(&Console) -> Result<()>) -> Result<()> {
    let console = Console { browser: Browser::start().await?, service };
    let result = AssertUnwindSafe(test(&console)).catch_unwind().await;
    let said = console.browser.console().await.unwrap_or_default();
    if !matches!(result, Ok(Ok(()))) {
        let folder = built::root().join("target").join("browser-tests");
        std::fs::create_dir_all(&folder)?;
        let picture = folder.join(format!("{}.png", thread::current().name().unwrap_or("test").replace("::", "-")));
        if console.browser.driver().screenshot(&picture).await.is_ok() {
            eprintln!("what was seen: {}", picture.display());
        }
        said.iter().for_each(|line| eprintln!("console: {line}"));
    }
    let Console { browser, service } = console;
    let ended = browser.quit().await;
    service.stop().await;
    match result {
        Ok(result) => result.and(ended)?,
        Err(panic) => std::panic::resume_unwind(panic),
    }
    let tells = ["Content Security Policy", "panicked", "RuntimeError"];
    let broken: Vec<&String> = said.iter().filter(|line| tells.iter().any(|words| line.contains(words))).collect();
    ensure!(broken.is_empty(), "the page broke its policy or panicked: {broken:#?}");
    Ok(())
}
