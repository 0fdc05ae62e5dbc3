//! The directive that keeps the focus.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use super::desk::until;
use crate::view::kit::{ForEach, keep_focus, shown_in, unbroken};

/// A place in the page, gone when it is dropped.
struct Place(Element);

impl Place {
    fn new() -> Self {
        // Fails only where it is done already, by the test before this one.
        let _ = any_spawner::Executor::init_wasm_bindgen();
        let place = document().create_element("section").expect("an element");
        document().body().expect("a body").append_child(&place).expect("it is in the page");
        Self(place)
    }

    fn focus(&self, words: &str) {
        let buttons = self.0.query_selector_all("button").expect("buttons");
        let named = |at: u32| buttons.get(at).filter(|button| button.text_content().as_deref() == Some(words));
        let button = (0..buttons.length()).find_map(named).expect(words);
        button.unchecked_into::<HtmlElement>().focus().expect("focus");
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.remove();
    }
}

fn focused() -> String {
    document().active_element().and_then(|element| element.text_content()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn the_focus_goes_to_the_likeness_of_what_had_it_and_then_to_what_stands_beside_it() {
    let place = Place::new();
    let shown = RwSignal::new(1);
    // Another type each time: so it is another element, and not the same one with other words.
    let inside = move || match shown.get() {
        0 => ().into_any(),
        1 => view! { <p><button>"A"</button><button>{shown.get()}</button></p> }.into_any(),
        _ => view! { <div><button>"A"</button><button>{shown.get()}</button></div> }.into_any(),
    };
    let _shown = shown_in(&place.0, move || view! { <div use:keep_focus><button>{"first"}</button>{inside}</div> });
    place.focus("1");
    shown.set(2);
    until("the same button, drawn anew", || focused() == "2").await;
    shown.set(0);
    until("what stands beside it", || focused() == "first").await;
}

#[wasm_bindgen_test]
async fn a_row_that_goes_gives_the_focus_to_its_neighbour() {
    let place = Place::new();
    let rows = RwSignal::new(vec!["a", "b", "c"]);
    let _shown = shown_in(&place.0, move || {
        view! {
            <div use:keep_focus>
                <button>{"before"}</button>
                <ul><For each=move || rows.get() key=|row| *row let(row)><li><button>{row}</button></li></For></ul>
            </div>
        }
    });
    place.focus("b");
    rows.set(vec!["a", "c"]);
    until("a neighbour", || focused() == "a").await;
    rows.set(vec![]);
    until("what stands before the list", || focused() == "before").await;
}

#[wasm_bindgen_test]
async fn a_row_that_others_come_before_keeps_the_focus() {
    let place = Place::new();
    let rows = RwSignal::new(vec!["a", "b"]);
    let _shown = shown_in(&place.0, move || {
        view! { <ul use:keep_focus><For each=move || rows.get() key=|row| *row let(row)><li><button>{row}</button></li></For></ul> }
    });
    place.focus("b");
    rows.set(vec!["b", "x", "a"]);
    until("the new order", || place.0.text_content().as_deref() == Some("bxa")).await;
    until("the same row", || focused() == "b").await;
}

#[wasm_bindgen_test]
async fn a_focus_that_went_elsewhere_is_left_there() {
    let (place, elsewhere) = (Place::new(), Place::new());
    let shown = RwSignal::new(true);
    let _shown = shown_in(&place.0, move || {
        view! { <div use:keep_focus><button>{"stays"}</button><Show when=move || shown.get()><button>{"goes"}</button></Show></div> }
    });
    let _elsewhere = shown_in(&elsewhere.0, || view! { <button>{"elsewhere"}</button> });
    place.focus("goes");
    elsewhere.focus("elsewhere");
    super::desk::tick().await;
    shown.set(false);
    until("the button to go", || place.0.text_content().as_deref() == Some("stays")).await;
    assert_eq!(focused(), "elsewhere");
}

#[wasm_bindgen_test]
async fn what_has_the_focus_keeps_it_when_several_come_in_before_it() {
    let place = Place::new();
    let shown = RwSignal::new(vec![7, 8, 9]);
    let left = std::rc::Rc::new(std::cell::Cell::new(0));
    let leaves = wasm_bindgen::prelude::Closure::<dyn Fn()>::new({
        let left = std::rc::Rc::clone(&left);
        move || left.set(left.get() + 1)
    });
    place.0.add_event_listener_with_callback("focusout", leaves.as_ref().unchecked_ref()).expect("a listener");
    let each = move || shown.get();
    let row = |number: i32| view! { <button>{number}</button> };
    let _shown = shown_in(&place.0, move || view! { <div><ForEach each key=i32::to_string children=row/></div> });
    place.focus("8");
    shown.set(vec![1, 2, 3, 4, 7, 5, 6, 8]);
    until("all of them", || place.0.text_content().as_deref() == Some("12347568")).await;
    assert_eq!((focused().as_str(), left.get()), ("8", 0), "it was not even moved");
    shown.set(vec![8, 1]);
    until("another order", || place.0.text_content().as_deref() == Some("81")).await;
}

#[wasm_bindgen_test]
async fn a_short_word_is_not_broken_at_its_hyphen_and_a_long_one_may_be() {
    let place = Place::new();
    place.0.set_attribute("style", "width: 40px; overflow-wrap: anywhere").expect("a style");
    let owner = Owner::new();
    let shown = owner.with(|| {
        shown_in(&place.0, || {
            view! {
                <style>".kept { white-space: nowrap }"</style>
                <p>{unbroken("Last wrap-up code of a business-to-business-contact")}</p>
            }
            .into_any()
        })
    });
    let text = place.0.query_selector("p").expect("a selector").and_then(|text| text.text_content());
    assert_eq!(text.as_deref(), Some("Last wrap-up code of a business-to-business-contact"));
    let kept = place.0.query_selector_all(".kept").expect("a selector");
    let kept: Vec<Element> = (0..kept.length()).filter_map(|at| kept.get(at)).map(JsCast::unchecked_into).collect();
    let words: Vec<_> = kept.iter().filter_map(|word| word.text_content()).collect();
    assert_eq!(words, ["wrap-up "]);
    let height = kept[0].unchecked_ref::<HtmlElement>().offset_height();
    assert!((1..30).contains(&height), "it stands in one line of the default font, and not in two: {height} px");
    drop(shown);
}
