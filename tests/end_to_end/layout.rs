//! Nothing is cut and nothing sticks out: in longer words, in both directions, from the narrowest panel to a full page.
//! Zoom is a narrower page to a style sheet: 400 % of 1280 px is 320 px.

use anyhow::Result;
use browser_tests::{Customer, Desk, Gallery, on_a_desk, pseudo_words};
use serde_json::json;

/// What is wider than its place. Names and long values are cut on purpose, to be read in full elsewhere; a list of options
/// cuts its own; the dots between facts stand outside of a line's beginning. A line of a narrow panel may be cut where its
/// whole words are its title or its accessible name; and the title of a folded section is for screen readers.
const CUT: &str = r#"
const may = '.unseen, .name, .tile-value, select, input, .raw, .row-line, .skeleton, svg, svg *';
const found = [];
const plain = (words) => words.replace(/[\u2066-\u2069\u202a-\u202e]/g, '').replace(/\s+/g, ' ').trim();
const isToldInFull = (element) => {
  const words = plain(element.textContent);
  for (let around = element; around?.getAttribute; around = around.parentElement)
    if (['title', 'aria-label'].some((name) => plain(around.getAttribute(name) ?? '').includes(words))) return true;
  return false;
};
for (const widget of document.querySelectorAll('customer-journey-widget')) {
  const name = widget.closest('[data-scene]').dataset.scene;
  const cjw = widget.shadowRoot.querySelector('.cjw');
  const edge = cjw.getBoundingClientRect();
  for (const element of [cjw, ...cjw.querySelectorAll('*')]) {
    if (!element.checkVisibility() || element.closest('.unseen, [data-folded] > .section-head')) continue;
    if (element.textContent.trim() && isToldInFull(element)) continue;
    const tell = (what) => found.push(`${name}: ${element.tagName.toLowerCase()}.${element.className} ${what}: ${element.innerText?.slice(0, 60)}`);
    const style = getComputedStyle(element);
    if (!element.matches(may) && style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
      tell(`holds ${element.scrollWidth} px in ${element.clientWidth}`);
    if (!element.matches(may) && style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 2)
      tell(`holds ${element.scrollHeight} px of height in ${element.clientHeight}`);
    const box = element.getBoundingClientRect();
    // A dialog stands over the whole page, wherever the widget is.
    const dialog = element.closest('dialog');
    const place = !dialog ? edge : dialog === element ? { left: 0, right: innerWidth, width: innerWidth } : dialog.getBoundingClientRect();
    if (box.width > 0 && (box.left < place.left - 1 || box.right > place.right + 1)) tell(`goes from ${box.left - place.left} to ${box.right - place.left} of ${place.width}`);
  }
}
return found.slice(0, 12);
"#;

/// In every scene of the gallery, in this look and in these widths (px).
async fn nothing_is_cut(desk: &Desk, look: &str, widths: &[u32]) -> Result<()> {
    desk.host.serve("/locales/en-XA.json", "application/json", pseudo_words(false)?);
    desk.host.serve("/locales/ar-XB.json", "application/json", pseudo_words(true)?);
    desk.browser.resize(1640, 1400, 1.0).await?;
    for scene in Gallery::scenes(desk).await? {
        let gallery = Gallery::open(desk, &format!("{look}&scene={scene}")).await?;
        assert_eq!(gallery.run(CUT, vec![]).await?, json!([]), "{look}, {scene}, as wide as it is meant");
        for width in widths {
            gallery.set_width(*width).await?;
            assert_eq!(gallery.run(CUT, vec![]).await?, json!([]), "{look}, {scene}, {width} px");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_long_journey_scrolls_in_its_widget_and_not_the_page() -> Result<()> {
    on_a_desk(async |desk| {
        let customer = Customer::new();
        for number in 0..40 {
            customer.called(&desk.service, "Bicycles", "Sale", 100 + number * 60).await?;
        }
        desk.open().await?;
        desk.browser.run("document.body.style.margin = 0;", vec![]).await?;
        let widget = desk.mount("journey", desk.settings()?.property("interactionData", customer.calls())).await?;
        widget.run("widget.style.height = innerHeight / 2 + 'px';", vec![]).await?;
        widget.shows("contact", "Sale").await?;
        desk.api.has_streams(2).await?;

        let scrolls = "const page = document.scrollingElement, own = root.querySelector('.cjw');
            return [page.scrollHeight > page.clientHeight, own.scrollHeight > own.clientHeight];";
        assert_eq!(widget.run(scrolls, vec![]).await?, json!([false, true]));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn words_that_are_longer_by_two_fifths_are_not_cut() -> Result<()> {
    on_a_desk(async |desk| nothing_is_cut(desk, "locale=en-XA&density=comfortable", &[280]).await).await
}

#[tokio::test]
async fn nothing_is_cut_from_right_to_left() -> Result<()> {
    on_a_desk(async |desk| nothing_is_cut(desk, "locale=ar-XB", &[280]).await).await
}

#[tokio::test]
async fn nothing_is_cut_in_any_width_or_zoom() -> Result<()> {
    on_a_desk(async |desk| nothing_is_cut(desk, "locale=en-GB", &[1600, 640, 320, 280]).await).await
}
