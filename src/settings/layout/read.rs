//! From JSON to [`Layout`]. Lenient: what has a wrong type is left out and reported, what is unknown is kept.
//!
//! Judges types only; whether the layout makes sense is asked in `check`.

use serde_json::{Map, Value};

use super::finding::{Finding, Rule};
use super::model::{Component, Desktop, Entry, Layout, Page, Persona, Wrapper};
use super::path::JsonPath;

/// Reads all personas, and says what had a type that its place does not take.
pub fn read(value: &Value) -> (Layout, Vec<Finding>) {
    let mut reader = Reader { findings: Vec::new() };
    let mut layout = Layout::default();
    if let Some(root) = reader.object(value, &JsonPath::root(), "the whole layout") {
        for persona in Persona::ALL {
            if let Some(value) = root.get(persona.as_str()) {
                let path = JsonPath::root().key(persona.as_str());
                layout.desktops.extend(reader.desktop(persona, value, path));
            }
        }
    }
    (layout, reader.findings)
}

struct Reader {
    findings: Vec<Finding>,
}

impl Reader {
    fn desktop(&mut self, persona: Persona, value: &Value, path: JsonPath) -> Option<Desktop> {
        let mut fields = self.object(value, &path, "a persona")?.clone();
        let app_title = self.text(&mut fields, &path, "appTitle");
        let logo = self.text(&mut fields, &path, "logo");
        let stop_navigate_on_accept = self.flag(&mut fields, &path, "stopNavigateOnAcceptTask", false);
        let area_path = path.key("area");
        let mut area = match fields.remove("area") {
            Some(value) => self.object(&value, &area_path, "an area").cloned().unwrap_or_default(),
            None => Map::new(),
        };
        let home_key = if area.contains_key("homePage") { "homePage" } else { "homepage" };
        let home = area
            .remove(home_key)
            .or_else(|| fields.remove("homePage"))
            .or_else(|| fields.remove("homepage"))
            .and_then(|value| self.entry(&value, area_path.key(home_key)));
        let header = area.remove("header").and_then(|value| self.page(&value, area_path.key("header")));
        let headless = area.remove("headless").and_then(|value| self.page(&value, area_path.key("headless")));
        let panel = area.remove("panel").and_then(|value| self.component(&value, area_path.key("panel")));
        let advanced_header = self.components(area.remove("advancedHeader"), &area_path.key("advancedHeader"));
        let persistent = self.components(area.remove("persistent"), &area_path.key("persistent"));
        let navigation_path = area_path.key("navigation");
        let navigation = self
            .list(area.remove("navigation"), &navigation_path)
            .iter()
            .enumerate()
            .filter_map(|(index, value)| self.entry(value, navigation_path.index(index)))
            .collect();
        let mut rest = fields;
        if !area.is_empty() {
            rest.insert("area".to_owned(), Value::Object(area));
        }
        Some(Desktop {
            persona,
            path,
            app_title,
            logo,
            stop_navigate_on_accept,
            header,
            advanced_header,
            panel,
            persistent,
            navigation,
            home,
            headless,
            rest,
        })
    }

    fn entry(&mut self, value: &Value, path: JsonPath) -> Option<Entry> {
        let mut fields = self.object(value, &path, "a page of the navigation")?.clone();
        let visibility = self.text(&mut fields, &path, "visibility");
        let nav_path = path.key("nav");
        let mut nav = match fields.get("nav") {
            Some(value) => self.object(value, &nav_path, "a navigation item").cloned().unwrap_or_default(),
            None => Map::new(),
        };
        let page = fields.get("page").and_then(|value| self.page(value, path.key("page"))).unwrap_or_default();
        Some(Entry {
            label: self.text(&mut nav, &nav_path, "label"),
            icon: self.text(&mut nav, &nav_path, "icon"),
            icon_type: self.text(&mut nav, &nav_path, "iconType"),
            navigate_to: self.text(&mut nav, &nav_path, "navigateTo"),
            is_landing_page: self.flag(&mut nav, &nav_path, "isDefaultLandingPage", false),
            visibility,
            page,
            path,
        })
    }

