//! Which platform an event was told by.

/// A platform that keeps journeys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Platform {
    /// Webex Contact Center, by its journey data service.
    #[default]
    Webex,
    /// Avaya Experience Platform.
    Avaya,
    /// Genesys Cloud.
    Genesys,
    /// Acqueon's list and campaign manager.
    Lcm,
}

impl Platform {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Webex, Self::Avaya, Self::Genesys, Self::Lcm];

    /// Its name, the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Webex => "Webex",
            Self::Avaya => "Avaya",
            Self::Genesys => "Genesys",
            Self::Lcm => "LCM",
        }
    }

    /// A stable word for it, its name in lower case, for style sheets, for keys of words and for what is kept between visits.
    pub fn key(self) -> &'static str {
        match self {
            Self::Webex => "webex",
            Self::Avaya => "avaya",
            Self::Genesys => "genesys",
            Self::Lcm => "lcm",
        }
    }

    /// The `source` of the events that a journey service has of this platform's contact center.
    pub fn sender(self) -> &'static str {
        match self {
            Self::Webex => "wxcc",
            Self::Avaya => "contact-center/avaya",
            Self::Genesys => "contact-center/genesys",
            Self::Lcm => "contact-center/lcm",
        }
    }

    /// The platform whose contact center sends as this.
    pub fn of_sender(source: &str) -> Option<Self> {
        let source = source.trim();
        Self::ALL.into_iter().find(|platform| source.eq_ignore_ascii_case(platform.sender()))
    }

    /// The platform of that stable word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.key() == key)
    }
}
