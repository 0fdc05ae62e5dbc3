//! The link to a contact: `#task=` and its id at the end of the page's own address.

use super::TaskId;

/// Which contact the part of an address after `#` leads to: `task=` at its beginning, or behind a `?` or `&` of what the
/// page itself keeps there.
pub fn linked_task(fragment: &str) -> Option<TaskId> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let value = fragment.split(['&', '?']).find_map(|pair| pair.strip_prefix("task="))?;
    TaskId::new(&decoded(value)?)
}

/// The address of a page with a link to a contact instead of whatever stood after its `#`.
pub fn link_to(task: &TaskId, address: &str) -> String {
    let page = address.split('#').next().unwrap_or(address);
    let mut link = [page, "#task="].concat();
    for byte in task.as_str().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            link.push(char::from(byte));
        } else {
            link.push('%');
            for half in [byte >> 4, byte & 15] {
                link.push(char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    link
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut half = || char::from(rest.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            bytes.push(half()? << 4 | half()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_its_contact_again() {
        for id in ["1b2c-3d", "a/b?c#d&e=ü", "100 %"] {
            let task = TaskId::new(id).expect("an id");
            let link = link_to(&task, "https://desk.example/agent?x=1#task=other");
            let (page, fragment) = link.split_once('#').expect("a fragment");
            assert_eq!((page, linked_task(fragment)), ("https://desk.example/agent?x=1", Some(task)));
        }
    }

    #[test]
    fn a_page_may_keep_something_of_its_own_there() {
        let task = |fragment| linked_task(fragment).map(|task| task.to_string());
        assert_eq!(task("#task=t-1").as_deref(), Some("t-1"));
        assert_eq!(task("#/journey?lang=de&task=t-1").as_deref(), Some("t-1"));
        for fragment in ["", "#", "#task=", "#tasks=1", "#/task", "#task=%", "#task=%zz", "#task=%ff"] {
            assert_eq!(task(fragment), None, "{fragment}");
        }
    }
}
