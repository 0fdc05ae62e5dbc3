//! The agent's token over time: fetched for the persona's role, renewed before it expires, or let expire by hand.

use chrono::TimeDelta;
use customer_journey_widget::settings::layout::Persona;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{ApiFailure, TokenAnswer};
use super::clock::now;
use super::journal::{Kind, note};
use super::state::{Access, Connection, Desk, Notice};

/// The desktop renews a token this long before it expires.
const RENEW_BEFORE: TimeDelta = TimeDelta::seconds(60);
/// Added to the moment of expiry, for clocks that differ a little.
const AFTER_EXPIRY_MS: u32 = 1_200;

/// The role whose rights a persona has.
pub(crate) const fn role_of(persona: Persona) -> &'static str {
    match persona {
        Persona::Agent => "agent",
        Persona::Supervisor | Persona::SupervisorAgent => "supervisor",
    }
}

/// Asks for everything that the desktop needs before it shows a layout.
pub(crate) fn connect(desk: Desk) {
    desk.connection.set(Connection::Trying);
    spawn_local(async move {
        let api = desk.api.get_value();
        let result = async {
            let token = api.token(role_of(desk.persona.get_untracked()), None).await?;
            Ok::<_, ApiFailure>((token, api.customers().await?))
        }
        .await;
        match result {
            Ok((token, customers)) => {
                take(desk, token);
                desk.customers.set(customers);
                desk.connection.set(Connection::Ready);
                note(desk, Kind::Desktop, format!("Signed in at {}", api.base()));
            }
            Err(failure) => {
                note(desk, Kind::Failed, failure.to_string());
                desk.connection.set(Connection::Failed(failure));
            }
        }
    });
}

/// Puts a fresh token into the store.
pub(crate) fn renew(desk: Desk) {
    desk.access.update(|access| access.renewing = true);
    spawn_local(async move {
        let role = role_of(desk.persona.get_untracked());
        match desk.api.get_value().token(role, None).await {
            Ok(token) => {
                take(desk, token);
                note(desk, Kind::Desktop, format!("A new token of the role {role} is in the store"));
            }
            Err(failure) => {
                desk.access.update(|access| {
                    access.renewing = false;
                    access.left_to_expire = true;
                });
                failed(desk, "No new token", &failure);
            }
        }
    });
}

/// Puts a token into the store whose time is over. It is a real one: the service itself says that it has expired.
pub(crate) fn let_expire(desk: Desk) {
    spawn_local(async move {
        let role = role_of(desk.persona.get_untracked());
        match desk.api.get_value().token(role, Some(1)).await {
            Ok(token) => {
                let left = (token.expires_at - now()).num_milliseconds();
                TimeoutFuture::new(u32::try_from(left).unwrap_or(0).saturating_add(AFTER_EXPIRY_MS)).await;
                take(desk, token);
                desk.access.update(|access| access.left_to_expire = true);
                note(desk, Kind::Desktop, "An expired token is in the store");
            }
            Err(failure) => failed(desk, "No token to let expire", &failure),
        }
    });
}

/// Renews in time, as the desktop does; called once a second.
pub(crate) fn watch(desk: Desk) {
    let due = desk.access.with_untracked(|access| {
        let by_itself = !access.left_to_expire && !access.renewing;
        by_itself && access.expires_at.is_some_and(|at| at - desk.now.get_untracked() < RENEW_BEFORE)
    });
    if due && desk.connection.get_untracked() == Connection::Ready {
        renew(desk);
    }
}

fn take(desk: Desk, answer: TokenAnswer) {
    desk.access.set(Access {
        token: Some(answer.token),
        expires_at: Some(answer.expires_at),
        organization: answer.organization,
        left_to_expire: false,
        renewing: false,
    });
}

fn failed(desk: Desk, what: &str, failure: &ApiFailure) {
    note(desk, Kind::Failed, format!("{what}. {failure}"));
    desk.notice.set(Some(Notice { what: format!("{what}. {failure}"), retry: false }));
}
