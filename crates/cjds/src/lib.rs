//! The wire contract of the Customer Journey Data Service (CJDS).
//!
//! What the service sends and takes, as serde types: nothing of the browser, nothing of a database, no words for
//! people. Readers are lenient where real tenants differ from the specification, and exact about what did not fit:
//! a value that cannot be read is a [`Problem`] that names its place, and never spoils its neighbours.
//!
//! The source of every shape is `contracts/cjds.md` and the vendor's OpenAPI document.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod action;
mod answer;
mod callback;
mod data_center;
mod envelope;
mod error;
mod event;
mod found;
mod generated_summary;
mod lenient;
mod name_filter;
mod note;
mod person;
mod profile;
mod request;
pub mod rsql;
mod template;
mod workspace;

pub use action::{ActionTrigger, JourneyAction, JourneyActionRequest};
/// What every shape of the contract is made of.
pub use basics::{IdentityType, Problem, identity, json, parse_time, read_time, write_time};

pub use answer::Answer;
pub use callback::{ScheduledCallback, ScheduledTime};
pub use data_center::{base_url, hosts_of, is_retired_host};
pub use envelope::{Envelope, EventsMeta, Meta, rows};
pub use error::ApiError;
pub use event::{CloudEvent, ReadEvent, Unfit};
pub use found::{FoundBy, FoundByPart, FoundPerson, PartSearchRequest};
pub use generated_summary::GeneratedSummary;
pub use name_filter::name_filter;
pub use note::{Note, NoteRequest, NoteSearchRequest};
pub use person::{
    AliasSearchRequest, IdentitiesRequest, MergeIdentitiesRequest, MergePersonsRequest, PatchOperation, Person,
    PersonRequest,
};
pub use profile::{ProfileAttribute, ProfileView, read_result};
pub use request::read_texts;
pub use template::{
    AggregationMode, LookBackUnit, Rules, Template, TemplateAttribute, TemplateRequest, WidgetAttributes,
};
pub use workspace::{
    GeneralSettings, Organization, OrganizationSettings, Subscription, WebexSettings, Workspace, WorkspaceRequest,
};
