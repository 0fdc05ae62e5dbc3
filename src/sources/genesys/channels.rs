//! Notification channels: made, subscribed to, and connected to. One is kept for the customers who come one after the other:
//! a user has 20 of them at most, in all tabs, and a channel lives for a day.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::{DateTime, Duration, Utc};
use genesys::text_of;
use journey::Sought;

use super::ask::{Ask, Question};
use super::notified::{About, Notified, Topics};
use super::whose::Whose;
use crate::http::HttpError;
use crate::sources::SourceError;

/// A channel that ends sooner is not worth following.
const WORTH_IT_HOURS: i64 = 1;

/// What is kept for the next customer.
#[derive(Default)]
pub(super) struct Channels {
    channel: RefCell<Option<Channel>>,
    /// The id of the token's user.
    me: RefCell<Option<String>>,
}

#[derive(Clone)]
struct Channel {
    id: String,
    /// Where it is followed: whoever knows this may.
    address: String,
    expires: Option<DateTime<Utc>>,
}

/// Whom a channel is for, and where.
pub(super) struct Following<'a, A> {
    pub(super) platform: &'a A,
    pub(super) channels: &'a Channels,
    /// The configured host, `https://api.mypurecloud.de`.
    pub(super) api_url: &'a str,
    pub(super) now: DateTime<Utc>,
}

impl<A: Ask> Following<'_, A> {
    /// Follows what happens to a customer. `anew`: by another channel than before, which ends.
    pub(super) async fn follow(
        &self,
        whose: Rc<Whose>,
        sought: &Sought,
        conversation: Option<&str>,
        anew: bool,
    ) -> Result<Notified<A::Line>, SourceError> {
        if anew {
            self.channels.channel.take();
        }
        if Topics::of(&whose, conversation, None).of_customer.is_empty() {
            return Err(SourceError::NoStream);
        }
        let topics = Topics::of(&whose, conversation, self.me().await?.as_deref());
        let address = match self.subscribed(&topics).await? {
            Some(address) => address,
            // The one from before is gone, or was for another token.
            None => {
                self.channels.channel.take();
                self.subscribed(&topics).await?.ok_or(SourceError::NoStream)?
            }
        };
        let line = self.platform.connect(&address).await.map_err(not_now)?;
        let conversation = conversation.map(str::to_owned);
        Ok(Notified::new(line, About { whose, sought: sought.clone(), conversation }))
    }

    /// Where the channel is followed that tells of these; `None`: there is no such channel any more.
    async fn subscribed(&self, topics: &Topics) -> Result<Option<String>, SourceError> {
        let Channel { id, address, .. } = self.channel().await?;
        let question = Question::Subscriptions { channel: id, topics: topics.all() };
        match self.platform.ask(&question).await {
            Ok(answer) if topics.are_told(&answer) => Ok(Some(address)),
            Ok(_) => Err(SourceError::NoStream),
            Err(HttpError::Status { status: 400 | 403 | 404, .. }) => Ok(None),
            Err(error) => Err(not_now(error)),
        }
    }

    async fn channel(&self) -> Result<Channel, SourceError> {
        let known = self.channels.channel.borrow().clone();
        let lasts = |channel: &Channel| {
            channel.expires.is_none_or(|expires| expires - self.now > Duration::hours(WORTH_IT_HOURS))
        };
        if let Some(channel) = known.filter(lasts) {
            return Ok(channel);
        }
        let answer = self.platform.ask(&Question::Channel).await.map_err(not_now)?;
        let (Some(id), Some(address)) = (text_of(&answer, "id"), text_of(&answer, "connectUri")) else {
            return Err(HttpError::NotTheContract("no notification channel".to_owned()).into());
        };
        if !is_of_the_same_platform(&address, self.api_url) {
            return Err(SourceError::Elsewhere(host(&address).unwrap_or_default().to_owned()));
        }
        let channel = Channel { id, address, expires: answer.get("expires").and_then(basics::read_time) };
        self.channels.channel.replace(Some(channel.clone()));
        Ok(channel)
    }

    /// The token's user; `None`: the platform does not say it.
    async fn me(&self) -> Result<Option<String>, SourceError> {
        let known = self.channels.me.borrow().clone();
        if known.is_some() {
            return Ok(known);
        }
        match self.platform.ask(&Question::Me).await {
            Ok(answer) => {
                let me = text_of(&answer, "id");
                self.channels.me.replace(me.clone());
                Ok(me)
            }
            Err(HttpError::Status { status: 400..=499, .. }) => Ok(None),
            Err(error) => Err(not_now(error)),
        }
    }
}

