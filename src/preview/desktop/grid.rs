//! A page of components: the layout's grid, or its flexible layout of 12 columns and rows of 40 px.

use customer_journey_widget::settings::layout::Page;
use leptos::prelude::*;

use super::build::{component_view, components_view};
use crate::preview::state::Desk;

/// Height of one unit of the flexible layout, in pixels.
const UNIT_PX: u32 = 40;
const COLUMNS: u32 = 12;

/// The page. It is built when it is opened, and gone when another one is.
#[component]
pub(super) fn PageView(desk: Desk, page: Page) -> impl IntoView {
    let heads = components_view(desk, &page.heads);
    let cells = page
        .widgets
        .iter()
        .map(|(name, component)| {
            let style = if page.use_flex_layout {
                let width = component.width.unwrap_or(COLUMNS).clamp(1, COLUMNS);
                format!(
                    "grid-column: span {width}; height: {}px",
                    component.height.unwrap_or(6).saturating_mul(UNIT_PX)
                )
            } else {
                format!("grid-area: {}", cell_name(name))
            };
            view! { <div class="page-cell" style=style>{component_view(desk, component)}</div> }
        })
        .collect_view();
    let grid = if page.use_flex_layout { String::new() } else { template(&page) };
    view! {
        <div class="page" data-page=page.id.clone()>
            {(!page.heads.is_empty()).then_some(heads)}
            <div class="page-grid" class:page-flex=page.use_flex_layout style=grid>
                {cells}
            </div>
        </div>
    }
}

fn template(page: &Page) -> String {
    let areas: Vec<String> = page
        .areas
        .iter()
        .map(|row| format!("\"{}\"", row.iter().map(|name| cell_name(name)).collect::<Vec<_>>().join(" ")))
        .collect();
    format!(
        "grid-template-areas: {}; grid-template-columns: {}; grid-template-rows: {}",
        areas.join(" "),
        sizes(&page.columns),
        sizes(&page.rows)
    )
}

/// A bare number is a share of what is left.
fn sizes(sizes: &[String]) -> String {
    let words: Vec<String> = sizes
        .iter()
        .map(|size| match size.parse::<f64>() {
            Ok(share) => format!("minmax(0, {share}fr)"),
            Err(_) => size.chars().filter(|letter| letter.is_alphanumeric() || "%.-() ,".contains(*letter)).collect(),
        })
        .collect();
    if words.is_empty() { "minmax(0, 1fr)".to_owned() } else { words.join(" ") }
}

/// A name as CSS takes it.
fn cell_name(name: &str) -> String {
    if name == "." {
        return name.to_owned();
    }
    format!(
        "cell-{}",
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect::<String>()
    )
}