    fn page(&mut self, value: &Value, path: JsonPath) -> Option<Page> {
        let mut fields = self.object(value, &path, "a page")?.clone();
        let heads = ["pageHeader", "pageSubHeader"]
            .into_iter()
            .filter_map(|key| self.component(fields.get(key)?, path.key(key)))
            .collect();
        let widgets_path = path.key("widgets");
        let mut widgets: Vec<(String, Component)> = match fields.get("widgets") {
            Some(value) => self.object(value, &widgets_path, "the widgets of a page").cloned().unwrap_or_default(),
            None => Map::new(),
        }
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), self.component(value, widgets_path.key(name))?)))
        .collect();
        widgets.sort_by_key(|(name, _)| counted(name));
        let layout_path = path.key("layout");
        let layout = match fields.get("layout") {
            Some(value) => self.object(value, &layout_path, "the grid of a page").cloned().unwrap_or_default(),
            None => Map::new(),
        };
        let areas_path = layout_path.key("areas");
        let areas = self.list(layout.get("areas").cloned(), &areas_path);
        let areas =
            areas.into_iter().enumerate().map(|(index, row)| self.words(Some(row), &areas_path.index(index))).collect();
        let size_path = layout_path.key("size");
        let size = match layout.get("size") {
            Some(value) => self.object(value, &size_path, "the sizes of a grid").cloned().unwrap_or_default(),
            None => Map::new(),
        };
        Some(Page {
            id: self.text(&mut fields, &path, "id"),
            use_flex_layout: self.flag(&mut fields, &path, "useFlexLayout", false),
            heads,
            widgets,
            areas,
            columns: self.words(size.get("cols").cloned(), &size_path.key("cols")),
            rows: self.words(size.get("rows").cloned(), &size_path.key("rows")),
            path,
        })
    }

    fn components(&mut self, value: Option<Value>, path: &JsonPath) -> Vec<Component> {
        let list = self.list(value, path);
        list.iter().enumerate().filter_map(|(index, value)| self.component(value, path.index(index))).collect()
    }

    fn component(&mut self, value: &Value, path: JsonPath) -> Option<Component> {
        let mut fields = self.object(value, &path, "a component")?.clone();
        let mut map = |reader: &mut Self, key: &str| match fields.remove(key) {
            Some(value) => reader.object(&value, &path.key(key), &format!("\"{key}\"")).cloned().unwrap_or_default(),
            None => Map::new(),
        };
        let properties = map(self, "properties");
        let attributes = map(self, "attributes");
        let wrapper = fields.remove("wrapper").and_then(|value| self.wrapper(&value, &path.key("wrapper")));
        let style = fields.remove("style").map(|value| self.style(&value, &path.key("style"))).unwrap_or_default();
        let children = self.components(fields.remove("children"), &path.key("children"));
        Some(Component {
            comp: self.text(&mut fields, &path, "comp"),
            script: self.text(&mut fields, &path, "script"),
            text_content: fields.contains_key("textContent").then(|| self.text(&mut fields, &path, "textContent")),
            visibility: self.text(&mut fields, &path, "visibility"),
            responsive: self.flag(&mut fields, &path, "responsive", true),
            width: self.number(&mut fields, &path, "width"),
            height: self.number(&mut fields, &path, "height"),
            properties,
            attributes,
            children,
            style,
            wrapper,
            rest: fields,
            path,
        })
    }

    fn wrapper(&mut self, value: &Value, path: &JsonPath) -> Option<Wrapper> {
        let mut fields = self.object(value, path, "a wrapper")?.clone();
        Some(Wrapper {
            title: self.text(&mut fields, path, "title"),
            maximize_area: self.text(&mut fields, path, "maximizeAreaName"),
            id: self.text(&mut fields, path, "id"),
        })
    }

    /// Layouts write styles as an object, in camel case or with dashes, and sometimes as one CSS text.
    fn style(&mut self, value: &Value, path: &JsonPath) -> Vec<(String, String)> {
        if let Value::String(text) = value {
            let pairs = text.split(';').filter_map(|pair| pair.split_once(':'));
            return pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect();
        }
        let Some(fields) = self.object(value, path, "a style") else { return Vec::new() };
        fields.iter().filter_map(|(name, value)| Some((dashed(name), word(value)?))).collect()
    }

    fn object<'a>(&mut self, value: &'a Value, path: &JsonPath, what: &str) -> Option<&'a Map<String, Value>> {
        match value {
            Value::Object(fields) => Some(fields),
            other => {
                self.wrong(path, other, "an object { … }", what);
                None
            }
        }
    }

    fn list(&mut self, value: Option<Value>, path: &JsonPath) -> Vec<Value> {
        match value {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(list)) => list,
            Some(other) => {
                self.wrong(path, &other, "a list [ … ]", "this place");
                Vec::new()
            }
        }
    }

    fn words(&mut self, value: Option<Value>, path: &JsonPath) -> Vec<String> {
        self.list(value, path).iter().filter_map(word).collect()
    }

    fn text(&mut self, fields: &mut Map<String, Value>, path: &JsonPath, key: &str) -> String {
        match fields.remove(key) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text,
            Some(other) => {
                self.wrong(&path.key(key), &other, "text in double quotes", &format!("\"{key}\""));
                word(&other).unwrap_or_default()
            }
        }
    }

    /// Booleans are also taken as text, as layouts often write them.
    fn flag(&mut self, fields: &mut Map<String, Value>, path: &JsonPath, key: &str, default: bool) -> bool {
        match fields.remove(key) {
            None | Some(Value::Null) => default,
            Some(Value::Bool(flag)) => flag,
            Some(Value::String(text)) if text == "true" => true,
            Some(Value::String(text)) if text == "false" => false,
            Some(other) => {
                self.wrong(&path.key(key), &other, "true or false", &format!("\"{key}\""));
                default
            }
        }
    }

    fn number(&mut self, fields: &mut Map<String, Value>, path: &JsonPath, key: &str) -> Option<u32> {
        let value = fields.remove(key)?;
        let number = match &value {
            Value::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong(&path.key(key), &value, "a whole number", &format!("\"{key}\""));
        }
        number
    }

    fn wrong(&mut self, path: &JsonPath, found: &Value, wanted: &str, what: &str) {
        let found = match found {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.findings.push(Finding::error(
            Rule::WrongType,
            path,
            format!("Here stands {found}; the desktop leaves it out."),
            format!("Write {wanted} for {what}."),
        ));
    }
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// `maxHeight` as CSS writes it; what has dashes already stays.
fn dashed(name: &str) -> String {
    let mut dashed = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            dashed.push('-');
        }
        dashed.push(letter.to_ascii_lowercase());
    }
    dashed
}

/// Sorts `comp2` before `comp10`: JSON objects reach us in the alphabet's order, the desktop shows the file's.
fn counted(name: &str) -> (String, u64) {
    let stem = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let number = name.get(stem.len()..).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    (stem.to_owned(), number)
}