/// Without a channel it is polled; what may mend by itself is tried again later.
fn not_now(error: HttpError) -> SourceError {
    match error {
        HttpError::Status { status: 429 | 500.., retry_after, .. } => SourceError::NoStreamNow(retry_after),
        HttpError::Unreachable | HttpError::TimedOut(_) => SourceError::NoStreamNow(None),
        _ => SourceError::NoStream,
    }
}

/// Whether a channel is where the configured host is: beside it in its domain, and as safe. No other host is asked.
fn is_of_the_same_platform(address: &str, api_url: &str) -> bool {
    let (Some((scheme, _)), Some((api_scheme, _))) = (address.split_once("://"), api_url.split_once("://")) else {
        return false;
    };
    // Plain ones are for tests on one's own machine.
    let is_safe = scheme.eq_ignore_ascii_case("wss")
        || (scheme.eq_ignore_ascii_case("ws") && api_scheme.eq_ignore_ascii_case("http"));
    let (Some(host), Some(api_host)) = (host(address), host(api_url)) else { return false };
    let (host, api_host) = (host.to_ascii_lowercase(), api_host.to_ascii_lowercase());
    let domain = api_host.strip_prefix("api.").filter(|domain| domain.contains('.'));
    let is_beside = |domain: &str| host.strip_suffix(domain).is_some_and(|before| before.ends_with('.'));
    is_safe && (host == api_host || domain.is_some_and(is_beside))
}

/// The host of an address, without its port.
fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    // Whoever names a user in front of a host wants to be taken for another.
    if authority.contains('@') {
        return None;
    }
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|letter| letter.is_ascii_digit()) => host,
        _ => authority,
    };
    Some(host).filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_followed_at_the_platforms_own_hosts_and_nowhere_else() {
        let api = "https://api.euw2.pure.cloud";
        for own in [
            "wss://streaming.euw2.pure.cloud/channels/streaming-0-x",
            "WSS://Streaming.EUW2.pure.cloud:443/channels/x",
            "wss://api.euw2.pure.cloud/channels/x",
        ] {
            assert!(is_of_the_same_platform(own, api), "{own}");
        }
        for other in [
            "ws://streaming.euw2.pure.cloud/channels/x",
            "https://streaming.euw2.pure.cloud/channels/x",
            "wss://streaming.euw1.pure.cloud/channels/x",
            "wss://evileuw2.pure.cloud/channels/x",
            "wss://euw2.pure.cloud.evil.example/x",
            "wss://streaming.euw2.pure.cloud@evil.example/x",
            "wss://evil.example\\.euw2.pure.cloud/x",
            "wss://evil.example/?.euw2.pure.cloud",
            "wss://",
            "streaming.euw2.pure.cloud",
        ] {
            assert!(!is_of_the_same_platform(other, api), "{other}");
        }
        // A gateway of one's own is a host for itself, and a machine of one's own needs no certificate.
        assert!(is_of_the_same_platform("wss://gateway.example.com/channels/x", "https://gateway.example.com"));
        assert!(!is_of_the_same_platform("wss://streaming.example.com/channels/x", "https://gateway.example.com"));
        assert!(!is_of_the_same_platform("wss://streaming.com/x", "https://api.com"));
        assert!(is_of_the_same_platform("ws://127.0.0.1:8788/channels/x", "http://127.0.0.1:8788"));
    }
}
