//! Icons, compiled in one by one; none is fetched.

use std::cell::RefCell;

use icondata_core::Icon;
use icondata_lu as lu;
use leptos::prelude::*;
use web_sys::{DocumentFragment, Element, Node};

use crate::icons::shapes;
use journey::{Channel, Contact, Direction};

pub(crate) use icondata_lu::{
    LuArrowUp, LuCalendar, LuCheck, LuChevronDown, LuCircleAlert, LuCircleHelp, LuCopy, LuDownload, LuEllipsisVertical,
    LuExternalLink, LuHistory, LuIdCard, LuInbox, LuListChecks, LuListFilter, LuMail, LuMessageSquare, LuPause,
    LuPencil, LuPhone, LuPhoneForwarded, LuPlus, LuPrinter, LuRefreshCw, LuSearch, LuSearchX, LuTable2, LuTrash2,
    LuTrendingDown, LuTrendingUp, LuTriangleAlert, LuUserRound, LuX,
};

/// Icons that point along the line: the style sheet turns them round where lines run from right to left.
const POINTING: [Icon; 5] = [lu::LuPhoneIncoming, lu::LuPhoneOutgoing, lu::LuLogIn, lu::LuTruck, lu::LuShoppingCart];

const SVG: &str = "http://www.w3.org/2000/svg";

thread_local! {
    /// The shapes of each icon that was drawn once: a copy costs less than one attribute after the other.
    static DRAWN: RefCell<Vec<(Icon, DocumentFragment)>> = RefCell::default();
}

/// A built-in icon. It is an ornament: the words beside it say the same.
#[component]
pub(crate) fn Glyph(
    /// Which one.
    icon: Icon,
) -> impl IntoView {
    // By what is drawn: one icon may lie in several places of the program.
    let points = POINTING.iter().any(|pointing| pointing.data == icon.data);
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" data-points=points use:draw=icon></svg> }
}

/// Puts the shapes of an icon into its `svg`, by the object model: a page may allow nobody to hand it markup.
fn draw(svg: Element, icon: Icon) {
    let known = DRAWN.with_borrow(|drawn| {
        let same = drawn.iter().find(|(known, _)| std::ptr::eq(*known, icon));
        same.and_then(|(_, shapes)| shapes.clone_node_with_deep(true).ok())
    });
    let shapes = known.unwrap_or_else(|| {
        let first = drawn(icon);
        let copy = first.clone_node_with_deep(true);
        let keep = copy.is_ok();
        let shown = copy.unwrap_or_else(|_| first.clone().into());
        if keep {
            DRAWN.with_borrow_mut(|drawn| drawn.push((icon, first)));
        }
        shown
    });
    // Leptos' own marks in it stay: it may look for them.
    while let Some(shape) = svg.first_element_child() {
        shape.remove();
    }
    // Fails only where a node would be put into itself.
    let _ = svg.prepend_with_node_1(&shapes);
}

fn drawn(icon: Icon) -> DocumentFragment {
    let document = document();
    let fragment = document.create_document_fragment();
    for shape in shapes(icon.data) {
        // The names are the icon library's: the browser cannot refuse them.
        let Ok(element) = document.create_element_ns(Some(SVG), shape.tag) else { continue };
        for (name, text) in shape.attributes {
            let _ = element.set_attribute(name, text);
        }
        let element: &Node = &element;
        let _ = fragment.append_child(element);
    }
    fragment
}

/// The icon of a contact, by what its sender calls the channel, by the channel, and by the direction.
pub(crate) fn contact_icon(contact: &Contact) -> Icon {
    let named = contact.channel_name.as_deref().and_then(channel_name_icon);
    match (named, &contact.channel, contact.direction) {
        (Some(icon), _, _) => icon,
        (None, Some(Channel::Voice), Some(Direction::Inbound)) => lu::LuPhoneIncoming,
        (None, Some(Channel::Voice), Some(Direction::Outbound)) => lu::LuPhoneOutgoing,
        (None, channel, _) => channel_icon(channel.as_ref()),
    }
}

/// What is told apart within a channel: a voicemail is no call that was taken, and a messenger no wall to post on.
fn channel_name_icon(name: &str) -> Option<Icon> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let known = CHANNEL_NAMES.iter().find(|(names, _)| names.iter().any(|name| plain.contains(name)));
    known.map(|(_, icon)| *icon).or_else(|| (plain == "line").then_some(lu::LuMessageCircle))
}

const CHANNEL_NAMES: [(&[&str], Icon); 5] = [
    (&["voicemail"], lu::LuVoicemail),
    (&["callback"], lu::LuPhoneForwarded),
    (&["video"], lu::LuVideo),
    (&["fax"], lu::LuPrinter),
    (
        &[
            "whatsapp",
            "messenger",
            "telegram",
            "wechat",
            "weixin",
            "viber",
            "imessage",
            "applemessages",
            "applebusiness",
            "messagesforbusiness",
            "googlebusiness",
            "kakao",
            "linemessag",
            "zalo",
        ],
        lu::LuMessageCircle,
    ),
];

