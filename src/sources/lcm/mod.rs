//! Acqueon's List & Campaign Manager: the interactions of its campaigns, by `GetCustomerJourney`. It is asked through the
//! desktop's messaging, which the page's script knows (property `lcmRequest`), and not over the network.

mod answer;
mod completed;
#[cfg(target_arch = "wasm32")]
mod desktop;
mod door;
mod question;
mod source;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

#[cfg(target_arch = "wasm32")]
pub(crate) use desktop::Desktop;
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(unused_imports, reason = "held by what is compiled for the browser")
)]
pub(super) use source::Lcm;
