//! Text with links in it, taken apart safely: `[text](address)` and bare addresses become links if a person may follow
//! them (web, mail, telephone); everything else stays the text it was. Linear in the length of the text.

use std::ops::Range;

/// Where a person may be led to.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// An address longer than this is not looked for.
const LONGEST_ADDRESS: usize = 2_048;

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// As it is.
    Text(&'a str),
    /// To be followed.
    Link {
        /// What people read.
        label: &'a str,
        /// Where it leads: `http`, `https`, `mailto` or `tel`, nothing else.
        url: &'a str,
    },
}

/// Takes a text apart. The pieces in order are the text again, but for the brackets of links.
pub fn segments(text: &str) -> Vec<Segment<'_>> {
    let mut found = Vec::new();
    // What lies before is in `found`.
    let mut done = 0;
    // The bracket that a label may begin with: the last one seen.
    let mut opened = None;
    for (at, letter) in text.bytes().enumerate() {
        match letter {
            b'[' if at >= done => opened = Some(at),
            b']' => {
                if let Some((end, link)) = opened.take().and_then(|start| link_between(text, start, at)) {
                    bare(text.get(done..end.start).unwrap_or_default(), &mut found);
                    found.push(link);
                    done = end.end;
                }
            }
            _ => {}
        }
    }
    bare(text.get(done..).unwrap_or_default(), &mut found);
    found
}

/// The link whose label lies between two brackets, and where all of it stands.
fn link_between(text: &str, start: usize, bracket: usize) -> Option<(Range<usize>, Segment<'_>)> {
    let after = text.get(bracket + 1..)?.strip_prefix('(')?;
    let window = after.get(..after.floor_char_boundary(LONGEST_ADDRESS))?;
    let address = window.get(..window.find([')', '\n', '['])?)?;
    let end = bracket + 2 + address.len() + 1;
    let url = address.trim();
    let closes = text.as_bytes().get(end - 1) == Some(&b')');
    (closes && is_safe(url)).then(|| {
        let label = text.get(start + 1..bracket).map(str::trim).filter(|label| !label.is_empty());
        (start..end, Segment::Link { label: label.unwrap_or(url), url })
    })
}

/// Finds bare addresses by the colon after their scheme.
fn bare<'a>(text: &'a str, found: &mut Vec<Segment<'a>>) {
    let (mut done, mut from) = (0, 0);
    while let Some(colon) = text.get(from..).and_then(|rest| rest.find(':')).map(|at| from + at) {
        from = colon + 1;
        let Some(start) = scheme_before(text.get(done..colon).unwrap_or_default()).map(|start| done + start) else {
            continue;
        };
        let rest = text.get(from..).unwrap_or_default();
        // Said before the rest is looked at, so that a text of schemes takes no square time.
        let is_page = text.get(start..colon).is_some_and(is_page);
        if is_page && !rest.starts_with("//") {
            continue;
        }
        let end = from + address_length(rest);
        let url = text.get(start..end).unwrap_or_default();
        if is_safe(url) {
            push_text(text.get(done..start).unwrap_or_default(), found);
            found.push(Segment::Link { label: url, url });
            (done, from) = (end, end);
        }
    }
    push_text(text.get(done..).unwrap_or_default(), found);
}

/// Where the scheme begins that `text` ends with: a known one, and a word of its own.
fn scheme_before(text: &str) -> Option<usize> {
    SCHEMES.into_iter().find_map(|scheme| {
        let start = text.len().checked_sub(scheme.len())?;
        let is_scheme = text.get(start..)?.eq_ignore_ascii_case(scheme);
        let is_word = !text.get(..start)?.ends_with(|letter: char| letter.is_ascii_alphanumeric());
        (is_scheme && is_word).then_some(start)
    })
}

/// How far an address goes: to the next blank or quote, without the punctuation of the sentence that it stands in. A
/// bracket belongs to it if it was opened in it.
fn address_length(text: &str) -> usize {
    let is_end = |letter: char| letter.is_whitespace() || letter.is_control() || r#"<>"`{}|\^"#.contains(letter);
    let window = text.get(..text.floor_char_boundary(LONGEST_ADDRESS)).unwrap_or_default();
    let mut address = window.split(is_end).next().unwrap_or_default();
    let count = |wanted: u8| address.bytes().filter(|byte| *byte == wanted).count();
    let mut unopened = count(b')').saturating_sub(count(b'('));
    while let Some(last) = address.chars().next_back() {
        match last {
            ')' if unopened > 0 => unopened -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '[' | '(' | '*' | '_' | '~' | '…' | '”' | '’' | '»' =>
                {}
            _ => break,
        }
        address = address.get(..address.len() - last.len_utf8()).unwrap_or_default();
    }
    address.len()
}

