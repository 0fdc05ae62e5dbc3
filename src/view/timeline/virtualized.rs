//! The virtualized list of a long timeline: in the page are the rows in sight and an overscan of a screen around them,
//! however many there are. Room is kept for the others, as high as they measured (`journey::Heights`), and the browser's
//! scroll anchoring takes up what an estimate was off.
//!
//! The focus is never lost: when its row leaves the page the timeline itself holds it, and arrow keys go on from there;
//! when the row is back it has it again.

use std::ops::Range;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, NodeList, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::listen::on_window;
use crate::view::kit::*;
use journey::{Day, EntryId, Heights};

/// So many rows are in the page before anything was measured: more than a first screen.
const FIRST: usize = 40;
/// Rows are added when less than this part of a screen is left of the overscan, and then for so much more.
const LEAST: f64 = 0.6;
const OVERSCAN: f64 = 1.3;
/// A row that was asked for is drawn within so many frames.
const TRIES: u32 = 10;
/// So many rows are printed; whoever wants more exports them.
const PRINTED: usize = 2_000;

/// The rows of one timeline that are in the page. A handle.
#[derive(Clone, Copy)]
pub(super) struct VirtualizedList {
    /// What is around the rows.
    pub(super) node: NodeRef<html::Div>,
    ui: CustomerUi,
    /// From which row to which, if there are so many.
    wanted: RwSignal<(usize, usize)>,
    /// The same, of what there is.
    rows: Memo<(usize, usize)>,
    heights: RwSignal<Heights>,
    /// How high the heading of a day is.
    heading: StoredValue<f64>,
    /// The row that had the focus when it left the page.
    left: StoredValue<Option<EntryId>>,
    frame: StoredValue<Rc<NextFrame>, LocalStorage>,
}

/// As a directive of the list: it looks again whenever something scrolls, changes its size, or is to be printed.
pub(super) fn follow_page(node: Element, list: VirtualizedList) {
    let look = move || list.look_soon();
    let resized = Closure::<dyn Fn()>::new(look);
    let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
    if let Some(observer) = &observer {
        observer.observe(&node);
    }
    // All that scrolls around the widget is heard of; of its own scrolling `Ui` tells.
    on_window("scroll", look);
    on_window("beforeprint", move || list.wanted.set((0, PRINTED)));
    on_window("afterprint", look);
    let watching = SendWrapper::new((observer, resized));
    on_cleanup(move || {
        if let (Some(observer), _) = &*watching {
            observer.disconnect();
        }
    });
}

impl VirtualizedList {
    /// The list of a timeline that is about to be made.
    pub(super) fn new(ui: CustomerUi) -> Self {
        let wanted = RwSignal::new((0, FIRST));
        let shown = Memo::new(move |_| ui.session.timeline.with(|timeline| timeline.shown()));
        let rows = Memo::new(move |_| {
            let ((start, end), shown) = (wanted.get(), shown.get());
            // A filter may leave fewer rows than lie before those in the page.
            if start < shown { (start, end.min(shown)) } else { (shown.saturating_sub(FIRST), shown) }
        });
        let list = Self {
            node: NodeRef::new(),
            ui,
            wanted,
            rows,
            heights: RwSignal::new(Heights::default()),
            heading: StoredValue::new(0.0),
            left: StoredValue::new(None),
            frame: StoredValue::new_local(NextFrame::new()),
        };
        Effect::new(move |_| {
            shown.track();
            ui.scrolls.track();
            list.look_soon();
        });
        Effect::new(move |_| {
            // Other rows than those that were measured.
            ui.session.filter.with(|_| ());
            list.heights.set(Heights::default());
        });
        list
    }

    /// The rows in the page, by day.
    pub(super) fn days(self) -> Memo<Vec<Day>> {
        let session = self.ui.session;
        Memo::new(move |_| {
            let (start, end) = self.rows.get();
            session.timeline.with(|timeline| timeline.days(start..end, session.zone()))
        })
    }

    /// The height of the rows above those in the page.
    pub(super) fn room_above(self) -> String {
        let (start, _) = self.rows.get();
        let total = self.total();
        // The heading of the day in which the rows in the page begin stands below the room.
        let above = |heights: &Heights| heights.of(0..start, total) - self.heading.get_value();
        pixels(self.heights.with(|heights| if start > 0 { above(heights) } else { 0.0 }))
    }

