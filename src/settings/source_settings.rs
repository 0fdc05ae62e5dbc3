//! Which platforms journeys are read from (`sources`), and what was told of each.

use super::avaya_place::AvayaPlace;
use super::genesys_place::GenesysPlace;
use super::lcm_place::LcmPlace;
use super::nearest::nearest;
use super::{Missing, Place, Token, Told};
use journey::{Identity, Platform, Sought, Who};

/// The words of the attribute `sources`, and what each means.
pub const SOURCES: [(&str, Platform); 4] =
    [("cjds", Platform::Webex), ("avaya", Platform::Avaya), ("genesys", Platform::Genesys), ("lcm", Platform::Lcm)];

/// One platform that journeys are read from.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceSettings {
    /// Which.
    pub platform: Platform,
    /// Where its journeys are, or what is missing to know it.
    pub place: Result<SourcePlace, Missing>,
    /// The token that it is asked with.
    pub token: Token,
}

/// Where a platform's journeys are.
#[derive(Clone, Debug, PartialEq)]
pub enum SourcePlace {
    /// The Customer Journey Data Service.
    Cjds(Place),
    /// Avaya Experience Platform.
    Avaya(AvayaPlace),
    /// Genesys Cloud.
    Genesys(GenesysPlace),
    /// Acqueon's List & Campaign Manager.
    Lcm(LcmPlace),
}

/// A word of `sources` that names no platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSource {
    /// The word.
    pub name: String,
    /// Which one may be meant.
    pub near: Option<&'static str>,
}

impl SourceSettings {
    /// The customer in the conversation that the host shows, called by the conversation until the platform says who that is.
    pub(super) fn party(&self) -> Option<Who> {
        match self.place.as_ref().ok()? {
            SourcePlace::Genesys(place) => {
                Some(Who::Customer(Sought::of(Identity::new(place.conversation_id.as_deref()?)?)))
            }
            _ => None,
        }
    }

    /// Whether this is only the name of a conversation.
    pub fn is_party(&self, sought: &Sought) -> bool {
        self.party().as_ref().and_then(Who::customer) == Some(sought)
    }

    /// Of a platform that is not named.
    pub fn none(platform: Platform) -> Self {
        Self { platform, place: Err(Missing::Source(String::new())), token: Token::default() }
    }
}

impl SourcePlace {
    /// The profile template that is configured, an id or a name.
    pub fn template(&self) -> Option<String> {
        if let Self::Cjds(place) = self { place.template.clone() } else { None }
    }

    /// Whose journeys are there: the organization, the account.
    pub fn account(&self) -> Option<String> {
        match self {
            Self::Cjds(place) => Some(place.organization_id.clone()),
            Self::Avaya(place) => Some(place.account_id.clone()),
            Self::Genesys(place) => Some(place.api_url.clone()),
            Self::Lcm(_) => None,
        }
    }

    /// The same place, whichever template is configured.
    pub fn without_template(&self) -> Self {
        match self {
            Self::Cjds(place) => Self::Cjds(Place { template: None, ..place.clone() }),
            place => place.clone(),
        }
    }
}

/// Reads which platforms are asked, in their order, and which words name none.
pub(super) fn read(told: &Told) -> (Vec<SourceSettings>, Vec<UnknownSource>) {
    if told.awaits_layout() {
        return (vec![waiting(Missing::Layout)], Vec::new());
    }
    let words = told.words(&["sources"]).unwrap_or_else(|| "cjds".to_owned());
    let mut platforms: Vec<Platform> = Vec::new();
    let mut unknown: Vec<UnknownSource> = Vec::new();
    for word in words.split(|letter: char| letter.is_whitespace() || letter == ',').filter(|word| !word.is_empty()) {
        match SOURCES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) {
            Some((_, platform)) if platforms.contains(platform) => {}
            Some((_, platform)) => platforms.push(*platform),
            None => unknown.push(UnknownSource {
                name: word.to_owned(),
                near: nearest(&word.to_ascii_lowercase(), SOURCES.iter().map(|(name, _)| *name)),
            }),
        }
    }
    let is_alone = platforms.len() == 1;
    let mut named: Vec<SourceSettings> =
        platforms.into_iter().map(|platform| settings_of(told, platform, is_alone)).collect();
    if named.is_empty() {
        named.push(waiting(Missing::Source(words)));
    }
    (named, unknown)
}

fn settings_of(told: &Told, platform: Platform, is_alone: bool) -> SourceSettings {
    let place = match platform {
        Platform::Webex => Place::read(told).map(SourcePlace::Cjds),
        Platform::Avaya => AvayaPlace::read(told).map(SourcePlace::Avaya),
        Platform::Genesys => GenesysPlace::read(told).map(SourcePlace::Genesys),
        Platform::Lcm => LcmPlace::read(told).map(SourcePlace::Lcm),
    };
    // Who names several says whose token it is.
    let or_bearer = |token: Token| if token.is_empty() && is_alone { told.token() } else { token };
    let token = match platform {
        Platform::Webex => told.token(),
        Platform::Avaya => or_bearer(told.token_named("avayaToken")),
        Platform::Genesys => or_bearer(told.token_named("genesysToken")),
        // The desktop's own script asks.
        Platform::Lcm => Token::default(),
    };
    let token_property = match platform {
        Platform::Avaya => Some("avayaToken"),
        Platform::Genesys => Some("genesysToken"),
        Platform::Webex | Platform::Lcm => None,
    };
    let place = match (place, token_property) {
        (Ok(_), Some(property)) if token.is_empty() => Err(Missing::Property(property)),
        (Ok(SourcePlace::Cjds(_)), _) if token.is_empty() => Err(Missing::Token),
        (place, _) => place,
    };
    SourceSettings { platform, place, token }
}

