//! The focus outlives what has it. When an element is drawn anew, its likeness has the focus; when it is gone for good, what
//! stands next to where it was. Without this the browser puts the focus to the top of the page, and whoever works by
//! keyboard or by voice begins again from there.
//!
//! A directive of the widget's root: it watches the tree for as long as the focus is in it, whoever changes it.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::on_cleanup;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, MutationObserver, MutationObserverInit, MutationRecord, Node};

const FOCUSABLE: &str = "button:not(:disabled), a[href], input, select, [tabindex='0']";

/// What has the focus in a tree, and what watches over it.
struct Keeper {
    root: Element,
    observer: MutationObserver,
    focused: RefCell<Option<Element>>,
}

/// As a directive: keeps the focus in the tree when what has it is removed, until the current owner ends.
pub(crate) fn keep_focus(root: Element) {
    let keeper: Rc<RefCell<Option<Rc<Keeper>>>> = Rc::default();
    let changed = Closure::<dyn Fn(js_sys::Array)>::new({
        let keeper = Rc::clone(&keeper);
        move |records: js_sys::Array| {
            let keeper = keeper.borrow().clone();
            if let Some(keeper) = keeper {
                keeper.follow(&records);
            }
        }
    });
    // A browser without observers puts the focus where it likes.
    let Ok(observer) = MutationObserver::new(changed.as_ref().unchecked_ref()) else { return };
    let kept = Rc::new(Keeper { root: root.clone(), observer, focused: RefCell::default() });
    keeper.replace(Some(Rc::clone(&kept)));
    let came = Closure::<dyn Fn(Event)>::new({
        let kept = Rc::clone(&kept);
        move |event: Event| kept.came(event.target().and_then(|target| target.dyn_into().ok()))
    });
    let left = Closure::<dyn Fn()>::new(move || {
        let kept = Rc::clone(&kept);
        // The focus is elsewhere only after the event; and what was removed with the focus is the observer's.
        spawn_local(async move { kept.left() });
    });
    for (event, listener) in [("focusin", came.as_ref()), ("focusout", left.as_ref())] {
        // Fails only for what is no function.
        let _ = root.add_event_listener_with_callback(event, listener.unchecked_ref());
    }
    let ended = SendWrapper::new((root, keeper, changed, came, left));
    on_cleanup(move || {
        let (root, keeper, _, came, left) = &*ended;
        for (event, listener) in [("focusin", came.as_ref()), ("focusout", left.as_ref())] {
            let _ = root.remove_event_listener_with_callback(event, listener.unchecked_ref());
        }
        if let Some(keeper) = keeper.take() {
            keeper.observer.disconnect();
        }
    });
}

impl Keeper {
    fn came(&self, focused: Option<Element>) {
        self.focused.replace(focused);
        let what = MutationObserverInit::new();
        what.set_child_list(true);
        what.set_subtree(true);
        // Fails only where nothing is asked for.
        let _ = self.observer.observe_with_options(&self.root, &what);
    }

    /// Nothing is watched while the focus is elsewhere.
    fn left(&self) {
        let focused = self.focused.borrow().clone();
        let is_elsewhere = |focused: &Element| self.root.contains(Some(focused)) && !has_focus(focused);
        if focused.as_ref().is_some_and(is_elsewhere) {
            self.focused.take();
            self.observer.disconnect();
        }
    }

    fn follow(&self, records: &js_sys::Array) {
        let Some(focused) = self.focused.borrow().clone() else { return };
        if self.root.matches(":focus-within").unwrap_or_default() {
            return;
        }
        if self.root.contains(Some(&focused)) {
            // It was moved, and a browser takes the focus from what is moved; or somebody left it, who is not followed.
            let was_moved =
                |record: &MutationRecord| nodes(&record.added_nodes()).any(|node| node.contains(Some(&focused)));
            if records_of(records).any(|record| was_moved(&record)) {
                focus_on(&focused);
            }
            return;
        }
        self.focused.take();
        self.keep(&focused, records);
    }

    /// Puts the focus to the same place in what came instead; without that, to the first thing that can have it near by.
    fn keep(&self, focused: &Element, records: &js_sys::Array) {
        let mut gone: Node = focused.clone().into();
        let mut removed: Node = gone.clone();
        // What was taken out of something that was taken out itself.
        while !self.root.contains(Some(&gone)) {
            let was_removed =
                |record: &MutationRecord| nodes(&record.removed_nodes()).find(|node| node.contains(Some(&gone)));
            let found = records_of(records).filter_map(|record| Some((was_removed(&record)?, record.target()?))).last();
            let Some((node, parent)) = found else { return };
            (removed, gone) = (node, parent);
        }
        let place = removed.dyn_ref::<Element>().map_or(0, |removed| place_in(removed, focused));
        let is_here = |record: &MutationRecord| record.target().as_ref() == Some(&gone);
        for record in records_of(records).filter(is_here) {
            for added in nodes(&record.added_nodes()).filter_map(|node| node.dyn_into::<Element>().ok()) {
                if self.root.contains(Some(&added)) && focus_in(&added, place) {
                    return;
                }
            }
        }
        let mut around = gone.dyn_into::<Element>().ok();
        while let Some(element) = around {
            if focus_in(&element, 0) {
                return;
            }
            around = element.parent_element();
        }
    }
}

fn records_of(records: &js_sys::Array) -> impl Iterator<Item = MutationRecord> + '_ {
    records.iter().map(JsCast::unchecked_into)
}

fn nodes(list: &web_sys::NodeList) -> impl Iterator<Item = Node> + '_ {
    (0..list.length()).filter_map(|at| list.get(at))
}

fn has_focus(element: &Element) -> bool {
    element.matches(":focus").unwrap_or_default()
}

/// Which of the focusable things in `element` is `focused`. The element itself is none of those in it.
fn place_in(element: &Element, focused: &Element) -> u32 {
    let Ok(all) = element.query_selector_all(FOCUSABLE) else { return 0 };
    let is_it = |place: &u32| all.get(*place).as_ref() == Some(focused.as_ref());
    (0..all.length()).find(is_it).unwrap_or_default()
}

fn focus_in(element: &Element, place: u32) -> bool {
    let Ok(all) = element.query_selector_all(FOCUSABLE) else { return false };
    let last = all.length().saturating_sub(1);
    let found = if element.matches(FOCUSABLE).unwrap_or_default() {
        Some(element.clone())
    } else {
        all.get(place.min(last)).and_then(|node| node.dyn_into().ok())
    };
    found.is_some_and(|found| focus_on(&found))
}

fn focus_on(element: &Element) -> bool {
    // It fails only where the browser has nothing to focus on any more.
    element.dyn_ref::<HtmlElement>().is_some_and(|element| element.focus().is_ok())
}