    /// The height of the rows below those in the page.
    pub(super) fn room_below(self) -> String {
        let (_, end) = self.rows.get();
        let total = self.total();
        pixels(self.heights.with(|heights| heights.of(end.next_multiple_of(Heights::CHUNK)..total, total)))
    }

    fn total(self) -> usize {
        self.ui.session.timeline.with_untracked(|timeline| timeline.shown())
    }

    fn element(self) -> Option<Element> {
        self.node.get_untracked().map(Into::into)
    }

    /// Looks at the next frame of the page, once, however often it is asked for.
    pub(super) fn look_soon(self) {
        let frame = self.frame.get_value();
        if !frame.is_awaited() {
            frame.ask(move || self.look());
        }
    }

    /// Measures what is in the page, and changes what is in it if that is not enough, or far too much.
    fn look(self) {
        let Some(list) = self.element() else { return };
        let Some((top, bottom)) = in_sight(&list) else { return };
        let (total, rows) = (self.total(), self.rows.get_untracked());
        let list_top = list.get_bounding_client_rect().top();
        self.measure(&list, list_top, rows, total);
        self.give_focus_back(&list, rows);
        let screen = bottom - top;
        let stretch = |part: f64| {
            let (from, to) = (top - list_top - screen * part, bottom - list_top + screen * part);
            self.heights.with_untracked(|heights| heights.between(from, to, total))
        };
        let (least, wanted) = (stretch(LEAST), stretch(OVERSCAN));
        let is_too_much = rows.1 - rows.0 > wanted.len() + FIRST;
        if least.start < rows.0 || least.end > rows.1 || is_too_much {
            self.show(&list, wanted);
            self.look_soon();
        }
    }

    /// Puts these rows into the page.
    fn show(self, list: &Element, rows: Range<usize>) {
        if let Some(place) = self.focused(list).filter(|place| !rows.contains(place)) {
            let id =
                self.ui.session.timeline.with_untracked(|timeline| timeline.row(place).map(|row| row.id().clone()));
            self.left.set_value(id);
            if let Some(holder) = closest(list, ".timeline") {
                focus(&holder, false);
            }
        }
        self.wanted.set((rows.start, rows.end));
    }

    fn measure(self, list: &Element, list_top: f64, (start, end): (usize, usize), total: usize) {
        let rows = rows_of(list);
        if rows.length() as usize != end - start || end == start {
            // Not drawn yet: there will be another look.
            return;
        }
        let top_of = |place: usize| {
            let row = rows.get(u32::try_from(place - start).ok()?)?.dyn_into::<Element>().ok()?;
            Some(row.get_bounding_client_rect().top())
        };
        let heading = list.query_selector(".day-title").ok().flatten();
        if let Some(heading) = heading {
            self.heading.set_value(heading.get_bounding_client_rect().height());
        }
        let room_below = list.last_element_child().map(|room| room.get_bounding_client_rect().top());
        let mut heights = self.heights.get_untracked();
        for place in (start..end).step_by(Heights::CHUNK) {
            let next = place + Heights::CHUNK;
            let from = if place == 0 { Some(list_top) } else { top_of(place) };
            // The heading of the day after the last row is not in the page: what is known of that chunk is better.
            let to = if next < end { top_of(next) } else { room_below };
            if let (Some(from), Some(to)) = (from, to) {
                let is_known = next >= end && end < total && heights.knows(place / Heights::CHUNK);
                if !is_known {
                    heights.measured(place / Heights::CHUNK, to - from);
                }
            }
        }
        heights.settle();
        if self.heights.with_untracked(|known| *known != heights) {
            self.heights.set(heights);
        }
    }

    /// Which row has the focus in it.
    fn focused(self, list: &Element) -> Option<usize> {
        let row = closest(&active_element(list)?, ".row")?;
        self.place_of(&row)
    }

    /// Which row an element of the list is.
    pub(super) fn place_of(self, row: &Element) -> Option<usize> {
        let rows = rows_of(&self.element()?);
        let at = (0..rows.length()).find(|at| rows.get(*at).is_some_and(|node| &node == row.as_ref()))?;
        Some(self.rows.get_untracked().0 + at as usize)
    }