fn push_text<'a>(text: &'a str, found: &mut Vec<Segment<'a>>) {
    if !text.is_empty() {
        found.push(Segment::Text(text));
    }
}

/// Only what leads a person to a page, a mail or a call; browsers drop blanks and controls inside of an address, so an
/// address with one is not what it looks like.
fn is_safe(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    let is_known = SCHEMES.into_iter().any(|known| known.eq_ignore_ascii_case(scheme));
    let leads = if is_page(scheme) { rest.len() > 2 && rest.starts_with("//") } else { !rest.is_empty() };
    is_known && leads && !url.chars().any(|letter| letter.is_whitespace() || letter.is_control())
}

fn is_page(scheme: &str) -> bool {
    scheme.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("http"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Segment::{Link, Text};

    #[test]
    fn links_are_found_in_brackets_and_bare() {
        assert_eq!(
            segments("See [your invoice](https://shop.example/i?id=1) or https://shop.example/help."),
            [
                Text("See "),
                Link { label: "your invoice", url: "https://shop.example/i?id=1" },
                Text(" or "),
                Link { label: "https://shop.example/help", url: "https://shop.example/help" },
                Text("."),
            ]
        );
        assert_eq!(segments("[mail](mailto:a@example.com)"), [Link { label: "mail", url: "mailto:a@example.com" }]);
        assert_eq!(segments("[call](tel:+15550100)"), [Link { label: "call", url: "tel:+15550100" }]);
    }

    #[test]
    fn a_bare_address_ends_where_its_sentence_goes_on() {
        let url_in = |text: &'static str| {
            segments(text).into_iter().find_map(|piece| match piece {
                Link { url, .. } => Some(url),
                Text(_) => None,
            })
        };
        for (text, url) in [
            ("(see https://a.example/x)", "https://a.example/x"),
            ("https://a.example/x_(y)", "https://a.example/x_(y)"),
            ("\"https://a.example/x\", he said", "https://a.example/x"),
            ("HTTPS://A.EXAMPLE/?q=1&r=2!", "HTTPS://A.EXAMPLE/?q=1&r=2"),
            ("go:https://a.example/李…", "https://a.example/李"),
            ("mail mailto:a@example.com, please", "mailto:a@example.com"),
            ("call tel:+15550100.", "tel:+15550100"),
        ] {
            assert_eq!(url_in(text), Some(url), "{text}");
        }
        for text in ["hotel:5", "xhttps://a.example", "tel: 5", "a:b:c", "10:30", "http:/a"] {
            assert_eq!(url_in(text), None, "{text}");
        }
    }

    #[test]
    fn an_unsafe_link_stays_text() {
        for text in [
            "[Open invoice](javascript:alert(1))",
            "[Open](JaVaScRiPt:alert`1`)",
            "[Open](java\tscript:alert`1`)",
            "[Open](data:text/html,<script>)",
            "[Open](vbscript:x)",
            "[Open](//a.example)",
            "[Open](/path)",
            "[Open]()",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.example/x",
            "https://",
        ] {
            assert!(segments(text).iter().all(|piece| matches!(piece, Text(_))), "{text:?}: {:?}", segments(text));
        }
    }

    #[test]
    fn brackets_without_an_end_are_text() {
        for text in ["[", "]", "[]", "[a", "[a]", "[a](", "[a](https://a.example", "a [b [c", "](x)", "李[李"] {
            let pieces: String = segments(text)
                .iter()
                .map(|piece| match piece {
                    Text(text) => *text,
                    Link { url, .. } => url,
                })
                .collect();
            assert_eq!(pieces, text);
        }
    }

    #[test]
    fn a_megabyte_of_brackets_takes_no_square_time() {
        let started = std::time::Instant::now();
        for unit in [
            "[",
            "[a](",
            "]",
            "](",
            "[]",
            "http://",
            "[a](https://",
            "a:",
            "https://a.example/(",
            "mailto:a",
            "https://)",
            "tel:.",
            "https:",
        ] {
            let text = unit.repeat(1_000_000 / unit.len());
            let length: usize = segments(&text)
                .iter()
                .map(|piece| match piece {
                    Text(text) => text.len(),
                    Link { label, .. } => label.len(),
                })
                .sum();
            assert!(length > 0);
        }
        // Square time would be hours.
        assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
    }
}
