//! The preview page's program: an agent desktop in the browser. Only mounts it.

// On the host only its pure half is compiled, for the tests, and they do not use all of it.
#[cfg(any(target_arch = "wasm32", test))]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
// Leptos writes `pub` for what belongs to a component.
#[allow(unreachable_pub)]
mod preview;

#[cfg(target_arch = "wasm32")]
fn main() {
    preview::run();
}

/// On the host there is no page to show; whoever runs it is told what does.
#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The preview is a page in the browser. Run `cargo xtask preview` for the page with its journey service,");
    eprintln!("or `trunk serve` for the page alone.");
    std::process::exit(2);
}
