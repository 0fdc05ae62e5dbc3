//! Languages that nobody speaks, made of the English words: longer by two fifths and with accents, left to right and right
//! to left. What is cut or stands on the wrong side in them is cut or wrong in some real language.

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use crate::built;

/// The file of `en-XA`, or of `ar-XB`, which is right to left.
///
/// # Errors
/// One of the English files is not there, or is none.
pub fn pseudo_words(right_to_left: bool) -> Result<String> {
    let mut words: Map<String, Value> = Map::new();
    for name in ["locales/en.json", "src/locale/en.later.json"] {
        let text = std::fs::read_to_string(built::root().join(name)).context(name)?;
        words.extend(serde_json::from_str::<Map<String, Value>>(&text).context(name)?);
    }
    let mut made = Map::new();
    for (key, words) in &words {
        let words = pseudo(words.as_str().unwrap_or_default());
        let words = if right_to_left { format!("\u{202E}{words}\u{202C}") } else { words };
        // Arabic has more forms; what has one and other has them all.
        let base = key.strip_suffix(".other");
        for form in base.iter().flat_map(|base| ["zero", "two", "few", "many"].map(|form| format!("{base}.{form}"))) {
            made.insert(form, words.clone().into());
        }
        made.insert(key.clone(), words.into());
    }
    Ok(Value::Object(made).to_string())
}

fn pseudo(words: &str) -> String {
    let mut said = String::new();
    let mut is_name = false;
    for letter in words.chars() {
        is_name = (is_name || letter == '{') && letter != '}';
        said.push(if is_name { letter } else { accented(letter) });
    }
    let more = words.chars().count() * 2 / 5;
    if more > 0 {
        said.push(' ');
        // In words of a usual length, so that they may break where real ones would.
        said.extend("ẽxtra lõng ".chars().cycle().take(more));
    }
    said.trim_end().to_owned()
}

fn accented(letter: char) -> char {
    const PLAIN: &str = "aceinosuyzACEINOSUYZ";
    const ACCENTED: &str = "áçéïñöšûýžÁÇÉÏÑÖŠÛÝŽ";
    let place = PLAIN.chars().position(|plain| plain == letter);
    place.and_then(|place| ACCENTED.chars().nth(place)).unwrap_or(letter)
}
