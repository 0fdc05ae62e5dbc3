//! The link to a contact: `#task=` and its id at the end of the page's own address.

use super::{TaskId, percent};

/// Which contact the part of an address after `#` leads to: `task=` at its beginning, or behind a `?` or `&` of what the
/// page itself keeps there.
pub fn linked_task(fragment: &str) -> Option<TaskId> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let value = fragment.split(['&', '?']).find_map(|pair| pair.strip_prefix("task="))?;
    TaskId::new(&percent::decode(value)?)
}

/// The address of a page with a link to a contact. Of the page's address only what leads to the page again is kept: who
/// gets the link must not get what the desktop keeps beside, its query above all. After `#` a desktop may keep its route
/// (`#/agent/desktop`); that stays if it is made of words alone, since a route with a number or a name in it says of whom it was.
pub fn link_to(task: &TaskId, address: &str) -> String {
    let (page, fragment) = address.split_once('#').unwrap_or((address, ""));
    let page = page.split('?').next().unwrap_or(page);
    let mut link = without_user(page);
    link.push('#');
    if let Some(route) = route(fragment) {
        link.push_str(route);
        link.push('?');
    }
    link.push_str("task=");
    percent::encode(task.as_str(), &mut link);
    link
}

/// The page without a name and password before its host, and without parameters in its path (`;jsessionid=…`).
fn without_user(page: &str) -> String {
    let Some((scheme, rest)) = page.split_once("://") else { return page.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.rsplit('@').next().unwrap_or(host);
    let parts: Vec<&str> = path.split('/').map(|part| part.split(';').next().unwrap_or(part)).collect();
    [scheme, "://", host, &parts.join("/")].concat()
}

/// A word of a route is no longer than this; what is, is a key to something.
const LONGEST_WORD: usize = 24;

fn route(fragment: &str) -> Option<&str> {
    let route = fragment.split(['?', '&', ';']).next()?;
    let path = route.strip_prefix('!').unwrap_or(route).strip_prefix('/')?;
    let is_word = |part: &str| {
        part.len() <= LONGEST_WORD && part.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'))
    };
    path.split('/').all(is_word).then_some(route)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_its_contact_again() {
        for id in ["1b2c-3d", "a/b?c#d&e=ü", "100 %"] {
            for address in
                ["https://desk.example/agent?x=1#task=other", "https://desk.example/agent#/home/journey?lang=de"]
            {
                let task = TaskId::new(id).expect("an id");
                let link = link_to(&task, address);
                let (page, fragment) = link.split_once('#').expect("a fragment");
                assert_eq!((page, linked_task(fragment)), ("https://desk.example/agent", Some(task)));
            }
        }
    }

    #[test]
    fn a_link_holds_nothing_that_the_desktop_keeps_in_its_address() {
        let task = TaskId::new("t-1").expect("an id");
        for (address, link) in [
            ("https://desk.example/", "https://desk.example/#task=t-1"),
            ("https://desk.example", "https://desk.example#task=t-1"),
            ("https://desk.example/a/b?token=s3cret&ani=%2B12025550143", "https://desk.example/a/b#task=t-1"),
            ("https://desk.example/a?b=1?c=2#task=t-0", "https://desk.example/a#task=t-1"),
            ("https://desk.example/a#access_token=s3cret", "https://desk.example/a#task=t-1"),
            ("https://desk.example/a#?token=s3cret", "https://desk.example/a#task=t-1"),
            ("https://desk.example/a#/agent/desktop", "https://desk.example/a#/agent/desktop?task=t-1"),
            ("https://desk.example/a#!/home?token=s3cret&x=1", "https://desk.example/a#!/home?task=t-1"),
            ("https://desk.example/a#/home&token=s3cret", "https://desk.example/a#/home?task=t-1"),
            ("https://desk.example/a#/customer/+12025550143", "https://desk.example/a#task=t-1"),
            ("https://desk.example/a#/customer/ann%40example.com", "https://desk.example/a#task=t-1"),
            ("https://desk.example/a#/callback/abcdefghijklmnopqrstuvwxyzabcdef", "https://desk.example/a#task=t-1"),
            ("https://ann:s3cret@desk.example/a", "https://desk.example/a#task=t-1"),
            ("https://desk.example/a;jsessionid=s3cret/b;x=1?y", "https://desk.example/a/b#task=t-1"),
            ("file:///tmp/desk.html?token=s3cret", "file:///tmp/desk.html#task=t-1"),
            ("about:srcdoc", "about:srcdoc#task=t-1"),
        ] {
            assert_eq!(link_to(&task, address), link, "{address}");
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
