//! The layer that the views are made of.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::prelude::{Owner, on_cleanup};
use send_wrapper::SendWrapper;
use wasm_bindgen_test::wasm_bindgen_test;

use super::desk::{tick, until};
use crate::view::dom::{El, Row, el};

fn owned<T>(make: impl FnOnce() -> T) -> (Owner, T) {
    // Fails only where it is done already, by the test before this one.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let made = owner.with(make);
    (owner, made)
}

fn text(element: &El) -> String {
    element.node().text_content().unwrap_or_default()
}

#[wasm_bindgen_test]
async fn rows_that_stay_keep_their_elements_in_whatever_order() {
    let (_owner, (names, list)) = owned(|| {
        let names = RwSignal::new(vec!["a", "b", "c"]);
        let rows = move || {
            names.get().into_iter().map(|name| Row::new(name.to_owned(), move || el("li").text(name))).collect()
        };
        (names, el("ol").each(rows))
    });
    let children = |list: &El| (0..3).filter_map(|at| list.node().children().item(at)).collect::<Vec<_>>();
    let before = children(&list);
    names.set(vec!["c", "x", "a"]);
    until("the new order", || text(&list) == "cxa").await;
    let after = children(&list);
    assert_eq!((&after[0], &after[2]), (&before[2], &before[0]));
    names.set(vec![]);
    until("an empty list", || text(&list).is_empty()).await;
}

#[wasm_bindgen_test]
async fn what_a_row_started_ends_with_it() {
    let ended = Rc::new(Cell::new(0));
    let (_owner, (names, list)) = owned(|| {
        let names = RwSignal::new(vec!["a", "b"]);
        let ended = ended.clone();
        let rows = move || {
            let row = |name: &'static str| {
                let ended = SendWrapper::new(ended.clone());
                Row::new(name.to_owned(), move || {
                    on_cleanup(move || ended.set(ended.get() + 1));
                    el("li").text(name)
                })
            };
            names.get().into_iter().map(row).collect()
        };
        (names, el("ol").each(rows))
    });
    names.set(vec!["b"]);
    until("one row", || text(&list) == "b").await;
    assert_eq!(ended.get(), 1);
}

#[wasm_bindgen_test]
async fn what_ended_follows_nothing_any_more() {
    let runs = Rc::new(Cell::new(0));
    let (owner, (number, element)) = owned(|| {
        let number = RwSignal::new(1);
        let runs = runs.clone();
        let words = move || {
            runs.set(runs.get() + 1);
            format!("number {}", number.get())
        };
        (number, el("p").text_with(words))
    });
    assert_eq!(text(&element), "number 1");
    number.set(2);
    until("the new number", || text(&element) == "number 2").await;
    owner.cleanup();
    let before = runs.get();
    tick().await;
    assert_eq!(runs.get(), before);
    assert_eq!(text(&element), "number 2");
}

#[wasm_bindgen_test]
async fn an_element_inside_comes_goes_and_keeps_its_place() {
    let (_owner, (shown, element)) = owned(|| {
        let shown = RwSignal::new(false);
        let inside = move || shown.get().then(|| el("b").text("B"));
        (shown, el("p").text("A").dynamic(inside).text("C"))
    });
    assert_eq!(text(&element), "AC");
    shown.set(true);
    until("the element inside", || text(&element) == "ABC").await;
    shown.set(false);
    until("it to be gone", || text(&element) == "AC").await;
}

#[wasm_bindgen_test]
async fn the_focus_outlives_what_has_it() {
    let (_owner, (shown, element)) = owned(|| {
        let shown = RwSignal::new(1);
        let inside = move || {
            let count = shown.get();
            (count > 0).then(|| el("p").child(el("button").text("A")).child(el("button").text(&count.to_string())))
        };
        (shown, el("div").child(el("button").text("first")).dynamic(inside))
    });
    let document = web_sys::window().and_then(|window| window.document()).expect("a page");
    document.body().expect("a body").append_child(element.node()).expect("it is in the page");
    let focused = || document.active_element().and_then(|element| element.text_content()).unwrap_or_default();
    let second = element.node().query_selector_all("button").expect("buttons").get(2).expect("the second");
    web_sys::HtmlElement::focus(wasm_bindgen::JsCast::unchecked_ref(&second)).expect("focus");
    shown.set(2);
    until("the same button, drawn anew", || focused() == "2").await;
    shown.set(0);
    until("what stands beside it", || focused() == "first").await;
    element.node().remove();
}
