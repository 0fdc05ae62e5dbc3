//! The types for TypeScript: the element, what may be set on it, and what it sends.

use customer_journey_widget::settings::attributes::{ATTRIBUTES, Kind, PROPERTIES, PropertyKind};
use customer_journey_widget::settings::names::{property_named, property_of};

use super::{EVENTS, TAG};

/// The text of `customer-journey-widget.d.ts`.
pub(super) fn text() -> String {
    let members: String = PROPERTIES
        .iter()
        .map(|property| {
            let kind = match (property.kind, property.name) {
                (PropertyKind::Text, _) => "string | null",
                (PropertyKind::Boolean, _) => "boolean | null",
                (PropertyKind::Object, "eventIconTemplate") => "JourneyIconMap | null",
                (PropertyKind::Object, "flags") => "JourneyFlagMap | null",
                (PropertyKind::Object, "links") => "JourneyLinkMap | null",
                (PropertyKind::Object, _) => "object | null",
                (PropertyKind::List, _) => "readonly JourneyIdentity[] | null",
                (PropertyKind::Function, _) => "((message: object) => PromiseLike<unknown>) | null",
            };
            format!("  /** {} */\n  {}?: {kind};\n", property.doc, property.name)
        })
        .collect();
    let also: String = ATTRIBUTES
        .iter()
        .filter(|attribute| property_named(&property_of(attribute.name)).is_none())
        .map(|attribute| {
            let kind = match attribute.kind {
                Kind::Boolean => "boolean | \"true\" | \"false\" | null".to_owned(),
                Kind::Number => "number | `${number}` | null".to_owned(),
                Kind::Text | Kind::Choices(_) => "string | null".to_owned(),
                Kind::Choice(words) => words.iter().map(|word| format!("{word:?} | ")).collect::<String>() + "null",
            };
            let (name, doc) = (property_of(attribute.name), attribute.doc);
            format!("  /** {doc} The same as the attribute `{}`. */\n  {name}?: {kind};\n", attribute.name)
        })
        .collect();
    let attributes: String = ATTRIBUTES
        .iter()
        .map(|attribute| {
            let kind = match attribute.kind {
                Kind::Boolean => "\"\" | \"true\" | \"false\"".to_owned(),
                Kind::Number => "number | `${number}`".to_owned(),
                Kind::Text | Kind::Choices(_) => "string".to_owned(),
                Kind::Choice(words) => words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(" | "),
            };
            let default = attribute.default.map(|default| format!(" @default {default:?}")).unwrap_or_default();
            format!("  /** {}{default} */\n  \"{}\"?: {kind};\n", attribute.doc, attribute.name)
        })
        .collect();
    let events: String = EVENTS
        .iter()
        .map(|(name, detail, about)| format!("  /** {about} */\n  \"{name}\": CustomEvent<{detail}>;\n"))
        .collect();
    format!(
        r#"// Types of <{TAG}> {version}. Made by `cargo xtask dist`; do not edit.

/** What stands before an event: a Momentum icon's name or a picture over https, and a colour. */
export interface JourneyIcon {{
  name?: string;
  src?: string;
  color?: string;
  iconSet?: string;
}}

/** By what a host knows a customer. */
export interface JourneyIdentity {{
  type?: "phone" | "email" | "customerId" | "socialId" | "temporaryId" | null;
  value: string;
}}

/** Icons by keyword or regular expression, in any case. */
export type JourneyIconMap = Record<string, JourneyIcon | string>;

/** What a flag looks at, when it is shown, and its colour: a name of Momentum's palette, or #rrggbb. */
export type JourneyFlagRule = (
  | {{ field: string; attribute?: never }}
  | {{ attribute: string; field?: never }}
) & {{
  is?: string | number | boolean | readonly (string | number | boolean)[];
  not?: string | number | boolean | readonly (string | number | boolean)[];
  has?: string;
  above?: number | `${{number}}`;
  below?: number | `${{number}}`;
  color?: string;
}};

/** Rules by the word that is shown; of several for one word any will do. */
export type JourneyFlagMap = Record<string, JourneyFlagRule | readonly JourneyFlagRule[]>;

/** Addresses with {{names}} of what is filled in, by the word that is shown; a text is a link of the customer. */
export type JourneyLinkMap = Record<string, string | {{ customer?: string; contact?: string; event?: string }}>;

/** The attributes. In HTML they are text; an unknown one is ignored. */
export interface CustomerJourneyWidgetAttributes {{
{attributes}}}

/** The events. All bubble and cross shadow roots. */
export interface CustomerJourneyWidgetEventMap {{
{events}}}

/** The element. */
export interface CustomerJourneyWidgetElement extends HTMLElement {{
{members}{also}
  addEventListener<K extends keyof CustomerJourneyWidgetEventMap>(
    type: K,
    listener: (this: CustomerJourneyWidgetElement, event: CustomerJourneyWidgetEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof CustomerJourneyWidgetEventMap>(
    type: K,
    listener: (this: CustomerJourneyWidgetElement, event: CustomerJourneyWidgetEventMap[K]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}}

declare global {{
  interface HTMLElementTagNameMap {{
    "{TAG}": CustomerJourneyWidgetElement;
  }}
  interface GlobalEventHandlersEventMap extends CustomerJourneyWidgetEventMap {{}}
}}
"#,
        version = env!("CARGO_PKG_VERSION"),
    )
}
