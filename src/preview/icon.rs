//! Icons of the preview's desktop, from Lucide, compiled in one by one.

use icondata_core::Icon;
use leptos::prelude::*;

/// An icon that says nothing by itself; the control around it has the name.
#[component]
pub(crate) fn Glyph(icon: Icon) -> impl IntoView {
    view! {
        <svg
            class="glyph"
            viewBox=icon.view_box.unwrap_or("0 0 24 24")
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            focusable="false"
            inner_html=icon.data
        ></svg>
    }
}

/// The icon that comes nearest to one of the desktop's own names.
pub(crate) fn named(name: &str) -> Icon {
    use icondata_lu as lu;
    let name = name.to_ascii_lowercase();
    let table: [(&str, Icon); 12] = [
        ("home", lu::LuHouse),
        ("search", lu::LuSearch),
        ("activit", lu::LuActivity),
        ("journey", lu::LuActivity),
        ("history", lu::LuHistory),
        ("recent", lu::LuHistory),
        ("team", lu::LuUsers),
        ("people", lu::LuUsers),
        ("wave", lu::LuAudioLines),
        ("analy", lu::LuChartColumn),
        ("setting", lu::LuSettings),
        ("contact", lu::LuContact),
    ];
    table.iter().find(|(part, _)| name.contains(part)).map_or(lu::LuLayoutGrid, |(_, icon)| icon)
}
