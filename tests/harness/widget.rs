//! One `<customer-journey-widget>` on a page, as a person sees and uses it: reads its shadow root by part names,
//! clicks and types for real, and sets what a desktop would set.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};
use thirtyfour::WebElement;
use thirtyfour::error::WebDriverResult;
use thirtyfour::prelude::*;

use crate::Browser;
use crate::wait::{Seen, until};

/// Finds the element that is seen, and what is in it.
const FIND: &str = r#"
const candidates = [...document.querySelectorAll(arguments[0])];
const widget = candidates.find((element) => element.checkVisibility()) ?? candidates[0];
const root = widget?.shadowRoot;
const parts = (name) => root ? [...root.querySelectorAll(`[part~="${name}"]`)] : [];
const words = (element) => element.innerText.replace(/\s+/g, " ").trim();
"#;

/// What an element gets before it is put into the page.
#[derive(Default)]
pub struct Mount {
    attributes: Map<String, Value>,
    properties: Map<String, Value>,
}

impl Mount {
    /// Sets an attribute.
    pub fn attribute(mut self, name: &str, value: &str) -> Self {
        self.attributes.insert(name.to_owned(), value.into());
        self
    }

    /// Sets a property.
    pub fn property(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.properties.insert(name.to_owned(), value.into());
        self
    }

    /// Leaves a property out after all.
    pub fn without(mut self, name: &str) -> Self {
        self.properties.remove(name);
        self
    }
}

/// An element in the open page.
#[derive(Clone)]
pub struct Widget<'a> {
    browser: &'a Browser,
    selector: String,
}

impl<'a> Widget<'a> {
    /// The first one that `selector` finds and that can be seen.
    pub fn found(browser: &'a Browser, selector: &str) -> Self {
        Self { browser, selector: selector.to_owned() }
    }

    /// Creates an element with this id, sets everything on it, and puts it at the end of the page.
    pub(crate) async fn mount(browser: &'a Browser, id: &str, what: Mount) -> Result<Self> {
        let script = r#"
            const [id, attributes, properties] = arguments;
            const element = document.createElement("customer-journey-widget");
            element.id = id;
            for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
            Object.assign(element, properties);
            document.body.append(element);
        "#;
        browser.run(script, vec![id.into(), what.attributes.into(), what.properties.into()]).await?;
        Ok(Self::found(browser, &format!("#{id}")))
    }

    /// Sets a property, as the desktop does when something changes.
    ///
    /// # Errors
    /// The element is not there.
    pub async fn set(&self, property: &str, value: impl Into<Value>) -> Result<()> {
        self.run("widget[arguments[1]] = arguments[2];", vec![property.into(), value.into()]).await.map(drop)
    }

    /// Sets an attribute.
    ///
    /// # Errors
    /// The element is not there.
    pub async fn set_attribute(&self, name: &str, value: &str) -> Result<()> {
        self.run("widget.setAttribute(arguments[1], arguments[2]);", vec![name.into(), value.into()]).await.map(drop)
    }

    /// Takes it out of the page.
    ///
    /// # Errors
    /// The element is not there.
    pub async fn remove(&self) -> Result<()> {
        self.run("widget.remove();", vec![]).await.map(drop)
    }

