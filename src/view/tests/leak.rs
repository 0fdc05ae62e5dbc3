//! What a widget took it gives back when it ends, at the latest when the browser collects garbage: measured to the byte,
//! in the allocator.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Desk, event};

struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: everything is the system's allocator's; this only counts.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HELD.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(place, layout) }
    }
}

/// Leptos frees a listener when the browser has collected it. `webdriver.json` lets a page ask for that.
async fn collect_garbage() {
    gloo_timers::future::TimeoutFuture::new(50).await;
    js_sys::eval("gc()").expect("a page that may ask for it");
    gloo_timers::future::TimeoutFuture::new(10).await;
}

#[wasm_bindgen_test]
async fn what_a_widget_took_is_given_back() {
    let round = async || {
        let desk = Desk::with_history(&[event("Opened the shop", 5, json!({}))]);
        desk.shows("event", "Opened the shop").await;
        desk.shows("live-status", "Live").await;
        drop(desk);
        collect_garbage().await;
        HELD.load(Ordering::Relaxed)
    };
    let mut held = Vec::with_capacity(40);
    for _ in 0..40 {
        held.push(round().await);
    }
    // What is made once is there by then. A session's smallest listener is larger than what is left.
    let for_each = held[39].saturating_sub(held[9]) / 30;
    assert!(for_each < 200, "each keeps {for_each} bytes: {held:?}");
}
