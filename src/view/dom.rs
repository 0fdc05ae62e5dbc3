//! Elements, written as calls: the widget's own small layer between Leptos' reactive system and the DOM.
//!
//! Leptos' `view!` gives each element, closure and list a type of its own, and each type its own code: the widget's views
//! weighed 108 KB brotli that way, and about a quarter of it this way (docs/decisions/0004-small-view.md). Here every
//! closure is boxed once, so a component is plain calls. Effects, owners and clean-up are Leptos': what an element
//! reads is followed until the owner that it was made in ends.

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, Node, Text};

use super::kept_focus;
use crate::locale::Language;

/// An element under construction, or done.
#[derive(Clone)]
pub(crate) struct El(Element);

/// One row of a keyed list: what it is, and how it is made when it is not there yet.
pub(crate) struct Row {
    key: String,
    make: Box<dyn FnOnce() -> El>,
}

/// A row that is there.
struct Shown {
    key: String,
    element: El,
    owner: Owner,
}

/// An HTML element. `tag` is a literal of ours.
pub(crate) fn el(tag: &'static str) -> El {
    // Only a name that is no name at all is refused.
    El(document().create_element(tag).unwrap_throw())
}

/// An SVG element. `tag` is a literal of ours.
pub(crate) fn svg(tag: &'static str) -> El {
    El(document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag).unwrap_throw())
}

/// Runs `follow` now and whenever what it reads changes, until the current owner ends.
pub(crate) fn follow(follow: impl FnMut() + 'static) {
    follow_boxed(Box::new(follow));
}

fn follow_boxed(mut follow: Box<dyn FnMut()>) {
    // What is drawn again is in the language that it was drawn in.
    let language = Language::spoken();
    let effect = RenderEffect::new(move |_| language.speak(&mut follow));
    on_cleanup(move || drop(effect));
}

impl Row {
    /// A row that is kept for as long as its key is in the list.
    pub(crate) fn new(key: String, make: impl FnOnce() -> El + 'static) -> Self {
        Self { key, make: Box::new(make) }
    }
}

impl El {
    /// The element itself.
    pub(crate) fn node(&self) -> &Element {
        &self.0
    }

    /// The element as one of its own kind.
    pub(crate) fn node_as<T: JsCast>(&self) -> T {
        self.0.clone().unchecked_into()
    }

    /// The same element once more, with what is in it and without what follows or listens; `None`: the browser makes none.
    pub(crate) fn copy(&self) -> Option<Self> {
        self.0.clone_node_with_deep(true).ok().map(|node| Self(node.unchecked_into()))
    }

    /// An attribute. Its name is a literal of ours, so the browser cannot refuse it.
    pub(crate) fn attr(self, name: &'static str, value: &str) -> Self {
        set_attribute(&self.0, name, Some(value));
        self
    }

    /// The classes.
    pub(crate) fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    /// The parts, for themes.
    pub(crate) fn part(self, names: &str) -> Self {
        self.attr("part", names)
    }

    /// An attribute that changes; `None`: it is not there.
    pub(crate) fn bind(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        self.bind_boxed(name, Box::new(value))
    }

    fn bind_boxed(self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) -> Self {
        let element = self.0.clone();
        follow_boxed(Box::new(move || set_attribute(&element, name, value().as_deref())));
        self
    }

    /// A text.
    pub(crate) fn text(self, text: &str) -> Self {
        append(&self.0, &document().create_text_node(text));
        self
    }

    /// A text that changes.
    pub(crate) fn text_with(self, text: impl Fn() -> String + 'static) -> Self {
        self.text_boxed(Box::new(text))
    }

    fn text_boxed(self, text: Box<dyn Fn() -> String>) -> Self {
        let node = document().create_text_node("");
        append(&self.0, &node);
        follow_boxed(Box::new(move || {
            let text = text();
            if node.data() != text {
                node.set_data(&text);
            }
        }));
        self
    }

    /// An element inside.
    pub(crate) fn child(self, child: El) -> Self {
        append(&self.0, &child.0);
        self
    }

    /// Elements inside.
    pub(crate) fn children(self, children: impl IntoIterator<Item = El>) -> Self {
        children.into_iter().for_each(|child| append(&self.0, &child.0));
        self
    }

    /// An element inside that is made anew whenever what `make` reads changes; `None`: there is none.
    pub(crate) fn dynamic(self, make: impl Fn() -> Option<El> + 'static) -> Self {
        self.dynamic_boxed(Box::new(make))
    }

