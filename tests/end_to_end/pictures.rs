//! The gallery looks as it did: pictures of its scenes, compared with those in tests/screenshots/gallery.
//!
//! Fonts and their drawing differ between machines, so it is not pixels that are compared. Both pictures are brought to the
//! same coarse grid, and the mean difference of its cells is what counts: another font moves a few words and stays far
//! below the limit, a missing style, a colour of the other theme or a part on the wrong side does not.
//! `cargo xtask screenshots` renews them; look at them before you commit them.

use anyhow::{Context, Result};
use browser_tests::{Gallery, PICTURED, on_a_desk, picture_file};
use serde_json::json;

/// Of 255. The same machine differs by less than 1, another font family by up to 7, the other theme by more than 100.
const LIMIT: f64 = 12.0;
/// By how much the height may differ, of the whole.
const HEIGHT: f64 = 0.25;

/// Brings two pictures to one grid and gives the mean difference of their cells and their heights.
const COMPARE: &str = r"
const read = async (data) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const canvas = new OffscreenCanvas(24, 48), context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  // In two steps: one that is much smaller than its source would leave most of it out.
  const half = new OffscreenCanvas(96, 192);
  half.getContext('2d').drawImage(image, 0, 0, 96, 192);
  context.drawImage(half, 0, 0, 24, 48);
  return [context.getImageData(0, 0, 24, 48).data, image.height / image.width];
};
return Promise.all([read(arguments[0]), read(arguments[1])]).then(([[before, tall], [now, high]]) => {
  let sum = 0;
  for (let at = 0; at < before.length; at++) if (at % 4 < 3) sum += Math.abs(before[at] - now[at]);
  return [sum / (before.length * 0.75), Math.abs(tall - high) / tall];
});";

#[tokio::test]
async fn the_gallery_looks_as_it_did() -> Result<()> {
    on_a_desk(async |desk| {
        // As they were taken.
        desk.browser.resize(1200, 1400, 1.0).await?;
        let mut differ = Vec::new();
        for (scene, look) in PICTURED {
            let gallery = Gallery::open(desk, &format!("{look}&scene={scene}")).await?;
            let file = picture_file(scene, look);
            let before = std::fs::read(&file)
                .with_context(|| format!("{}: `cargo xtask screenshots` takes it", file.display()))?;
            let now = gallery.picture(scene).await?;
            let encode = |bytes: &[u8]| json!(base64(bytes));
            let result = desk.browser.run(COMPARE, vec![encode(&before), encode(&now)]).await?;
            let (mean, height) = (result[0].as_f64().context("a mean")?, result[1].as_f64().context("a height")?);
            println!("{scene} {look}: {mean:.1} of 255, height {:.0} %", height * 100.0);
            if mean > LIMIT || height > HEIGHT {
                differ.push(format!("{scene} ({look}): {mean:.1} of 255, height {:.0} %", height * 100.0));
                desk.browser.driver().screenshot(&std::env::temp_dir().join(format!("gallery-{scene}.png"))).await?;
            }
        }
        assert!(differ.is_empty(), "these do not look as they did: {differ:#?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_comparison_of_pictures_sees_another_theme() -> Result<()> {
    on_a_desk(async |desk| {
        let mut pictures = Vec::new();
        for theme in ["light", "dark"] {
            let gallery = Gallery::open(desk, &format!("theme={theme}&scene=journey")).await?;
            pictures.push(json!(base64(&gallery.picture("journey").await?)));
        }
        let result = desk.browser.run(COMPARE, pictures).await?;
        assert!(result[0].as_f64().is_some_and(|mean| mean > LIMIT), "{result}");
        Ok(())
    })
    .await
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let number =
            chunk.iter().enumerate().fold(0_usize, |all, (place, byte)| all | usize::from(*byte) << (16 - 8 * place));
        for place in 0..4 {
            let letter = if place <= chunk.len() { LETTERS[number >> (18 - 6 * place) & 63] } else { b'=' };
            text.push(char::from(letter));
        }
    }
    text
}

#[tokio::test]
async fn a_scene_comes_about_also_where_its_words_are_late() -> Result<()> {
    on_a_desk(async |desk| {
        // Each request takes so long: by then a hand would have opened the menu of a widget that speaks English.
        let slow = json!({"offline": false, "latency": 500, "downloadThroughput": -1, "uploadThroughput": -1});
        desk.browser.driver().cdp().send_raw("Network.enable", json!({})).await?;
        desk.browser.driver().cdp().send_raw("Network.emulateNetworkConditions", slow).await?;
        Gallery::open(desk, "scene=menu&locale=de").await.map(drop)
    })
    .await
}
