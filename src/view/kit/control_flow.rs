//! Leptos' `Show` and `For`, compiled once: each use of theirs is a type of its own with all that can happen to it, and thirty
//! uses weighed a twentieth of the widget. And lists in which what stays is not moved.

use std::collections::{HashMap, HashSet};

use any_spawner::Executor;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::session::at_once;

/// Its children, for as long as something is so.
#[component]
pub(crate) fn When(
    /// What must be so.
    #[prop(into)]
    is: Signal<bool>,
    /// What is shown then, made anew each time.
    children: ChildrenFn,
) -> impl IntoView {
    // What it depends on may change without a change of the answer.
    let is = Memo::new(move |_| is.get());
    move || is.get().then(|| children())
}

/// One view for each item. Views whose key is there again stay where they are, with their focus and the page's scroll anchor.
#[component]
pub(crate) fn ForEach<T, N>(
    /// The items.
    each: impl Fn() -> Vec<T> + Send + Sync + 'static,
    /// What tells them apart.
    key: impl Fn(&T) -> String + Send + Sync + 'static,
    /// The view of one.
    children: impl Fn(T) -> N + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    N: IntoView + 'static,
{
    let item = move |item: T| -> Item {
        let (key, children) = (key(&item), children.clone());
        (key, Box::new(move || children(item).into_any()))
    };
    list(Box::new(move || each().into_iter().map(&item).collect()))
}

/// A key, and what makes the view of it.
type Item = (String, Make);
type Make = Box<dyn FnOnce() -> AnyView + Send + Sync>;

/// `For` takes out and puts in again what stays when two or more come in before it (tachys 0.2). So they come in one by one,
/// all before the page's next frame.
fn list(each: Box<dyn Fn() -> Vec<Item>>) -> AnyView {
    let shown = RwSignal::new(Vec::<String>::new());
    let makes = StoredValue::new(HashMap::<String, Make>::new());
    let changes = StoredValue::new(0_u32);
    at_once(move || {
        let (keys, made): (Vec<String>, Vec<Make>) = each().into_iter().unzip();
        makes.set_value(keys.iter().cloned().zip(made).collect());
        changes.update_value(|changes| *changes = changes.wrapping_add(1));
        let mut steps = shown.with_untracked(|shown| steps(shown, &keys)).into_iter();
        if let Some(first) = steps.next() {
            shown.set(first);
        }
        if steps.len() > 0 {
            let change = changes.get_value();
            spawn_local(async move {
                for step in steps {
                    Executor::tick().await;
                    // Something else has changed since, or the list is gone.
                    if changes.try_get_value() != Some(change) {
                        return;
                    }
                    shown.set(step);
                }
            });
        }
    });
    let view = move |key: String| makes.try_update_value(|makes| makes.remove(&key)).flatten().map(|make| make());
    view! { <For each=move || shown.get() key=String::clone children=view/> }.into_any()
}

/// The lists to be shown one after the other: in none of them more than one comes in before what stays.
fn steps(before: &[String], after: &[String]) -> Vec<Vec<String>> {
    let (old, new): (HashSet<_>, HashSet<_>) = (before.iter().collect(), after.iter().collect());
    let stays = || before.iter().filter(|key| new.contains(key));
    let last = after.iter().rposition(|key| old.contains(key)).unwrap_or(0);
    let comes_before = |(place, key): &(usize, &String)| *place < last && !old.contains(key);
    let is_in_order = stays().eq(after.iter().filter(|key| old.contains(key)));
    let count = after.iter().enumerate().filter(comes_before).count();
    if count < 2 || !is_in_order {
        return vec![after.to_vec()];
    }
    let mut there: HashSet<_> = stays().collect();
    let mut lists = Vec::with_capacity(count);
    for (_, key) in after.iter().enumerate().filter(comes_before) {
        there.insert(key);
        lists.push(after.iter().filter(|key| there.contains(key)).cloned().collect());
    }
    // What comes in behind all that stays moves nothing.
    lists.pop();
    lists.push(after.to_vec());
    lists
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn what_comes_in_before_what_stays_comes_in_one_by_one() {
        let list = |keys: &str| keys.chars().map(String::from).collect::<Vec<_>>();
        let steps =
            |before, after| steps(&list(before), &list(after)).iter().map(|step| step.concat()).collect::<Vec<_>>();
        assert_eq!(steps("", "abc"), ["abc"]);
        assert_eq!(steps("ab", "xy"), ["xy"]);
        assert_eq!(steps("ab", "abxy"), ["abxy"]);
        assert_eq!(steps("ab", "xab"), ["xab"]);
        assert_eq!(steps("abc", "xyzab"), ["xab", "xyab", "xyzab"]);
        assert_eq!(steps("abc", "axybzw"), ["axb", "axybzw"]);
        assert_eq!(steps("abc", "xycba"), ["xycba"], "what changes its order is moved");
    }
}
