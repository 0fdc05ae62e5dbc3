//! Prints `custom-elements.json`, the manifest that editors and catalogues read, and with the argument `types`
//! `customer-journey-widget.d.ts`: both from the lists that the element reads itself by. `cargo xtask dist` calls it and
//! checks what it prints.

mod manifest;
mod types;

const TAG: &str = "customer-journey-widget";

/// Name, type of `event.detail`, and when it is sent.
const EVENTS: [(&str, &str, &str); 6] = [
    ("journey-ready", "null", "The widget is there and reads what it was told."),
    (
        "journey-loaded",
        "{ customer: string, contacts: number, events: number }",
        "A customer's history is complete: who it is, and how much there is.",
    ),
    (
        "journey-error",
        "{ part: string, source: \"webex\" | \"avaya\" | \"genesys\" | \"lcm\" | null, status: number | null, trackingId: string | null }",
        "A part did not load: workspace, template, person, history, profile, live, icons or layout.",
    ),
    ("journey-contact-selected", "{ taskId: string }", "A contact of the timeline was opened."),
    ("journey-search", "{ identity: string }", "Somebody was looked up by hand."),
    (
        "journey-action",
        "{ kind: \"call\" | \"callback\" | \"email\" | \"message\", identity: string, taskId: string | null }",
        "The agent wants to follow up (attribute follow-up). Cancelable: who does it calls preventDefault(); else the agent is told that nothing was begun.",
    ),
];

/// Name, and what it is. For themes (`::part()`) and tests.
const PARTS: &[(&str, &str)] = &[
    ("header", "The top: name, customer identity, live status, buttons."),
    ("name", "The customer's name, or that the caller is new."),
    ("live-status", "How new events come in: Live, Paused, Reconnecting, Polling, Offline."),
    ("glance", "One line: what goes on, or what was last and how it ended."),
    ("digest", "What an agent should know before the first word, in one to three sentences."),
    ("claim", "One of these sentences; leads to the entries that it is made from."),
    ("search", "The look-up field."),
    ("found", "The persons who were found by a name."),
    ("person", "One of them; shows that person's journey."),
    ("why-found", "In which identity of that person the part stands that was typed."),
    ("doubles", "Who may be the customer once more, in the panel of identities."),
    ("double", "One of them, with the reason."),
    ("identities", "The panel of the customer's identities."),
    ("identity", "One identity."),
    ("profile", "The progressive profile."),
    ("profile-attribute", "One tile of the profile."),
    ("channels", "The channel counters."),
    ("channel", "One channel with its count; a filter."),
    ("chart", "Contacts over time."),
    ("wrap-ups", "How past contacts ended."),
    ("coming-up", "What is planned: callbacks, events that are dated ahead, next steps."),
    ("planned", "One thing that is planned."),
    ("wrap-up", "One wrap-up code with its count; a filter."),
    ("filters", "What is filtered, and the fields for it."),
    ("numbers", "How the customer is served, in numbers: for who looks histories up."),
    ("timeline", "The list of what happened."),
    ("day", "One day of the timeline, with its heading."),
    ("contact", "One contact of the timeline."),
    ("event", "One custom event of the timeline."),
    ("platform", "The platform that told of an entry, where several are read."),
    ("choice", "One of several persons who have what the customer is known by; takes that one."),
    ("summary-failed", "On an opened contact: what its platform's assistant wrote could not be read; retry is inside."),
    ("read-conversations", "The button that shows all conversations in place of the timeline."),
    ("conversations", "All conversations of what is filtered, the newest first."),
    ("conversation", "One of them."),
    ("stops", "How many things there are worth a stop, and the buttons from one to the next."),
    ("bot", "What a bot did in an opened contact."),
    ("notes", "Agents' notes on an opened contact, or an opened one on the customer, where a platform keeps some."),
    ("note", "The note."),
    ("write-note", "The button that opens the form for a note."),
    ("note-form", "The form for a note."),
    ("edit-note", "The button that opens the form for one's own note."),
    ("customer-note", "The panel below the header where a note on the customer is written."),
    ("leg", "Which platform tells of what follows, in the details of a contact that several tell of."),
    ("platform-filter", "One platform with the count of what it told of; a filter."),
    ("source-status", "How one platform stands, where several are read."),
    ("source-error", "What one platform lacks or failed at, where several are read; with a button \"retry\"."),
    ("follow-up", "One way to follow up from an identity or a contact; asks the page around it."),
    ("flags", "The flags beside the customer's name, by the administrator's rules."),
    ("flag", "One flag."),
    (
        "record-link",
        "A link to another system, by the administrator's template: in the menu, or in an entry's details.",
    ),
    ("badge", "The short mark on an entry."),
    ("details", "What an opened entry shows."),
    ("load-more", "The button that shows older entries."),
    ("show-all", "The button that shows all entries."),
    ("dates", "The fields for the first and the last day of a time range."),
    ("recent", "Who was looked up lately."),
    ("rename-button", "The button that opens the form for the name."),
    ("rename", "The form for the name."),
    ("identity-form", "The form for another identity."),
    ("outcome", "What came of a change, and the way back."),
    ("comparison", "The dialog that compares two persons."),
    ("merge", "The button that makes two persons one."),
    ("menu", "The header's menu."),
    ("export", "The dialog for a file of what is shown."),
    ("download", "The button that makes that file."),
    ("inspect", "The dialog \"Why do I see this?\" for administrators, with logs-on."),
    ("why", "What leads there from an entry's details, a tile or a flag."),
    ("support-file", "The button that saves a support file there."),
    ("new-events", "The button that shows events which came meanwhile."),
    ("empty", "Why there is nothing to see."),
    ("loading", "A section on its way."),
    ("error", "What failed, and what to do."),
    ("error-title", "The headline of the card that is drawn when there is no WebAssembly."),
    ("error-detail", "The words of the card that is drawn when there is no WebAssembly."),
    ("retry", "The button that tries again."),
    ("notice", "A line about something that did not work and changes little, such as a broken icon map."),
    ("tracking-id", "The number to quote to support."),
];

/// Name, what holds without it, and what it colours or shapes. Dark colours have defaults of their own.
const VARIABLES: [(&str, &str, &str); 9] = [
    (
        "--cjw-text",
        "--mds-color-theme-text-primary-normal, else #171a1f",
        "Text; quieter text and lines are mixed from it.",
    ),
    (
        "--cjw-background",
        "--mds-color-theme-background-solid-primary-normal, else #ffffff",
        "The ground of everything.",
    ),
    ("--cjw-accent", "--mds-color-theme-text-accent-normal, else #0a5bd3", "Links, focus, what is chosen."),
    ("--cjw-good", "#0a7a4b", "What is live or went well."),
    ("--cjw-warning", "#985b00", "What needs a look."),
    ("--cjw-bad", "#c3262f", "What failed or went badly."),
    ("--cjw-wrap-up", "#6b4fc4", "Wrap-up codes."),
    ("--cjw-radius", "8px", "How round corners are."),
    ("--cjw-font", "--mds-font-apperance-body-family, else the system's", "The font family."),
];

fn main() {
    if std::env::args().nth(1).as_deref() == Some("types") {
        print!("{}", types::text());
    } else {
        println!("{:#}", manifest::value());
    }
}
