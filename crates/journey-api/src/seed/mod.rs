//! Sample data: about ten invented customers of an invented company, with two years of history that ends now. The same
//! in every database but for the moment it is counted back from. Brought once; development and tests use it.

mod cast;
mod contact;
mod custom;
mod history;
pub(crate) mod template;
mod writer;

use chrono::{DateTime, Utc};
use cjds::{CloudEvent, IdentitiesRequest};
use serde::Serialize;

use crate::error::Error;
use crate::ids::WorkspaceId;
use crate::patch::identities;
use crate::store::{FIRST_CONTACT, NewEvent, Store, now};
use cast::{Customer, World};

/// The organization of the sample data, where nothing else is said.
pub const ORGANIZATION_ID: &str = "5f6e4c1a-2b7d-4f0e-9c3a-8d1b2e4f6a70";

/// Who is written down as having brought it.
const BY: &str = "sample-data";

/// A sample customer, as the preview page offers them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SampleCustomer {
    /// The name; `None` for an unknown caller.
    pub name: Option<String>,
    /// By what the customer is known.
    pub identities: IdentitiesRequest,
    /// What one can see with this customer.
    pub about: String,
}

/// The sample customers.
///
/// # Errors
/// When the built-in data cannot be read, which a test rules out.
pub fn customers() -> Result<Vec<SampleCustomer>, Error> {
    Ok(World::read()?.customers.into_iter().map(|customer| sample(&customer)).collect())
}

/// The sample customers with all that happened to them until `now`, the oldest first: for whoever plays another platform
/// that knows the same people.
///
/// # Errors
/// When the built-in data cannot be read, which a test rules out.
pub fn histories(now: DateTime<Utc>) -> Result<Vec<(SampleCustomer, Vec<CloudEvent>)>, Error> {
    let world = World::read()?;
    let all = (1_u64..).zip(&world.customers);
    Ok(all.map(|(seed, customer)| (sample(customer), history::of(&world, customer, seed, now))).collect())
}

fn sample(customer: &Customer) -> SampleCustomer {
    let names: Vec<&str> =
        [&customer.first_name, &customer.last_name].into_iter().flatten().map(String::as_str).collect();
    SampleCustomer {
        name: Some(names.join(" ")).filter(|name| !name.is_empty()),
        identities: customer.identities.clone(),
        about: customer.about.clone(),
    }
}

/// Brings the sample data into the organization, in one transaction. Does nothing where it was brought before.
pub(crate) async fn bring(store: &Store, organization: &str) -> Result<(), Error> {
    if !store.workspaces(organization).await?.is_empty() {
        tracing::info!("the organization has workspaces already; no sample data is brought");
        return Ok(());
    }
    let world = World::read()?;
    let mut write = store.write().await?.quietly();
    // Another replica may be bringing it, which takes as long as it takes.
    write.wait_for_others().await?;
    let name = "Larkfield Home";
    let workspace = write
        .create_workspace(organization, None, name, "Contacts of all channels, and what other systems publish", BY)
        .await?;
    // Another replica was faster.
    let Some(workspace) = workspace else { return Ok(()) };
    write
        .create_subscription(
            &workspace,
            "Larkfield contact center",
            "https://journeys.larkfield.example.com/wxcc-callback",
        )
        .await?;
    write.create_workspace(organization, None, "Sandbox", "For trying out; without contact-center events", BY).await?;
    for (name, attributes) in template::all()? {
        write.create_template(&workspace, name, &attributes, BY).await?;
    }
    let (count, at) = bring_customers(&mut write, &workspace, &world).await?;
    write.commit().await?;
    tracing::info!(customers = world.customers.len(), events = count, ms = now() - at, "sample data was brought");
    Ok(())
}

async fn bring_customers(
    write: &mut crate::store::Write,
    workspace: &WorkspaceId,
    world: &World,
) -> Result<(usize, i64), Error> {
    let (mut count, at) = (0, now());
    for (seed, customer) in (1_u64..).zip(&world.customers) {
        let events = history::of(world, customer, seed, Utc::now());
        let first = events.first().and_then(|event| event.time).map_or(at, |time| time.timestamp_millis());
        let by = if customer.first_contact.is_some() { FIRST_CONTACT } else { BY };
        let (first_name, last_name) = (customer.first_name.as_deref(), customer.last_name.as_deref());
        let person = write.create_person(workspace, first_name, last_name, by, first).await?;
        let mut all = cjds::Person::default();
        let ids = customer.identities.clone();
        (all.phone, all.email, all.customer_id) = (ids.phone, ids.email, ids.customer_id);
        (all.social_id, all.temporary_id) = (ids.social_id, ids.temporary_id);
        for (position, identity) in (0_i64..).zip(identities(&all)) {
            write.add_identity(workspace, &person, &identity, position).await?;
        }
        let events: Vec<NewEvent> = events.into_iter().map(|event| NewEvent::new(workspace.clone(), event)).collect();
        write.publish(&events).await?;
        count += events.len();
    }
    Ok((count, at))
}

#[cfg(test)]
mod tests;