    /// The row that had the focus when it left the page.
    pub(super) fn left(self) -> Option<usize> {
        let left = self.left.get_value()?;
        self.ui.session.timeline.with_untracked(|timeline| timeline.place(&left))
    }

    /// The last row that is shown.
    pub(super) fn last(self) -> usize {
        self.total().saturating_sub(1)
    }

    fn give_focus_back(self, list: &Element, (start, end): (usize, usize)) {
        let Some(place) = self.left() else { return };
        let is_held = closest(list, ".timeline").is_some_and(|holder| active_element(list).as_ref() == Some(&holder));
        let is_back =
            || (start..end).contains(&place) && self.head(list, place).is_some_and(|head| focus(&head, false));
        // Or somebody went elsewhere in the meantime.
        if !is_held || is_back() {
            self.left.set_value(None);
        }
    }

    fn head(self, list: &Element, place: usize) -> Option<Element> {
        let at = place.checked_sub(self.rows.get_untracked().0)?;
        let row = rows_of(list).get(u32::try_from(at).ok()?)?.dyn_into::<Element>().ok()?;
        row.query_selector(".row-head").ok().flatten()
    }

    /// Brings a row into the page and into sight; with the focus if a key asked for it.
    pub(super) fn go_to(self, place: usize, with_focus: bool) {
        let Some(list) = self.element() else { return };
        let rows = self.rows.get_untracked();
        if (rows.0..rows.1).contains(&place) && self.arrive(&list, place, with_focus) {
            return;
        }
        if !(rows.0..rows.1).contains(&place) {
            self.show(&list, Heights::around(place, self.total()));
        }
        self.arrive_soon(place, with_focus, TRIES);
    }

    /// Goes to a row with the next frame of the page: it is drawn by then, or a frame later.
    fn arrive_soon(self, place: usize, with_focus: bool, tries: u32) {
        self.frame.get_value().ask(move || {
            let Some(list) = self.element() else { return };
            if !self.arrive(&list, place, with_focus) && tries > 0 {
                return self.arrive_soon(place, with_focus, tries - 1);
            }
            self.look_soon();
        });
    }

    /// Whether the row was there to go to.
    fn arrive(self, list: &Element, place: usize, with_focus: bool) -> bool {
        let Some(head) = self.head(list, place) else { return false };
        if with_focus {
            self.left.set_value(None);
            focus(&head, true);
        } else {
            let how = ScrollIntoViewOptions::new();
            how.set_block(ScrollLogicalPosition::Center);
            head.scroll_into_view_with_scroll_into_view_options(&how);
        }
        true
    }
}

fn pixels(height: f64) -> String {
    [&(height.max(0.0).round() as i64).to_string(), "px"].concat()
}

/// What of the page can be seen around the list, from its top edge to its bottom edge; `None`: nothing, it is hidden.
fn in_sight(list: &Element) -> Option<(f64, f64)> {
    let window = window();
    let page = window.inner_height().ok()?.as_f64()?;
    let frame = closest(list, ".cjw")?.get_bounding_client_rect();
    let (top, bottom) = (frame.top().max(0.0), frame.bottom().min(page));
    // Below or above what is seen there is still a place nearest to it.
    let is_laid_out = frame.height() > 0.0 && frame.width() > 0.0;
    let seen = if bottom > top { (top, bottom) } else { (0.0, page) };
    is_laid_out.then_some(seen)
}

fn rows_of(list: &Element) -> NodeList {
    // A literal of ours: the browser cannot refuse it.
    list.query_selector_all(".row").unwrap_throw()
}

/// What has the focus in the widget.
fn active_element(list: &Element) -> Option<Element> {
    js_sys::Reflect::get(&list.get_root_node(), &"activeElement".into()).ok()?.dyn_into().ok()
}

fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

/// Gives the focus to an element, and says whether it took it.
fn focus(element: &Element, scroll: bool) -> bool {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(!scroll);
    let element: &HtmlElement = element.unchecked_ref();
    element.focus_with_options(&options).is_ok()
}