/// The icon of a channel.
pub(crate) fn channel_icon(channel: Option<&Channel>) -> Icon {
    match channel {
        Some(Channel::Voice) => lu::LuPhone,
        Some(Channel::Chat) => lu::LuMessageSquare,
        Some(Channel::Email) => lu::LuMail,
        Some(Channel::Sms) => lu::LuSmartphone,
        Some(Channel::Social) => lu::LuShare2,
        Some(Channel::Web) => lu::LuGlobe,
        Some(Channel::WorkItem) => lu::LuClipboardList,
        Some(Channel::Other(name)) => channel_name_icon(name).unwrap_or(lu::LuHeadset),
        None => lu::LuHeadset,
    }
}

/// The icon that a sender's keyword asks for, in the words of Momentum and in everyday ones. An address is never asked
/// for a picture.
pub(crate) fn event_icon(keyword: &str, channel: Option<&Channel>) -> Icon {
    let keyword = keyword.to_ascii_lowercase();
    let is_address = keyword.contains("//") || keyword.starts_with("data:");
    let known = KEYWORDS.iter().find(|(words, _)| !is_address && words.iter().any(|word| keyword.contains(word)));
    match (known, channel) {
        (Some((_, icon)), _) => icon,
        (None, Some(channel)) => channel_icon(Some(channel)),
        (None, None) => lu::LuActivity,
    }
}

// The first that is contained in the keyword wins: longer and rarer words stand before shorter ones.
const KEYWORDS: [(&[&str], Icon); 27] = [
    (&["cart", "basket", "checkout"], lu::LuShoppingCart),
    (&["delivery", "truck", "shipping", "shipment"], lu::LuTruck),
    (&["package", "parcel", "order"], lu::LuPackage),
    (&["payment", "credit", "card", "billing", "pay"], lu::LuCreditCard),
    (&["invoice", "receipt"], lu::LuReceipt),
    (&["bag", "purchase", "shop", "buy"], lu::LuShoppingBag),
    (&["email", "mail", "envelope"], lu::LuMail),
    (&["sms", "mobile", "smartphone", "cell"], lu::LuSmartphone),
    (&["chat", "message", "conversation"], lu::LuMessageSquare),
    (&["handset", "phone", "call", "voice", "telephony"], lu::LuPhone),
    (&["headset", "headphone", "agent", "support"], lu::LuHeadset),
    (&["bot", "assistant", "virtual"], lu::LuBot),
    (&["calendar", "appointment", "meeting", "schedule"], lu::LuCalendar),
    (&["location", "map", "pin", "place"], lu::LuMapPin),
    (&["document", "file", "form", "contract", "policy"], lu::LuFileText),
    (&["ticket", "case"], lu::LuTicket),
    (&["campaign", "megaphone", "marketing", "announcement"], lu::LuMegaphone),
    (&["star", "rating", "review", "survey", "feedback"], lu::LuStar),
    (&["gift", "reward", "loyalty"], lu::LuGift),
    (&["sign-in", "signin", "login", "key", "password"], lu::LuLogIn),
    (&["alert", "warning", "error", "fraud"], lu::LuTriangleAlert),
    (&["bell", "notification", "reminder"], lu::LuBell),
    (&["click", "cursor", "button"], lu::LuMousePointerClick),
    (&["search"], lu::LuSearch),
    (&["browser", "globe", "web", "site", "page", "visit"], lu::LuGlobe),
    (&["user", "people", "contact", "profile", "account"], lu::LuUserRound),
    (&["tag", "price", "offer"], lu::LuTag),
];

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::super::icon_names::named_icons;
    use super::*;

    #[wasm_bindgen_test]
    fn every_icon_is_drawn_as_the_browser_would_read_it() {
        let own = [LuArrowUp, LuChevronDown, LuCircleAlert, LuEllipsisVertical, LuHistory, LuTable2, LuTriangleAlert];
        for known in KEYWORDS.iter().map(|(_, icon)| *icon).chain(named_icons()).chain(POINTING).chain(own) {
            let read = document().create_element_ns(Some(SVG), "svg").expect("an element");
            read.set_inner_html(&known.data.replace('\n', ""));
            for time in ["drawn", "copied"] {
                let shown = document().create_element_ns(Some(SVG), "svg").expect("an element");
                draw(shown.clone(), known);
                assert!(!shown.inner_html().is_empty());
                assert_eq!(shown.inner_html(), read.inner_html(), "{time}");
            }
        }
    }

    #[wasm_bindgen_test]
    fn icons_that_point_along_the_line_say_so() {
        let points = |icon: Icon| {
            let place = document().create_element("p").expect("an element");
            let _shown = super::super::shown_in(&place, move || view! { <Glyph icon/> }.into_any());
            place.query_selector("svg[data-points]").expect("a selector").is_some()
        };
        assert_eq!((points(lu::LuTruck), points(lu::LuCheck)), (true, false));
    }
}