fn waiting(missing: Missing) -> SourceSettings {
    SourceSettings { platform: Platform::Webex, place: Err(missing), token: Token::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(attributes: &[(&str, &str)], properties: &[(&str, &str)]) -> Told {
        let mut told = Told::default();
        for (name, value) in attributes {
            told.set_attribute(name, Some((*value).to_owned()));
        }
        for (name, value) in properties {
            told.set_property(name, json!(value));
        }
        told
    }

    fn platforms(words: &str) -> (Vec<Platform>, Vec<UnknownSource>) {
        let (named, unknown) = read(&told(&[("sources", words)], &[]));
        (named.into_iter().map(|source| source.platform).collect(), unknown)
    }

    const AVAYA: [(&str, &str); 2] =
        [("avaya-base-url", "https://eu.api.avayacloud.com"), ("avaya-account-id", "ABCDEF")];

    #[test]
    fn the_platforms_are_asked_in_the_order_in_which_they_are_named_and_each_once() {
        use Platform::{Avaya, Genesys, Lcm, Webex};
        assert_eq!(platforms("").0, [Webex], "what says nothing is the default");
        assert_eq!(platforms("avaya CJDS  genesys,lcm avaya").0, [Avaya, Webex, Genesys, Lcm]);
    }

    #[test]
    fn an_unknown_platform_is_said_and_hides_no_other() {
        let unknown = |name: &str, near| UnknownSource { name: name.to_owned(), near };
        let (named, said) = platforms("cjds genysis zendesk");
        assert_eq!(named, [Platform::Webex]);
        assert_eq!(said, [unknown("genysis", Some("genesys")), unknown("zendesk", None)]);
        let (named, _) = read(&told(&[("sources", "zendesk")], &[]));
        assert_eq!(named[0].place, Err(Missing::Source("zendesk".to_owned())));
    }

    #[test]
    fn the_agents_token_stands_in_for_a_platforms_own_only_where_that_is_asked_alone() {
        let own = |sources: &str, properties: &[(&str, &str)]| {
            let mut attributes = AVAYA.to_vec();
            attributes.push(("sources", sources));
            let (named, _) = read(&told(&attributes, properties));
            let avaya = named.into_iter().find(|source| source.platform == Platform::Avaya).expect("Avaya");
            (avaya.token.authorization(), avaya.place.err())
        };
        assert_eq!(own("avaya", &[("bearerToken", "a.b")]), ("Bearer a.b".into(), None));
        assert_eq!(own("avaya", &[("bearerToken", "a.b"), ("avayaToken", "c.d")]), ("Bearer c.d".into(), None));
        let waits = Some(Missing::Property("avayaToken"));
        assert_eq!(own("cjds avaya", &[("bearerToken", "a.b")]).1, waits);
        assert_eq!(own("avaya cjds", &[("avayaToken", "c.d")]), ("Bearer c.d".into(), None));
    }

    #[test]
    fn what_a_platform_lacks_is_named_and_is_its_own_affair() {
        let of = |attributes: &[(&str, &str)], properties: &[(&str, &str)]| {
            let (named, _) = read(&told(attributes, properties));
            named.into_iter().map(|source| source.place.err()).collect::<Vec<_>>()
        };
        let all = [("sources", "cjds avaya genesys lcm")];
        assert_eq!(
            of(&all, &[]),
            [
                Some(Missing::BaseUrl),
                Some(Missing::Attribute("avaya-base-url")),
                Some(Missing::Attribute("genesys-domain")),
                Some(Missing::Property("lcmRequest"))
            ]
        );
        let mut attributes = AVAYA.to_vec();
        attributes.extend([("sources", "avaya genesys"), ("genesys-domain", "mypurecloud.de")]);
        let tokens = [("avayaToken", "a"), ("genesysToken", "g")];
        assert_eq!(of(&attributes, &tokens), [None, None]);
    }

    #[test]
    fn where_nothing_else_says_who_the_customer_is_the_shown_conversation_does() {
        let mut told = told(
            &[("sources", "cjds genesys"), ("genesys-domain", "prod"), ("conversation-id", "c-1")],
            &[("genesysToken", "g")],
        );
        let named = |told: &Told| {
            let settings = crate::settings::Settings::read(told);
            let sought = settings.customer.customer().cloned().expect("a customer");
            (sought.identity.to_string(), settings.sources.iter().any(|source| source.is_party(&sought)))
        };
        assert_eq!(named(&told), ("c-1".into(), true));
        told.set_attribute("customer", Some("ann@example.com".into()));
        assert_eq!(named(&told), ("ann@example.com".into(), false));
    }

    #[test]
    fn no_token_is_ever_printed() {
        let (named, _) = read(&told(&AVAYA, &[("sources", "avaya"), ("avayaToken", "very-secret")]));
        assert!(!format!("{named:?}").contains("very-secret"));
        let told = told(&AVAYA, &[("avayaToken", "very-secret")]);
        assert!(!format!("{told:?}").contains("very-secret"));
    }
}
