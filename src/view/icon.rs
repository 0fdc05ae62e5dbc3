//! Icons, compiled in one by one; none is fetched.

use std::cell::RefCell;

use icondata_core::Icon;
use icondata_lu as lu;

use super::dom::{El, svg};
use crate::icons::shapes;
use journey::{Channel, Contact, Direction};

pub(super) use icondata_lu::{
    LuArrowUp, LuCheck, LuChevronDown, LuCircleAlert, LuCopy, LuDownload, LuEllipsisVertical, LuHistory, LuIdCard,
    LuInbox, LuListFilter, LuPencil, LuPlus, LuPrinter, LuRefreshCw, LuSearch, LuSearchX, LuTable2, LuTrash2,
    LuTrendingDown, LuTrendingUp, LuTriangleAlert, LuUserRound, LuX,
};

/// Icons that point along the line: the style sheet turns them round where lines run from right to left.
const POINTING: [Icon; 5] = [lu::LuPhoneIncoming, lu::LuPhoneOutgoing, lu::LuLogIn, lu::LuTruck, lu::LuShoppingCart];

thread_local! {
    /// Each icon that was drawn once: a copy costs less than its shapes one by one.
    static DRAWN: RefCell<Vec<(Icon, El)>> = RefCell::default();
}

/// Draws an icon. It is an ornament: the words beside it say the same.
pub(super) fn icon(icon: Icon) -> El {
    let known = DRAWN.with_borrow(|drawn| {
        let same = drawn.iter().find(|(known, _)| std::ptr::eq(*known, icon));
        same.and_then(|(_, element)| element.copy())
    });
    known.unwrap_or_else(|| {
        let first = draw(icon);
        let copy = first.copy();
        DRAWN.with_borrow_mut(|drawn| drawn.push((icon, first)));
        copy.unwrap_or_else(|| draw(icon))
    })
}

/// By the object model: a page may allow nobody to hand it markup.
fn draw(icon: Icon) -> El {
    let drawn = svg("svg").class("icon").attr("viewBox", "0 0 24 24").attr("aria-hidden", "true");
    let drawn = drawn.children(shapes(icon.data).map(|shape| {
        shape.attributes.into_iter().fold(svg(shape.tag), |element, (name, text)| element.attr(name, text))
    }));
    // By what is drawn: one icon may lie in several places of the program.
    let points = POINTING.iter().any(|pointing| pointing.data == icon.data);
    if points { drawn.attr("data-points", "") } else { drawn }
}

/// The icon of a contact, by what its sender calls the channel, by the channel, and by the direction.
pub(super) fn contact_icon(contact: &Contact) -> Icon {
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
pub(super) fn channel_icon(channel: Option<&Channel>) -> Icon {
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
pub(super) fn event_icon(keyword: &str, channel: Option<&Channel>) -> Icon {
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
            let read = svg("svg");
            read.node().set_inner_html(&known.data.replace('\n', ""));
            for time in ["drawn", "copied"] {
                let drawn = icon(known);
                let shapes = drawn.node().inner_html();
                assert!(!shapes.is_empty());
                assert_eq!(shapes, read.node().inner_html(), "{time}");
                let points = POINTING.iter().any(|pointing| pointing.data == known.data);
                assert_eq!(drawn.node().has_attribute("data-points"), points);
            }
        }
    }
}
