//! The map itself.

use std::rc::Rc;

use serde_json::Value;

use super::pattern::Pattern;
use super::{colour, is_address, picture, stem};

/// More entries than this are not read.
const MOST: usize = 1_000;
/// No more of a word is looked at: icons are chosen by short names, and a long text must not cost a long time.
const LOOKED_AT: usize = 100;

/// What stands before an event, by the words that say what it is, the most telling first.
pub(crate) type Find = Rc<dyn Fn(&[&str]) -> Option<Mapped>>;

/// What the map says of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mapped {
    /// The bare name of a Momentum icon; empty if the map names none.
    pub(crate) name: String,
    /// The address of a picture, over https.
    pub(crate) picture: Option<String>,
    /// A colour, as CSS writes it.
    pub(crate) colour: Option<String>,
}

/// An icon map.
#[derive(Default)]
pub(crate) struct IconMap {
    entries: Vec<(Pattern, Mapped)>,
}

impl IconMap {
    /// Adds the entries of a file or of a property; gives a sentence for each that is not as it should be. What can be
    /// used of them is.
    ///
    /// # Errors
    /// It is no map at all; says what it is.
    pub(crate) fn add(&mut self, map: &Value) -> Result<Vec<String>, &'static str> {
        // A module's import has the file under "default".
        let fields = map.as_object().ok_or("it is no JSON object of keywords and icons")?;
        let fields = fields.get("default").and_then(Value::as_object).unwrap_or(fields);
        let mut odd = Vec::new();
        let mut say = |key: &str, what: &str| odd.push(["\"", key, "\" ", what, "."].concat());
        for (key, value) in fields.iter().take(MOST.saturating_sub(self.entries.len())) {
            let (pattern, problem) = Pattern::read(key);
            problem.into_iter().for_each(|problem| say(key, problem));
            let text = |name: &str| value.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
            let named = value.as_str().or_else(|| ["src", "url", "icon", "name"].into_iter().find_map(text));
            let wanted = text("color").or_else(|| text("colour"));
            let mut mapped = Mapped::default();
            match named {
                Some(address) if is_address(address) => match picture(address) {
                    Some(picture) => mapped.picture = Some(picture.to_owned()),
                    None => say(key, "names a picture that is not at an https:// address; the built-in icon stays"),
                },
                Some(name) => mapped.name = stem(name),
                None if wanted.is_some() => {}
                None => say(key, "names no icon"),
            }
            if let Some(wanted) = wanted {
                mapped.colour = colour(wanted);
                if mapped.colour.is_none() {
                    say(key, "has a colour that is neither a name nor #rrggbb; it is left out");
                }
            }
            self.entries.push((pattern, mapped));
        }
        Ok(odd)
    }

    /// What the map says of the first of these words that it knows. The very word goes before one that only occurs in it,
    /// and of those that occur the last one counts, as in the vendor's widget.
    pub(crate) fn find(&self, words: &[&str]) -> Option<Mapped> {
        words.iter().find_map(|word| {
            let word = word.get(..word.floor_char_boundary(LOOKED_AT)).unwrap_or_default().trim().to_lowercase();
            let last = |fits: &dyn Fn(&Pattern) -> bool| self.entries.iter().rev().find(|(pattern, _)| fits(pattern));
            let found = last(&|pattern| pattern.is(&word)).or_else(|| last(&|pattern| pattern.occurs_in(&word)));
            found.filter(|_| !word.is_empty()).map(|(_, mapped)| mapped.clone())
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn name(map: &Value, words: &[&str]) -> Option<String> {
        let mut read = IconMap::default();
        read.add(map).expect("a map");
        read.find(words).map(|mapped| mapped.name)
    }

    #[wasm_bindgen_test]
    fn keywords_and_expressions_find_their_icons_in_any_case() {
        let map = json!({
            "Page Visit": {"name": "icon-mouse-cursor_16", "color": "grey"},
            "NPS.*": {"name": "analysis-filled"},
            "outbound-call": {"name": "icon-outgoing-call-active_16"},
            "Call": {"name": "handset-filled"},
        });
        assert_eq!(name(&map, &["page visit"]).as_deref(), Some("mouse-cursor"));
        assert_eq!(name(&map, &["Our nps survey"]).as_deref(), Some("analysis"));
        assert_eq!(name(&map, &["Outbound-Call"]).as_deref(), Some("outgoing-call"), "the very word goes first");
        assert_eq!(name(&map, &["callback"]).as_deref(), Some("handset"));
        assert_eq!(
            name(&map, &["unknown", "call"]).as_deref(),
            Some("handset"),
            "the next word, if the first is unknown"
        );
        assert_eq!(name(&map, &["order", ""]), None);
        assert_eq!(name(&json!({"default": map}), &["nps"]).as_deref(), Some("analysis"), "as a module is imported");
    }

    #[wasm_bindgen_test]
    fn what_is_odd_in_one_entry_is_said_and_spoils_no_other() {
        let mut read = IconMap::default();
        let odd = read
            .add(&json!({
                "[": {"name": "chat-bold"},
                "(x+)+y": {"name": "chat-bold"},
                "a": {"src": "http://icons.example/a.svg"},
                "b": {"name": "chat-bold", "color": "url(x)"},
                "c": 7,
                "d": {"icon": "https://icons.example/d.svg", "color": "cobalt"},
            }))
            .expect("a map");
        assert_eq!(odd.len(), 5, "{odd:#?}");
        let found = read.find(&["d"]).expect("an entry");
        assert_eq!(found.picture.as_deref(), Some("https://icons.example/d.svg"));
        assert_eq!(found.colour.as_deref(), Some("#2774b5"));
        assert_eq!(read.find(&["["]).map(|mapped| mapped.name).as_deref(), Some("chat"), "as plain words");
        assert!(IconMap::default().add(&json!(["a"])).is_err());
        assert!(IconMap::default().add(&json!("a")).is_err());
    }

    #[wasm_bindgen_test]
    fn no_expression_and_no_text_makes_it_wait() {
        let mut read = IconMap::default();
        read.add(&json!({"(a+)+$": {"name": "x"}, "a*a*a*a*b": {"name": "y"}})).expect("a map");
        let start = js_sys::Date::now();
        for _ in 0..20 {
            assert_eq!(read.find(&[&"a".repeat(1_000_000)]), None);
        }
        let took = js_sys::Date::now() - start;
        assert!(took < 4_000.0, "{took} ms");
    }
}
