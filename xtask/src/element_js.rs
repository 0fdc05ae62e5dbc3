//! The text of the shipped script: wasm-bindgen's glue and the element's class in one classic script without globals.
//! Pure text in, text out; `bundle` builds the parts and writes the result. The names it defines are element.js's contract.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::compress::integrity;

/// The file name that the script, its wasm and the tag share.
pub(crate) const NAME: &str = "customer-journey-widget";

/// What the script is put together from.
pub(crate) struct Parts<'a> {
    /// wasm-bindgen's `--target no-modules` output.
    pub(crate) glue: &'a str,
    /// src/element/plain.js and element.js.
    pub(crate) element: &'a str,
    /// The package's version.
    pub(crate) version: &'a str,
}

/// The script that fetches `customer-journey-widget.wasm`, and `.later.wasm` where there is one, from beside itself.
pub(crate) fn script(parts: &Parts<'_>, later: Option<&[u8]>) -> String {
    let later = later.map_or_else(|| "null".to_owned(), |wasm| format!("{{ integrity: \"{}\" }}", integrity(wasm)));
    assemble(parts, "null", &later)
}

/// The script with the wasm inside, for hosts that cannot serve it.
pub(crate) fn standalone_script(parts: &Parts<'_>, wasm: &[u8], later: Option<&[u8]>) -> String {
    let inline = |wasm| {
        let text = STANDARD.encode(wasm);
        format!("() => Uint8Array.from(atob(\"{text}\"), (letter) => letter.charCodeAt(0))")
    };
    let later = later.map_or_else(|| "null".to_owned(), |wasm| format!("{{ inline: {} }}", inline(wasm)));
    assemble(parts, &inline(wasm), &later)
}

fn assemble(Parts { glue, element, version }: &Parts<'_>, inline_wasm: &str, later: &str) -> String {
    format!(
        r#"/*! {NAME} {version} | MIT */
(() => {{
const VERSION = "{version}";
{LOCATION}
const inlineWasm = {inline_wasm};
const later = {later};
const newGlue = () => {{
{glue}
return wasm_bindgen;
}};
{element}
}})();
"#,
        glue = glue.trim(),
        element = element.trim(),
    )
}

/// Finds the script's own address, and its tag in the page where that is certain. `document.currentScript` is set while a
/// classic script of the document runs, and null in a module and in a shadow root: there the first frame of a stack names the
/// file. `import.meta` is no way out, it is a syntax error in a classic script.
const LOCATION: &str = r#"const [scriptElement, scriptUrl] = (() => {
  const running = document.currentScript;
  if (running?.src) return [running, running.src];
  const scripts = [...document.scripts];
  const url = /[a-z][a-z\d+.-]*:\/\/\S*?(?=:\d+:\d+)/i.exec(new Error().stack ?? "")?.[0];
  if (url) return [running ?? scripts.find((script) => script.src === url) ?? null, url];
  const own = scripts.find((script) => /customer-journey-widget(\.standalone)?\.js([?#]|$)/.test(script.src));
  return [running ?? own ?? null, own?.src ?? document.baseURI];
})();"#;

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: Parts<'static> =
        Parts { glue: "let wasm_bindgen = glue();\n", element: "\"use strict\";\nelement();\n", version: "1.2.3" };

    #[test]
    fn the_script_is_one_function_so_that_nothing_becomes_a_global() {
        let script = script(&PARTS, None);
        let body = script.split_once('\n').map(|(_, body)| body.trim());
        assert!(body.is_some_and(|body| body.starts_with("(() => {") && body.ends_with("})();")), "{script}");
        let glue = script.find("let wasm_bindgen").unwrap();
        assert!(script.find("const newGlue = () => {").unwrap() < glue, "each start evaluates the glue anew");
        assert!(glue < script.find("element();").unwrap());
    }

    #[test]
    fn the_plain_script_fetches_its_wasm_and_the_standalone_one_carries_it() {
        let plain = script(&PARTS, None);
        assert!(plain.contains("const inlineWasm = null;") && plain.contains("const later = null;"), "{plain}");
        let standalone = standalone_script(&PARTS, b"\0asm", Some(b"\0later"));
        assert!(standalone.contains("atob(\"AGFzbQ==\")"), "{standalone}");
        assert!(standalone.contains("{ inline: () => Uint8Array.from(atob(\"AGxhdGVy\")"), "{standalone}");
    }

    #[test]
    fn the_second_file_must_be_of_the_same_build() {
        assert!(script(&PARTS, Some(b"\0later")).contains("const later = { integrity: \"sha384-"));
    }
}
