//! What tests do to the platforms: `POST` and `DELETE /faults`, `GET` and `DELETE /requests`, `POST /happen`. In the same
//! process they call [`Control`] itself.

mod faults;
mod requests;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::sync::watch;

pub use faults::Fault;
pub use requests::Request;

use crate::server::{Everything, Shared};

/// The faults that are asked for, and what the platforms were asked.
#[derive(Default)]
pub struct Control {
    faults: Mutex<Vec<Fault>>,
    /// How often all faults were taken away.
    clearings: watch::Sender<u64>,
    requests: Mutex<Vec<Request>>,
}

/// A fault as it strikes.
pub(crate) struct Struck {
    pub(crate) fault: Fault,
    clearings: watch::Receiver<u64>,
}

impl Struck {
    /// Waits as long as the answer takes; not any longer when all faults are taken away.
    pub(crate) async fn delay(&mut self) {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(self.fault.delay_ms)) => {}
            Ok(()) = self.clearings.changed() => {}
        }
    }
}

impl Control {
    /// From now on this fails; the fault that was asked for last comes first.
    pub fn add_fault(&self, fault: Fault) {
        held(&self.faults).insert(0, fault);
    }

    /// Nothing fails any more, and no answer is late.
    pub fn clear_faults(&self) {
        let mut faults = held(&self.faults);
        faults.clear();
        self.clearings.send_modify(|times| *times = times.wrapping_add(1));
    }

    /// What the platforms were asked, the oldest first.
    pub fn requests(&self) -> Vec<Request> {
        held(&self.requests).clone()
    }

    /// Forgets what the platforms were asked.
    pub fn forget_requests(&self) {
        held(&self.requests).clear();
    }

    /// The fault that strikes this request; it has struck once more then.
    pub(crate) fn strike(&self, request: &Request) -> Option<Struck> {
        let mut faults = held(&self.faults);
        let place = faults.iter().position(|fault| fault.is_for(request))?;
        let fault = faults.get_mut(place)?;
        let struck = fault.clone();
        if let Some(times) = &mut fault.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                faults.remove(place);
            }
        }
        // While nobody takes them away: whoever does afterwards is heard of.
        Some(Struck { fault: struck, clearings: self.clearings.subscribe() })
    }

    pub(crate) fn note(&self, request: Request) {
        held(&self.requests).push(request);
    }
}

/// A lock that a panicking test left behind is taken as it is.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/faults", post(add_fault).delete(clear_faults))
        .route("/requests", get(requests).delete(forget_requests))
        .route("/happen", post(happen))
        .route("/platforms", get(platforms))
}

async fn add_fault(State(shared): State<Shared>, Json(fault): Json<Fault>) -> StatusCode {
    shared.control.add_fault(fault);
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(shared): State<Shared>) -> StatusCode {
    shared.control.clear_faults();
    StatusCode::NO_CONTENT
}

async fn requests(State(shared): State<Shared>) -> Json<Vec<Request>> {
    Json(shared.control.requests())
}

async fn forget_requests(State(shared): State<Shared>) -> StatusCode {
    shared.control.forget_requests();
    StatusCode::NO_CONTENT
}

/// Lets something happen now: `{"platform", …}`, the rest as the platform's module says.
async fn happen(State(shared): State<Shared>, Json(what): Json<Value>) -> Result<Json<Value>, (StatusCode, String)> {
    Everything::happen(&shared, &what).map(Json).map_err(|why| (StatusCode::BAD_REQUEST, why))
}

/// What a page needs to ask the platforms: accounts, keys and sample tokens.
async fn platforms() -> Json<Value> {
    Json(json!({"avaya": crate::avaya::access(), "genesys": crate::genesys::access(), "webex": crate::webex::access()}))
}
