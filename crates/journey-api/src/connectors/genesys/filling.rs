//! Fills what was before a connector was there: by jobs, which find what the platform's lake has, and for the newest hours by the same
//! query as what happens now. Every step is written down, so that a restart goes on where it was; what is stored is not stored twice.

use std::time::Duration;

use genesys::text_of;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::api::Question;
use super::query::{begun, interval, listed};
use super::reader::Reader;
use super::schedule::{REMEMBERED, ended};
use super::words::reason_of;
use crate::connectors::vendor::ApiError;
use crate::error::Error;
use crate::reason::{Fault, Reason};
use crate::store::{Connector, Filling, now};

const JOBS: &str = "/api/v2/analytics/conversations/details/jobs";
/// So long may one step take, in ms; then another replica may do it.
const LEASE: i64 = 180_000;
/// One job is about so much time, in ms.
const JOB: i64 = 7 * 86_400_000;
/// One query is about so much time, in ms.
const WINDOW: i64 = 3_600_000;
/// A page of a job's results: each has all participants.
const PAGE: &str = "250";
/// A job that runs is asked for again after so long, in ms.
const RUNNING: i64 = 1_000;

/// From when on something is to be filled (epoch ms): a day or a point in time.
///
/// # Errors
/// When it is neither, is yet to come, or is so long ago that nobody remembers who was erased since.
pub(crate) fn since_of(text: &str, now: i64) -> Result<i64, Error> {
    let text = text.trim();
    let day = format!("{text}T00:00:00Z");
    let since = cjds::parse_time(if text.contains('T') { text } else { &day });
    let since = since.ok_or_else(|| Error::invalid(Reason::at("since", Fault::NoDay)))?;
    let since = since.timestamp_millis();
    if since >= now {
        return Err(Error::invalid(Reason::at("since", Fault::YetToCome)));
    }
    if since < now.saturating_sub(REMEMBERED) {
        return Err(Error::invalid(Reason::at("since", Fault::TooLongAgo { days: 400 })));
    }
    Ok(since)
}

/// Fills. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Filler {
    pub(crate) reader: Reader,
    /// After a failure it is tried again after so long.
    pub(crate) every: Duration,
}

impl Filler {
    /// Does one step for a connector, if nobody else does; whether the next one is to be done at once.
    ///
    /// # Errors
    /// When the database fails. What the platform refused is written down.
    pub(crate) async fn step_if_due(&self, id: &str, mut ending: watch::Receiver<bool>) -> Result<bool, Error> {
        let store = &self.reader.api.store;
        let Some(mut filling) = store.take_turn_at_filling(id, now().saturating_add(LEASE)).await? else {
            return Ok(false);
        };
        let Some(connector) = store.any_connector(id).await? else { return Ok(false) };
        let before = filling.clone();
        let step = tokio::select! {
            step = self.step(&connector, &mut filling) => step,
            () = ended(&mut ending) => {
                store.end_turn_at_filling(id, &before, 0).await?;
                return Ok(false);
            }
        };
        let wait = match step {
            Ok(wait) => {
                filling.problem.clear();
                wait
            }
            Err(error) => {
                let reason = reason_of(&error);
                tracing::warn!(connector = id, %reason, "what was before could not be asked for");
                filling.problem = reason.detail().written()?;
                i64::try_from(self.every.as_millis()).unwrap_or(i64::MAX)
            }
        };
        if filling.ended_at > 0 {
            tracing::info!(connector = id, events = filling.events, "what was before is filled");
        }
        store.end_turn_at_filling(id, &filling, now().saturating_add(wait)).await?;
        Ok(wait == 0 && filling.ended_at == 0)
    }

    /// One step; how long the next one waits, in ms.
    async fn step(&self, connector: &Connector, filling: &mut Filling) -> Result<i64, ApiError> {
        if !filling.job_id.is_empty() {
            return self.go_on(connector, filling).await;
        }
        if filling.reached >= filling.until {
            filling.ended_at = now();
            return Ok(0);
        }
        let answer = self.ask(connector, Method::GET, &format!("{JOBS}/availability"), &[], None).await?;
        let filled_to =
            answer.get("dataAvailabilityDate").and_then(basics::read_time).map_or(0, |at| at.timestamp_millis());
        // The lake is filled on and on: of what it has had for less than this there is no job, or there would be one after another.
        if filled_to < filling.reached.saturating_add(WINDOW) {
            let to = filling.reached.saturating_add(WINDOW).min(filling.until);
            self.by_query(connector, filling, to).await?;
            filling.reached = to;
            return Ok(0);
        }
        let to = filling.reached.saturating_add(JOB).min(filling.until).min(filled_to);
        let body = json!({"interval": interval(filling.reached, to), "order": "asc", "orderBy": "conversationStart"});
        let answer = self.ask(connector, Method::POST, JOBS, &[], Some(&body)).await?;
        let nothing = || ApiError::Away("the answer to a job names none".to_owned());
        (filling.job_id, filling.job_until) = (text_of(&answer, "jobId").ok_or_else(nothing)?, to);
        filling.cursor.clear();
        Ok(RUNNING)
    }