    fn dynamic_boxed(self, make: Box<dyn Fn() -> Option<El>>) -> Self {
        let marker = marker(&self.0);
        let mut shown: Option<El> = None;
        follow_boxed(Box::new(move || {
            let made = make();
            let focus = shown.as_ref().and_then(|old| kept_focus::place_in(&old.0));
            if let Some(old) = shown.take() {
                old.0.remove();
            }
            if let Some(new) = &made {
                insert_before(&new.0, &marker);
            }
            if let Some(place) = focus {
                kept_focus::keep(place, made.as_ref().map(El::node), &marker);
            }
            shown = made;
        }));
        self
    }

    /// Elements inside, one for each row. A row whose key stays keeps its element, and the focus in it.
    pub(crate) fn each(self, rows: impl Fn() -> Vec<Row> + 'static) -> Self {
        self.each_boxed(Box::new(rows))
    }

    fn each_boxed(self, rows: Box<dyn Fn() -> Vec<Row>>) -> Self {
        let marker = marker(&self.0);
        // Rows outlive the runs of the effect that lists them, so they belong to the owner around it.
        let owner = Owner::current().unwrap_or_default();
        let mut shown: Vec<Option<Shown>> = Vec::new();
        follow_boxed(Box::new(move || {
            let rows = rows();
            let mut before = std::mem::take(&mut shown);
            // Rows mostly stay in their order, so the next one is looked for from where the last one was.
            let mut start = 0;
            for Row { key, make } in rows {
                let place = (start..before.len()).chain(0..start).find(|place| is_row(&before, *place, &key));
                let kept = place.and_then(|place| before.get_mut(place)).and_then(Option::take);
                start = place.map_or(start, |place| place + 1);
                shown.push(Some(kept.unwrap_or_else(|| {
                    let owner = owner.child();
                    Shown { key, element: untrack(|| owner.with(make)), owner }
                })));
            }
            let mut focused = None;
            for gone in before.into_iter().flatten() {
                gone.owner.cleanup();
                focused = focused.or_else(|| kept_focus::place_in(&gone.element.0));
                gone.element.0.remove();
            }
            // From the end, so that rows which stay are not moved: moving one would take the focus out of it.
            let mut next: Node = marker.clone().into();
            for row in shown.iter().rev().flatten() {
                let element: &Node = &row.element.0;
                if element.next_sibling().as_ref() != Some(&next) {
                    insert_before(element, &next);
                }
                next = element.clone();
            }
            if let Some(place) = focused {
                kept_focus::keep(place, None, &marker);
            }
        }));
        self
    }

    /// A property that changes, for what a user can change too (`value`, `checked`).
    pub(crate) fn prop(self, name: &'static str, value: impl Fn() -> JsValue + 'static) -> Self {
        let element = self.0.clone();
        follow(move || {
            // Fails only on a frozen object, and an element is none.
            let _ = js_sys::Reflect::set(&element, &name.into(), &value());
        });
        self
    }

    /// Listens until the current owner ends.
    pub(crate) fn on(self, event: &'static str, listener: impl FnMut(Event) + 'static) -> Self {
        self.on_boxed(event, Box::new(listener))
    }

    fn on_boxed(self, event: &'static str, listener: Box<dyn FnMut(Event)>) -> Self {
        let language = Language::spoken();
        let mut listener = listener;
        let listener: Box<dyn FnMut(Event)> = Box::new(move |event| language.speak(|| listener(event)));
        let closure = Closure::wrap(listener);
        // Both fail only for what is no function.
        let _ = self.0.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        let ended = SendWrapper::new((self.0.clone(), closure));
        on_cleanup(move || {
            let (element, closure) = &*ended;
            let _ = element.remove_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        });
        self
    }
}

fn is_row(rows: &[Option<Shown>], place: usize, key: &str) -> bool {
    rows.get(place).and_then(Option::as_ref).is_some_and(|row| row.key == key)
}

fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    // Both fail only for a name that is no attribute name.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

fn append(parent: &Node, child: &Node) {
    // Fails only where a node would be put into itself.
    let _ = parent.append_child(child);
}

fn insert_before(node: &Node, next: &Node) {
    if let Some(parent) = next.parent_node() {
        // Fails only where a node would be put into itself.
        let _ = parent.insert_before(node, Some(next));
    }
}

/// An empty text that keeps the place of what comes and goes before it.
fn marker(parent: &Element) -> Text {
    let marker = document().create_text_node("");
    append(parent, &marker);
    marker
}
