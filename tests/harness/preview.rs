//! The preview page: an agent desktop in the browser, as the person at it uses it. Finds things by the page's own
//! `data-testid`s, which src/preview/mod.rs lists.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use thirtyfour::WebElement;
use thirtyfour::prelude::*;

use crate::wait::{Seen, until};
use crate::{Desk, Widget};

/// The open preview page.
pub struct Preview<'a> {
    desk: &'a Desk,
}

impl<'a> Preview<'a> {
    /// Opens it against the desk's own service, with this more in its address (`&layout=supervisor.json`).
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn open(desk: &'a Desk, more: &str) -> Result<Self> {
        Self::open_against(desk, &desk.api.url(), more).await
    }

    /// Opens it against another service.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn open_against(desk: &'a Desk, api: &str, more: &str) -> Result<Self> {
        desk.browser.open(&format!("{}/?api={api}{more}", desk.host.origin())).await?;
        Ok(Self { desk })
    }

    /// Opens the supervisor's page, which has no desktop around the widget.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn open_supervisor(desk: &'a Desk) -> Result<Self> {
        desk.browser.open(&format!("{}/supervisor/?api={}", desk.host.origin(), desk.api.url())).await?;
        Ok(Self { desk })
    }

    /// The widget that the layout put there and that can be seen.
    pub fn widget(&self) -> Widget<'_> {
        self.widget_named("customer-journey-widget")
    }

    /// The same under another name.
    pub fn widget_named(&self, name: &str) -> Widget<'_> {
        Widget::found(&self.desk.browser, name)
    }

    /// Takes an inbound call from this identity.
    ///
    /// # Errors
    /// The page does not let it.
    pub async fn take_call_from(&self, identity: &str) -> Result<()> {
        let field = self.find("unknown-identity").await?;
        field.clear().await?;
        field.send_keys(identity).await?;
        self.click("accept-voice").await?;
        self.shows("contact-name", identity).await
    }

    /// Goes to the contact of this identity, in the list of contacts.
    ///
    /// # Errors
    /// It is not there.
    pub async fn switch_to(&self, identity: &str) -> Result<()> {
        let script = "return [...document.querySelectorAll('[data-testid^=task-]')]
            .find((task) => task.innerText.includes(arguments[0])) ?? null;";
        let task = self.element(&format!("the contact of {identity}"), script, identity).await?;
        task.click().await?;
        self.shows("contact-name", identity).await
    }

    /// Clicks what has this test id.
    ///
    /// # Errors
    /// It is not there, or something lies over it.
    pub async fn click(&self, id: &str) -> Result<()> {
        let element = self.find(id).await?;
        element.scroll_into_view().await?;
        element.click().await.with_context(|| format!("`{id}` cannot be clicked"))
    }

    /// Chooses the option with these words in the list with this test id.
    ///
    /// # Errors
    /// There is none.
    pub async fn choose(&self, id: &str, words: &str) -> Result<()> {
        let list = self.find(id).await?;
        for option in list.find_all(By::Tag("option")).await? {
            if option.text().await?.trim() == words {
                return Ok(option.click().await?);
            }
        }
        anyhow::bail!("`{id}` has no option “{words}”");
    }

    /// Looks up the first of the sample customers, by the list of the supervisor's page.
    ///
    /// # Errors
    /// There is none.
    pub async fn choose_first_sample(&self) -> Result<()> {
        let list = self.find("samples").await?;
        let first = until("a sample customer", async || {
            let options = list.find_all(By::Css("option:not([value=''])")).await?;
            Ok(match options.into_iter().next() {
                Some(option) => Seen::This(option),
                None => Seen::NotYet("an empty list".to_owned()),
            })
        })
        .await?;
        Ok(first.click().await?)
    }

    /// Opens a layout file from the disk.
    ///
    /// # Errors
    /// The page takes none.
    pub async fn open_layout(&self, file: &Path) -> Result<()> {
        self.find("layout-file").await?.send_keys(file.to_string_lossy()).await?;
        Ok(())
    }

    /// Waits until what has this test id shows these words.
    ///
    /// # Errors
    /// It does not come to that.
    pub async fn shows(&self, id: &str, words: &str) -> Result<()> {
        let script = "return [...document.querySelectorAll(`[data-testid=\"${arguments[0]}\"]`)]
            .map((element) => element.innerText).join(' ').replace(/\\s+/g, ' ');";
        until(&format!("“{words}” in `{id}`"), async || {
            let text = self.desk.browser.run(script, vec![id.into()]).await?;
            let text = text.as_str().unwrap_or_default();
            Ok(Seen::when(text.to_lowercase().contains(&words.to_lowercase()), (), text))
        })
        .await
    }

    /// Waits for what has this test id.
    async fn find(&self, id: &str) -> Result<WebElement> {
        let script = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`);";
        self.element(&format!("`{id}`"), script, id).await
    }

    async fn element(&self, what: &str, script: &str, argument: &str) -> Result<WebElement> {
        until(what, async || {
            let found = self.desk.browser.driver().execute(script.to_owned(), vec![Value::from(argument)]).await?;
            if found.json().is_null() {
                let text = self.desk.browser.run("return document.body.innerText;", vec![]).await?;
                return Ok(Seen::NotYet(text.to_string()));
            }
            Ok(Seen::This(found.element()?))
        })
        .await
    }
}