    /// Goes on with a job.
    async fn go_on(&self, connector: &Connector, filling: &mut Filling) -> Result<i64, ApiError> {
        let path = format!("{JOBS}/{}", filling.job_id);
        if filling.cursor.is_empty() {
            let state = match self.ask(connector, Method::GET, &path, &[], None).await {
                Ok(answer) => text_of(&answer, "state").unwrap_or_default().to_ascii_uppercase(),
                // The platform keeps jobs for a while only.
                Err(ApiError::Refused(404, _)) => "EXPIRED".to_owned(),
                Err(error) => return Err(error),
            };
            match state.as_str() {
                "FULFILLED" => {}
                "FAILED" | "CANCELLED" | "EXPIRED" => {
                    tracing::warn!(connector = connector.id, state, "a job of Genesys Cloud is begun anew");
                    filling.job_id.clear();
                    return Ok(RUNNING);
                }
                _ => return Ok(RUNNING),
            }
        }
        let mut query = vec![("pageSize", PAGE)];
        let cursor = filling.cursor.clone();
        if !cursor.is_empty() {
            query.push(("cursor", &cursor));
        }
        let answer = match self.ask(connector, Method::GET, &format!("{path}/results"), &query, None).await {
            Err(ApiError::Refused(404, _)) => {
                filling.job_id.clear();
                filling.cursor.clear();
                return Ok(RUNNING);
            }
            answer => answer?,
        };
        let next = text_of(&answer, "cursor").filter(|next| *next != cursor);
        self.take(connector, filling, &listed(answer)?).await?;
        match next {
            Some(next) => filling.cursor = next,
            None => {
                filling.reached = filling.job_until;
                filling.job_id.clear();
                filling.cursor.clear();
            }
        }
        Ok(0)
    }

    /// What began until then, where the lake is not filled.
    async fn by_query(&self, connector: &Connector, filling: &mut Filling, to: i64) -> Result<(), ApiError> {
        let mut page = 1;
        loop {
            let (records, has_more) = begun(&self.reader.api, &connector.id, (filling.reached, to), page).await?;
            self.take(connector, filling, &records).await?;
            if !has_more {
                return Ok(());
            }
            page += 1;
        }
    }

    async fn take(&self, connector: &Connector, filling: &mut Filling, records: &[Value]) -> Result<(), ApiError> {
        let taken = self.reader.take(connector, records).await?;
        filling.conversations = filling.conversations.saturating_add(taken.conversations);
        filling.events = filling.events.saturating_add(taken.events);
        self.reader.tally.fill(&connector.id, taken.events);
        Ok(())
    }

    /// Ends a filling, and the job that it has.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn end(&self, connector: &Connector) -> Result<bool, Error> {
        let store = &self.reader.api.store;
        let filling = store.genesys_filling(&connector.id).await?;
        let is_ended = store.end_genesys_filling(&connector.id).await?;
        if let Some(filling) = filling.filter(|filling| is_ended && !filling.job_id.is_empty()) {
            let path = format!("{JOBS}/{}", filling.job_id);
            if let Err(error) = self.ask(connector, Method::DELETE, &path, &[], None).await {
                tracing::info!(connector = connector.id, %error, "a job of Genesys Cloud goes on, of which nobody wants the results");
            }
        }
        Ok(is_ended)
    }

    async fn ask(
        &self,
        connector: &Connector,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Value, ApiError> {
        self.reader.api.ask(&connector.id, &Question { method, path, query, body }).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_filled_from_a_day_or_a_moment_on_that_was_not_too_long_ago() {
        let now = cjds::parse_time("2026-11-29T12:00:00Z").expect("a time").timestamp_millis();
        let day = cjds::parse_time("2026-01-31T00:00:00Z").expect("a time").timestamp_millis();
        for text in ["2026-01-31", " 2026-01-31T00:00:00Z ", "2026-01-31T01:00:00+01:00"] {
            assert_eq!(since_of(text, now).expect("a time"), day, "{text}");
        }
        for wrong in ["", "yesterday", "2026-13-01", "2026-11-30", "2024-01-01"] {
            assert!(matches!(since_of(wrong, now), Err(Error::Invalid(_))), "{wrong}");
        }
    }
}
