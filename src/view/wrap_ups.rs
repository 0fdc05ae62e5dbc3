//! How past contacts ended: code, count and a bar. A row is a filter.

use leptos::prelude::*;

use super::kit::*;
use journey::{FilterPart, WrapUpCode, WrapUpCount};

/// So many rows are shown at first.
const FEW: usize = 5;
/// So many are in the one line of a narrow widget; the style sheet knows which one is.
const FEWEST: usize = 2;

/// The section of the wrap-up codes; none without a past contact.
#[component]
pub(super) fn WrapUps() -> impl IntoView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let rows = Memo::new(move |_| session.counters.with(|counters| counters.wrap_ups.clone()));
    let count = Memo::new(move |_| rows.with(Vec::len));
    let most = Memo::new(move |_| rows.with(|rows| rows.iter().map(|row| row.count).max().unwrap_or(1).max(1)));
    let shows_all = RwSignal::new(false);
    let each = move || {
        let shown = if shows_all.get() { usize::MAX } else { FEW };
        rows.get().into_iter().take(shown).collect::<Vec<_>>()
    };
    let folded = Memo::new(move |_| !shows_all.get());
    // Of the two the style sheet shows the one that fits the width.
    let label = move || match shows_all.get() {
        true => view! { <span>{i18n.words("wrap-ups.fewer")}</span> }.into_any(),
        false => {
            let rest = move || i18n.t_count("timeline.left", count.get().saturating_sub(FEWEST));
            let all = move || i18n.t_with("wrap-ups.more", &[("count", &i18n.count(count.get()))]);
            view! {
                <span class="if-wide">{all}</span>
                <span class="if-narrow">{rest}</span>
            }
            .into_any()
        }
    };
    view! {
        <When is=move || { count.get() > 0 }>
            <Section name="wrap-ups" title="wrap-ups.title" folded>
                <div class="wrap-ups-line">
                    <ul class="wrap-ups" part="wrap-ups" data-all=move || present(shows_all.get())>
                        <ForEach
                            each
                            key=|row| row.code.as_ref().map_or(" none", |code| code.as_str()).to_owned()
                            let(row)
                        >
                            <WrapUp rows most code=row.code/>
                        </ForEach>
                    </ul>
                    <When is=move || { count.get() > FEWEST }>
                        <button
                            type="button"
                            class="link"
                            aria-expanded=move || said(shows_all.get())
                            data-few=move || present(count.get() <= FEW)
                            on:click=move |_| shows_all.update(|all| *all = !*all)
                        >
                            {move || label()}
                        </button>
                    </When>
                </div>
            </Section>
        </When>
    }
}

/// The row of a code; it stays, with the focus on it, while its count changes.
#[component]
fn WrapUp(
    /// All counts.
    rows: Memo<Vec<WrapUpCount>>,
    /// The highest of them.
    most: Memo<usize>,
    /// Which of them; `None`: contacts that nobody wrapped up.
    code: Option<WrapUpCode>,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let class = if code.is_none() { "wrap-up none" } else { "wrap-up" };
    let (of, named) = (code.clone(), code.clone());
    let count = Memo::new(move |_| rows.with(|rows| rows.iter().find(|row| row.code == of).map_or(0, |row| row.count)));
    let name = move || named.as_ref().map_or_else(|| i18n.t("wrap-ups.none"), |code| code.as_str().to_owned());
    let title = name.clone();
    let width = move || [&(count.get() * 100 / most.get()).max(1).to_string(), "%"].concat();
    view! {
        <li>
            <FilterButton class asks_for=Some(FilterPart::WrapUp(code)) name="wrap-up">
                <span class="wrap-up-name" title=title><bdi>{move || name()}</bdi></span>
                " "
                <span class="number">{move || i18n.count(count.get())}</span>
                <span class="track" aria-hidden="true">
                    <span class="fill" style:width=width></span>
                </span>
            </FilterButton>
        </li>
    }
}