    /// Runs a function body with `widget`, `root`, `parts(name)` and `words(element)` in scope; the arguments begin
    /// with `arguments[1]`.
    ///
    /// # Errors
    /// The script threw.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        let arguments = std::iter::once(self.selector.as_str().into()).chain(arguments).collect();
        self.browser.run(&format!("{FIND}{script}"), arguments).await
    }

    /// Everything that can be read in it, with single blanks.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn text(&self) -> Result<String> {
        let script =
            "return root ? [...root.children].map(words).join(' ').replace(/\\s+/g, ' ').trim() : '(no widget)';";
        Ok(self.run(script, vec![]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// What can be read in each of the parts of this name, in the order of the page.
    ///
    /// # Errors
    /// The browser is gone.
    pub async fn texts(&self, part: &str) -> Result<Vec<String>> {
        let texts = self.run("return parts(arguments[1]).map(words);", vec![part.into()]).await?;
        serde_json::from_value(texts).context("the texts of a part are strings")
    }

    /// Waits until one of the parts of this name shows these words, in whatever case.
    ///
    /// # Errors
    /// It does not come to that.
    pub async fn shows(&self, part: &str, words: &str) -> Result<()> {
        until(&format!("“{words}” in the part `{part}`"), async || {
            let texts = self.texts(part).await?;
            let wanted = words.to_lowercase();
            let there = texts.iter().any(|text| text.to_lowercase().contains(&wanted));
            Ok(if there { Seen::This(()) } else { Seen::NotYet(format!("{texts:?}, in all: {}", self.text().await?)) })
        })
        .await
    }

    /// Waits until these words are in one of the parts of this name, in sight or not: a browser lays out what is far down
    /// a page only when it is scrolled to.
    ///
    /// # Errors
    /// It does not come to that.
    pub async fn holds(&self, part: &str, words: &str) -> Result<()> {
        until(&format!("“{words}” somewhere in the part `{part}`"), async || {
            let script = "return parts(arguments[1]).map((element) => element.textContent);";
            let texts = self.run(script, vec![part.into()]).await?;
            let there = texts
                .as_array()
                .into_iter()
                .flatten()
                .any(|text| text.as_str().is_some_and(|text| text.contains(words)));
            Ok(if there { Seen::This(()) } else { Seen::NotYet(format!("{texts}, in all: {}", self.text().await?)) })
        })
        .await
    }

    /// Waits until there are exactly so many parts of this name.
    ///
    /// # Errors
    /// It does not come to that.
    pub async fn has(&self, count: usize, part: &str) -> Result<()> {
        until(&format!("{count} × the part `{part}`"), async || {
            let texts = self.texts(part).await?;
            Ok(Seen::when(texts.len() == count, (), (texts.len(), texts)))
        })
        .await
    }

    /// Waits until there is no part of this name.
    ///
    /// # Errors
    /// One stays.
    pub async fn has_no(&self, part: &str) -> Result<()> {
        self.has(0, part).await
    }

    /// Clicks the first part of this name that shows these words, as a person does: it must be in reach.
    ///
    /// # Errors
    /// There is none, or something lies over it.
    pub async fn click(&self, part: &str, words: &str) -> Result<()> {
        let what = format!("the part `{part}`");
        self.act_on(
            &what,
            async || self.element(part, words).await,
            async |element| {
                element.scroll_into_view().await?;
                element.click().await
            },
        )
        .await
    }

    /// Does something with an element; with the new one, where it was drawn anew between the look and the act, as a person
    /// would.
    async fn act_on(
        &self,
        what: &str,
        find: impl AsyncFn() -> Result<WebElement>,
        act: impl AsyncFn(WebElement) -> WebDriverResult<()>,
    ) -> Result<()> {
        until(&format!("{what} to stay where it is"), async || match act(find().await?).await {
            Err(error) if error.to_string().contains("stale element") => Ok(Seen::NotYet(error.to_string())),
            done => done.map(Seen::This).with_context(|| format!("{what} cannot be used")),
        })
        .await
    }

    /// How many elements are in the widget.
    ///
    /// # Errors
    /// The element is not there.
    pub async fn elements(&self) -> Result<u64> {
        let count = self.run("return root.querySelectorAll('*').length;", vec![]).await?;
        count.as_u64().context("a count")
    }

    /// Waits for the first part of this name that shows these words.
    async fn element(&self, part: &str, wanted: &str) -> Result<WebElement> {
        let script = format!(
            "{FIND} const wanted = arguments[2].toLowerCase();
            return parts(arguments[1]).find((element) => words(element).toLowerCase().includes(wanted)) ?? null;"
        );
        until(&format!("the part `{part}` with “{wanted}”"), async || {
            let arguments: Vec<Value> = vec![self.selector.as_str().into(), part.into(), wanted.into()];
            let found = self.browser.driver().execute(script.clone(), arguments).await?;
            if found.json().is_null() {
                return Ok(Seen::NotYet(self.text().await?));
            }
            Ok(Seen::This(found.element()?))
        })
        .await
    }

    /// Clicks the first thing in it that a selector finds, as a person does.
    ///
    /// # Errors
    /// There is none that can be seen, or something lies over it.
    pub async fn press_on(&self, selector: &str) -> Result<()> {
        self.act_on(
            &format!("`{selector}`"),
            async || self.selected(selector).await,
            async |element| {
                element.scroll_into_view().await?;
                element.click().await
            },
        )
        .await
    }

    /// Writes into the first field that a selector finds, in place of what is in it.
    ///
    /// # Errors
    /// There is none.
    pub async fn write(&self, selector: &str, text: &str) -> Result<()> {
        self.act_on(
            &format!("`{selector}`"),
            async || self.selected(selector).await,
            async |field| {
                field.clear().await?;
                field.send_keys(text).await
            },
        )
        .await
    }

    async fn selected(&self, selector: &str) -> Result<WebElement> {
        let script = format!(
            "{FIND} return [...(root?.querySelectorAll(arguments[1]) ?? [])].find((one) => one.checkVisibility()) ?? null;"
        );
        until(&format!("`{selector}`"), async || {
            let arguments: Vec<Value> = vec![self.selector.as_str().into(), selector.into()];
            let found = self.browser.driver().execute(script.clone(), arguments).await?;
            if found.json().is_null() {
                return Ok(Seen::NotYet(self.text().await?));
            }
            Ok(Seen::This(found.element()?))
        })
        .await
    }

    /// Presses Tab until the focus is in a part of this name.
    ///
    /// # Errors
    /// After so many tabs as the widget has controls, it never was.
    pub async fn tab_to(&self, part: &str) -> Result<()> {
        let script = "const focus = root.activeElement;
            return [Boolean(focus?.closest(`[part~=\"${arguments[1]}\"]`)), focus?.getAttribute('part') ?? ''];";
        let mut seen = Vec::new();
        for _ in 0..400 {
            self.browser.press(Key::Tab + "").await?;
            let state = self.run(script, vec![part.into()]).await?;
            if state[0] == true {
                return Ok(());
            }
            seen.push(state[1].as_str().unwrap_or_default().to_owned());
        }
        bail!("Tab never came to the part `{part}`, only to {seen:?}");
    }

    /// From now on, remembers every text that is in the widget, however short; [`Self::has_shown`] tells.
    ///
    /// # Errors
    /// The element is not there.
    pub async fn watch(&self) -> Result<()> {
        let script = "
            const seen = (window.journeySeen ??= new Map());
            const all = new Set([root.textContent]);
            seen.set(widget, all);
            new MutationObserver(() => all.add(root.textContent))
                .observe(root, { childList: true, characterData: true, subtree: true });";
        self.run(script, vec![]).await.map(drop)
    }

    /// Whether these words were in the widget at any time since [`Self::watch`].
    ///
    /// # Errors
    /// Nobody watched.
    pub async fn has_shown(&self, words: &str) -> Result<bool> {
        let script = "return [...window.journeySeen.get(widget)].some((text) => text.includes(arguments[1]));";
        Ok(self.run(script, vec![words.into()]).await? == json!(true))
    }
}
