//! The tiles of a platform that has no profile template: the domain computes them from its contacts.

use leptos::prelude::*;

use crate::session::{Inspected, SourceSession};
use crate::view::inspect::why;
use crate::view::kit::*;
use journey::{ComputedTile, ComputedValue};

/// One platform's tiles, from when its first contacts are there.
pub(in crate::view) fn computed(source: SourceSession) -> AnyView {
    let CustomerUi { session, i18n, .. } = use_customer();
    let is_awaited = Memo::new(move |_| source.awaits_history());
    let tiles = Memo::new(move |_| {
        session.journey.with(|journey| ComputedTile::all(journey, source.platform(), session.now.get(), source.reach()))
    });
    let key = |tile: &ComputedTile| [tile.key, " ", &format!("{:?}", (&tile.value, tile.is_partial))].concat();
    let shown = move || match is_awaited.get() {
        true => view! { <Skeleton kind="tiles" count=3 words=i18n.words("profile.title")/> }.into_any(),
        false => view! {
            <dl class="tiles">
                <ForEach each=move || tiles.get() key let(tile)>
                    <Tile tile/>
                </ForEach>
            </dl>
        }
        .into_any(),
    };
    shown.into_any()
}

#[component]
fn Tile(
    /// What it says.
    tile: ComputedTile,
) -> impl IntoView {
    let i18n = use_customer().i18n;
    let ComputedTile { key, value, is_partial } = tile;
    let label = move || i18n.t(&["computed.", key].concat());
    let is_short = matches!(value, Some(ComputedValue::Count(_)));
    let is_none = value.is_none();
    let words = move || match &value {
        None if is_partial => i18n.t("computed.none"),
        None => i18n.t("profile.no-value"),
        Some(ComputedValue::Count(count)) => i18n.count(*count),
        Some(ComputedValue::Words(words)) => words.clone(),
        Some(ComputedValue::Channel(channel)) => i18n.language().channel(Some(channel)),
        Some(ComputedValue::Sentiment(mood)) => i18n.language().sentiment(*mood),
    };
    let partial = (is_partial && !is_none)
        .then(|| view! { <span class="tile-note">{i18n.words("computed.partial")}</span> }.into_any());
    view! {
        <div class="tile" part="profile-attribute">
            <dt title=label>
                {move || unbroken(&label())}
                {why(Inspected::Tile(key.to_owned()))}
            </dt>
            <dd class="tile-value" class:none=is_none data-size=if is_short { "short" } else { "long" }>
                <bdi>{move || unbroken(&words())}</bdi>
                {partial}
            </dd>
        </div>
    }
}
