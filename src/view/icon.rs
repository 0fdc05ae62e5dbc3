//! Icons, compiled in one by one; none is fetched.

use icondata_core::Icon;
use icondata_lu as lu;

use super::dom::{El, svg};
use crate::journey::{Channel, Contact, Direction};

pub(super) use icondata_lu::{
    LuArrowUp, LuCheck, LuChevronDown, LuCircleAlert, LuCopy, LuDownload, LuEllipsisVertical, LuHistory, LuIdCard,
    LuInbox, LuListFilter, LuPencil, LuPlus, LuPrinter, LuRefreshCw, LuSearch, LuSearchX, LuTable2, LuTrash2,
    LuTrendingDown, LuTrendingUp, LuTriangleAlert, LuUserRound, LuX,
};

/// Icons that point along the line: the style sheet turns them round where lines run from right to left.
const POINTING: [Icon; 5] = [lu::LuPhoneIncoming, lu::LuPhoneOutgoing, lu::LuLogIn, lu::LuTruck, lu::LuShoppingCart];

/// Draws an icon. It is an ornament: the words beside it say the same.
pub(super) fn icon(icon: Icon) -> El {
    let drawn = svg("svg").class("icon").attr("viewBox", "0 0 24 24").attr("aria-hidden", "true");
    drawn.node().set_inner_html(icon.data);
    let points = POINTING.iter().any(|pointing| std::ptr::eq(*pointing, icon));
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
