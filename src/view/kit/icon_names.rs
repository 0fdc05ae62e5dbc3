//! Momentum's icons by the built-in ones: which of ours means what a name of theirs means.

use icondata_core::Icon;
use icondata_lu as lu;

/// The built-in icon for the bare name of a Momentum icon; `None` for one that has no like here.
pub(crate) fn named_icon(stem: &str) -> Option<Icon> {
    let padded = ["-", stem, "-"].concat();
    let has = |words: &str| words.split(' ').any(|word| padded.contains(&["-", word, "-"].concat()));
    NAMES.iter().find(|(words, _)| has(words)).map(|(_, icon)| *icon)
}

/// All of them, for the test that draws them.
#[cfg(test)]
pub(crate) fn named_icons() -> impl Iterator<Item = Icon> {
    NAMES.iter().map(|(_, icon)| *icon)
}

// The first line with one of its words in the name wins: what says more stands before what says less.
const NAMES: [(&str, Icon); 77] = [
    ("missed-call call-missed", lu::LuPhoneMissed),
    ("voicemail", lu::LuVoicemail),
    ("call-forward call-forwarded callback call-swap transfer transferred call-divert", lu::LuPhoneForwarded),
    ("incoming-call call-incoming inbound-call call-pickup pull-call retrieve-call", lu::LuPhoneIncoming),
    ("outgoing-call call-outgoing outbound-call redial phone-reply", lu::LuPhoneOutgoing),
    ("call-end end-call disconnect-contact handset-off phone-off", lu::LuPhoneOff),
    ("call-hold pause parked", lu::LuPause),
    ("handset call phone audio-call dialpad deskphone call-log", lu::LuPhone),
    ("headset agent expert hunt-group", lu::LuHeadset),
    ("sms phone-ios phone-android phone-iph mobile cellular tablet", lu::LuSmartphone),
    (
        "chat message messages messenger commenting comment reply response spark space jabber q-a mention live-chat",
        lu::LuMessageSquare,
    ),
    ("email mail inbox envelope", lu::LuMail),
    (
        "facebook instagram twitter whatsapp wechat viber telegram linkedin social social-facebook social-x share apple-business-chat apple line",
        lu::LuShare2,
    ),
    ("bot ai assistant sparkle virtual-agent", lu::LuBot),
    ("contact-card id-card", lu::LuIdCard),
    (
        "contact-group people-group participant-list people participants team users queue queue-contact group meet community",
        lu::LuUsers,
    ),
    ("company office organization building department", lu::LuBuilding2),
    ("sign-out exit-room exit leave logout", lu::LuLogOut),
    ("sign-in enter-room login enter", lu::LuLogIn),
    ("private secure lock encryption privacy unlocked", lu::LuLock),
    ("shield certified certificate approvals security trust", lu::LuShieldCheck),
    ("file-spreadsheet file-excel spreadsheet table", lu::LuFileSpreadsheet),
    ("file-image camera-photo image picture screenshot gif", lu::LuImage),
    ("camera video file-video audio-video meetings-video", lu::LuVideo),
    (
        "meetings meeting calendar calendar-day calendar-month calendar-week calendar-empty calendar-add scheduler schedule appointment events",
        lu::LuCalendar,
    ),
    (
        "analysis analytics report chart pie-chart donut-chart area-chart multiline-chart graph dashboard data-usage insight file-graph diagnostics poll statistics",
        lu::LuChartColumn,
    ),
    ("survey favorite star rating rate quality csat nps", lu::LuStar),
    ("feedback announcement campaign icon-campaign broadcast-message campaign-management megaphone", lu::LuMegaphone),
    ("dislike thumbs-down emoticon-sad", lu::LuThumbsDown),
    ("like thumbs-up thumb applause raise-hand", lu::LuThumbsUp),
    ("emoticons emoticon emoji reactions smile sentiment", lu::LuSmile),
    ("heart emoji-heart health medical", lu::LuHeart),
    ("task tasks list-menu checklist work-item workitem agenda", lu::LuListChecks),
    ("check check-circle accept done success", lu::LuCircleCheck),
    ("close-space close cancel clear remove minus blocked error dnd reject end", lu::LuX),
    ("alert warning priority fraud emergency-services bug", lu::LuTriangleAlert),
    ("bell notification notifications reminder alarm ringtone", lu::LuBell),
    ("mouse-cursor mouse cursor pointer laser-pointer tap click pass-mouse", lu::LuMousePointerClick),
    ("location map pin marker proximity directions", lu::LuMapPin),
    ("route flow explore journey path navigation", lu::LuRoute),
    ("browser globe language-website web website world internet open-pages", lu::LuGlobe),
    ("language translation real-time-translation", lu::LuLanguages),
    ("search scan queue-lookup lookup zoom-in", lu::LuSearch),
    ("send forward-message external-message paper-plane", lu::LuSend),
    ("attachment paperclip", lu::LuPaperclip),
    ("link integrations pairing chain", lu::LuLink),
    ("download content-download import save", lu::LuDownload),
    ("upload cloud-upload export content-share share-screen", lu::LuUpload),
    ("cloud", lu::LuCloud),
    ("print printer", lu::LuPrinter),
    ("folder files open-in-folder archive", lu::LuFolder),
    ("note notes stickies notepad memo", lu::LuStickyNote),
    ("edit pen pencil annotation compose whiteboard", lu::LuPencil),
    ("delete trash", lu::LuTrash2),
    ("file-text document file file-pdf file-word form contract policy document-create quote", lu::LuFileText),
    ("receipt invoice bill", lu::LuReceipt),
    ("cart basket checkout shopping-cart", lu::LuShoppingCart),
    ("bag shop store purchase", lu::LuShoppingBag),
    ("box package parcel order product", lu::LuPackage),
    ("truck delivery shipping shipment", lu::LuTruck),
    ("wallet money currency dollar euro bank", lu::LuWallet),
    ("payment credit-card card billing", lu::LuCreditCard),
    ("calculator accounting", lu::LuCalculator),
    ("tag price label offer", lu::LuTag),
    ("event trigger activity activities streaming", lu::LuActivity),
    ("gift reward loyalty", lu::LuGift),
    ("ticket case incident", lu::LuTicket),
    ("recents clock history timer time wait recurring pto", lu::LuClock),
    ("flag bookmark subscribe", lu::LuFlag),
    ("home house", lu::LuHouse),
    ("help question ask-for-help", lu::LuCircleHelp),
    ("info stored-info info-i", lu::LuInfo),
    ("new-idea idea lightbulb", lu::LuLightbulb),
    ("settings tools repair wrench setup-assistant adjust admin", lu::LuWrench),
    ("laptop computer display device endpoint generic-device desktop server", lu::LuMonitor),
    ("microphone mic record speaker audio-broadcast", lu::LuMic),
    (
        "user contact participant profile external-user invited-user guest-issuer account customer avatar",
        lu::LuUserRound,
    ),
];

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::icons::stem;

    /// Every name that the vendor's own icon maps use, of both libraries.
    #[wasm_bindgen_test]
    fn every_name_of_the_vendors_maps_has_an_icon_of_ours() {
        for name in [
            "icon-analysis_16",
            "icon-audio-video_16",
            "icon-calendar-day_12",
            "icon-call-activities_16",
            "icon-call-incoming_16",
            "icon-call-outgoing_16",
            "icon-chat-active_16",
            "icon-chat-group_16",
            "icon-close-space_18",
            "icon-contact-group_16",
            "icon-email-active_16",
            "icon-event_16",
            "icon-file-spreadsheet_16",
            "icon-handset-active_16",
            "icon-headset_16",
            "icon-incoming-call-active_16",
            "icon-location_16",
            "icon-meetings_16",
            "icon-messenger_16",
            "icon-mouse-cursor_16",
            "icon-outgoing-call-active_16",
            "icon-report_16",
            "icon-sign-in_24",
            "icon-sms_16",
            "icon-tasks_16",
            "icon-user_16",
            "analysis-filled",
            "apple-filled",
            "calendar-day-bold",
            "camera-bold",
            "chat-filled",
            "check-bold",
            "close-space-bold",
            "document-bold",
            "email-bold",
            "handset-filled",
            "headset-bold",
            "incoming-call-legacy-filled",
            "location-bold",
            "meeting-summary-bold",
            "meetings-bold",
            "mouse-cursor-bold",
            "outgoing-call-legacy-filled",
            "queue-contact-bold",
            "send-bold",
            "sign-in-bold",
            "sms-filled",
            "social-facebook-color",
            "survey-bold",
            "user-bold",
        ] {
            assert!(named_icon(&stem(name)).is_some(), "{name}");
        }
        assert!(named_icon("").is_none());
        assert!(named_icon("nothing-of-the-kind").is_none());
    }

    #[wasm_bindgen_test]
    fn both_libraries_names_of_one_thing_are_one_icon() {
        let of = |name: &str| named_icon(&stem(name)).expect("an icon").data;
        assert_eq!(of("icon-handset-active_16"), of("handset-filled"));
        assert_eq!(of("icon-outgoing-call-active_16"), of("outgoing-call-legacy-filled"));
        assert_ne!(of("icon-outgoing-call-active_16"), of("incoming-call-legacy-filled"));
        assert_eq!(of("icon-messenger_16"), of("chat-bold"));
    }
}
