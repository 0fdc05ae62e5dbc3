//! What customers of Larkfield Home come to its other contact center for: what was bought, and what becomes of it.

/// Something to talk about.
pub(super) struct Scenario {
    pub(super) topic: &'static str,
    pub(super) queue: &'static str,
    pub(super) skill: &'static str,
    pub(super) statuses: &'static [&'static str],
    pub(super) notes: &'static [&'static str],
    pub(super) transfer: &'static str,
}

/// The number and the address that customers reach it by.
pub(super) const HOTLINE: &str = "+18005550177";
pub(super) const ADDRESS: &str = "aftercare@larkfield.example.com";

pub(super) const AGENTS: [&str; 7] =
    ["Nadia Romero", "Oliver Grant", "Mei Tan", "Jonas Weber", "Aisha Bello", "Rob Kessler", "Ivana Petrović"];

pub(super) const LANGUAGES: [&str; 4] = ["English", "English", "English", "Spanish"];

pub(super) const SCENARIOS: [Scenario; 6] = [
    Scenario {
        topic: "Warranty claim",
        queue: "Warranty Desk",
        skill: "Warranty",
        statuses: &["Under review", "Approved", "Part ordered", "Closed"],
        notes: &[
            "Photos of the type plate came in, claim is complete.",
            "Out of warranty by nine days; supervisor granted it once.",
            "Customer will send the receipt tonight.",
        ],
        transfer: "Claim needs a second look",
    },
    Scenario {
        topic: "Installation appointment",
        queue: "Installations",
        skill: "Scheduling",
        statuses: &["Booked", "Rescheduled", "Done"],
        notes: &["Dog in the house, please call before ringing.", "Second floor, no lift: two fitters booked."],
        transfer: "Fitter has to be asked first",
    },
    Scenario {
        topic: "Service plan",
        queue: "Service Plans",
        skill: "Plans",
        statuses: &["Active", "Renewed", "Cancelled at term"],
        notes: &["Keeps the plan if the boiler is included.", "Wants the yearly price in writing."],
        transfer: "Offer above the limit",
    },
    Scenario {
        topic: "Store pick-up",
        queue: "Store Pick-up",
        skill: "Stores",
        statuses: &["Ready", "Waiting for the store", "Collected"],
        notes: &["Store in Dayton keeps it until Saturday."],
        transfer: "Store has to look on the shelf",
    },
    Scenario {
        topic: "Recall of a heater",
        queue: "Warranty Desk",
        skill: "Safety",
        statuses: &["Exchange offered", "Exchanged"],
        notes: &["Serial number is among the recalled ones; told to unplug it."],
        transfer: "Safety team takes recalls",
    },
    Scenario {
        topic: "Trade-in",
        queue: "Store Pick-up",
        skill: "Stores",
        statuses: &["Valued", "Accepted", "Declined"],
        notes: &["Offered 120.00, customer thinks about it."],
        transfer: "Valuation in the store",
    },
];
