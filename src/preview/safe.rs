//! What a layout may set on an element of this page. Layouts come from files that anybody may drop here: nothing in
//! them may run code or fetch anything. The real desktop trusts its administrators; a preview trusts nobody.

use serde_json::Value;

use super::store::as_text;

/// Whether the attribute can be set.
pub(crate) fn attribute(name: &str, value: &Value) -> bool {
    let name = name.to_ascii_lowercase();
    let text = as_text(value).trim().to_ascii_lowercase();
    let runs =
        name.starts_with("on") || name == "srcdoc" || text.starts_with("javascript:") || text.starts_with("data:");
    !runs && (name != "style" || css(&text))
}

/// Whether the property can be set.
pub(crate) fn property(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !(name.starts_with("on") || ["innerhtml", "outerhtml", "srcdoc", "src", "href"].contains(&name.as_str()))
}

/// Whether the CSS fetches nothing.
pub(crate) fn css(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    !["url(", "image-set(", "@import", "src(", "\\"].iter().any(|part| text.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_dropped_layout_cannot_run_code_here() {
        for (name, value) in [
            ("onclick", "alert(1)"),
            ("OnError", "alert(1)"),
            ("srcdoc", "<script>"),
            ("href", " javascript:alert(1)"),
            ("src", "data:text/html,x"),
        ] {
            assert!(!attribute(name, &json!(value)), "{name}");
        }
        assert!(!property("innerHTML") && !property("onclick") && !property("outerHTML"));
    }

    #[test]
    fn a_dropped_layout_cannot_fetch_from_another_host() {
        assert!(!attribute("style", &json!("background: URL(https://example.com/x.png)")));
        assert!(!css("u\\72l(https://example.com/x.png)"));
    }

    #[test]
    fn what_layouts_usually_set_is_set() {
        assert!(attribute("style", &json!("margin: 25px 16px")) && attribute("show-alias-icon", &json!("true")));
        assert!(property("interactionData") && property("bearerToken"));
    }
}
