//! The gallery's page: switches, and a frame for each scene.

use leptos::html;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlScriptElement};

use super::scene::Scene;
use super::scenes::all;
use crate::preview::app::query;
use crate::preview::desktop::bind::{set_attribute, set_property};
use crate::preview::desktop::widget::script_address;

#[wasm_bindgen(module = "/src/preview/gallery/service.js")]
extern "C" {
    #[wasm_bindgen(js_name = standStill)]
    fn stand_still();
    #[wasm_bindgen(js_name = addScene)]
    fn add_scene(host: &str, scene: &str);
    #[wasm_bindgen(js_name = play)]
    fn play(element: &Element, host: &str, steps: &str) -> js_sys::Promise;
}

const WIDGET: &str = "customer-journey-widget";
const THEMES: [(&str, &str); 3] = [("light", "Light"), ("dark", "Dark"), ("system", "The system's")];
const DENSITIES: [(&str, &str); 2] = [("", "As the scene says"), ("comfortable", "Comfortable")];
const WIDTHS: [(&str, &str); 6] = [
    ("", "As the scene says"),
    ("280", "280 px"),
    ("360", "360 px"),
    ("520", "520 px"),
    ("800", "800 px"),
    ("1600", "1600 px"),
];
const LOCALES: [(&str, &str); 15] = [
    ("en-GB", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pt-BR", "Português"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
    ("ar", "العربية (right to left)"),
    ("he", "עברית (right to left)"),
    ("en-XA", "Pseudo, where tests serve it"),
];

/// What all scenes are shown in.
#[derive(Clone, Copy)]
struct Look {
    theme: RwSignal<String>,
    locale: RwSignal<String>,
    density: RwSignal<String>,
    width: RwSignal<String>,
    /// The widget's script is there.
    ready: RwSignal<bool>,
}

/// The page.
#[component]
pub(crate) fn Gallery() -> impl IntoView {
    stand_still();
    let asked = |name: &str, otherwise: &str| RwSignal::new(query(name).unwrap_or_else(|| otherwise.to_owned()));
    let look = Look {
        theme: asked("theme", "light"),
        locale: asked("locale", "en-GB"),
        density: asked("density", ""),
        width: asked("width", ""),
        ready: RwSignal::new(false),
    };
    let failed = RwSignal::new(false);
    load_script(look.ready, failed);
    follow_the_look(look);
    let only = query("scene");
    let scenes: Vec<Scene> =
        all().into_iter().filter(|scene| only.as_deref().map_or(!scene.alone, |only| only == scene.name)).collect();
    let is_alone = only.is_some();
    view! {
        <div class="gallery" class:gallery-alone=is_alone>
            {(!is_alone).then(|| view! { <Switches look/> })}
            <p class="quiet" role="status" hidden=move || !failed.get()>
                "There is no customer-journey-widget.js beside this page; cargo xtask bundle writes it."
            </p>
            <main class="gallery-scenes">
                {scenes.into_iter().map(|scene| view! { <Frame look scene is_alone/> }).collect_view()}
            </main>
        </div>
    }
}

#[component]
fn Switches(look: Look) -> impl IntoView {
    view! {
        <header class="bar gallery-bar">
            <h1 class="bar-name">"Gallery"</h1>
            <Choice name="Colours" chosen=look.theme options=&THEMES/>
            <Choice name="Language" chosen=look.locale options=&LOCALES/>
            <Choice name="Density" chosen=look.density options=&DENSITIES/>
            <Choice name="Width" chosen=look.width options=&WIDTHS/>
            {all()
                .into_iter()
                .filter(|scene| scene.alone)
                .map(|scene| view! { <a class="bar-button" href=format!("?scene={}", scene.name)>{scene.about}</a> })
                .collect_view()}
            <a class="bar-button" href="../">"The agent desktop"</a>
        </header>
    }
}

#[component]
fn Choice(
    name: &'static str,
    chosen: RwSignal<String>,
    options: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    view! {
        <label class="bar-field">
            <span>{name}</span>
            <select on:change=move |event| chosen.set(event_target_value(&event))>
                {options
                    .iter()
                    .map(|(value, words)| view! { <option value=*value selected=move || chosen.get() == *value>{*words}</option> })
                    .collect_view()}
            </select>
        </label>
    }
}

/// A scene with its title, and a way to see it alone.
#[component]
fn Frame(look: Look, scene: Scene, is_alone: bool) -> impl IntoView {
    let host = NodeRef::<html::Div>::new();
    let Scene { name, about, width: own_width, .. } = scene;
    Effect::new(move |made: Option<bool>| {
        let (Some(host), true, None | Some(false)) = (host.get(), look.ready.get(), made) else {
            return made.unwrap_or_default();
        };
        show(look, &scene, &host);
        true
    });
    let width = move || {
        let asked = look.width.get();
        let width = if asked.is_empty() { own_width.to_string() } else { asked };
        format!("{width}px")
    };
    view! {
        <section class="gallery-scene" data-scene=name style:width=width>
            {(!is_alone)
                .then(|| {
                    view! {
                        <h2 class="gallery-title">
                            <a href=format!("?scene={name}")>{about}</a>
                        </h2>
                    }
                })}
            <div class="gallery-frame" node_ref=host></div>
        </section>
    }
}

fn show(look: Look, scene: &Scene, host: &Element) {
    let Ok(element) = document().create_element(WIDGET) else { return };
    let domain = format!("{}.gallery.invalid", scene.name);
    add_scene(&domain, &scene.service().to_string());
    // One scene is about a data center that has no address.
    if scene.properties.get("dataCenter").is_none() {
        set_attribute(&element, "base-url", Some(&Value::String(format!("https://{domain}"))));
    }
    for (name, value) in &scene.attributes {
        // Other platforms are asked at the same place.
        let is_address = *name != "base-url" && name.ends_with("-base-url") && value.is_empty();
        let value = if is_address { format!("https://{domain}") } else { (*value).to_owned() };
        set_attribute(&element, name, Some(&Value::String(value)));
    }
    for (name, value) in scene.properties.as_object().into_iter().flatten() {
        set_property(&element, name, Some(value));
    }
    let live = element.clone();
    let own_density = scene.attributes.iter().find(|(name, _)| *name == "condensed-view").map(|(_, value)| *value);
    Effect::new(move |_| {
        let theme = look.theme.get();
        set_property(&live, "darkMode", (theme != "system").then(|| Value::Bool(theme == "dark")).as_ref());
        set_property(&live, "locale", Some(&Value::String(look.locale.get())));
        let density = (look.density.get() == "comfortable").then_some("false").or(own_density).unwrap_or("true");
        set_attribute(&live, "condensed-view", Some(&Value::String(density.to_owned())));
    });
    host.replace_children_with_node_1(&element);
    // It ends by itself, or never where a scene cannot come about; then it never stands, which tests tell.
    let _ = play(&element, &domain, &Value::Array(scene.steps.clone()).to_string());
}

/// The page wears what the widgets wear.
fn follow_the_look(look: Look) {
    Effect::new(move |_| {
        let Some(root) = document().document_element() else { return };
        let theme = look.theme.get();
        let prefers_dark =
            window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|media| media.matches());
        let is_dark = theme == "dark" || (theme == "system" && prefers_dark);
        // Both fail only for names that are none.
        let _ = root.set_attribute("data-theme", if is_dark { "dark" } else { "light" });
        document().set_title("Gallery · customer journey widget");
    });
}

fn load_script(ready: RwSignal<bool>, failed: RwSignal<bool>) {
    let script =
        document().create_element("script").ok().and_then(|element| element.dyn_into::<HtmlScriptElement>().ok());
    let (Some(script), Some(head)) = (script, document().head()) else { return };
    let loaded = Closure::once_into_js(move || ready.set(true));
    let lost = Closure::once_into_js(move || failed.set(true));
    script.set_onload(Some(loaded.unchecked_ref()));
    script.set_onerror(Some(lost.unchecked_ref()));
    script.set_src(&script_address());
    if head.append_child(&script).is_err() {
        failed.set(true);
    }
}
