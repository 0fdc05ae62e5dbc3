//! Who is found by the last digits of the customer's number, as a journey service says it. Pure.

use serde_json::{Value, json};

use super::samples::IDENTITY;

/// Persons with an identity that ends alike, and there are more.
pub(super) fn with_part() -> Value {
    json!({"data": {"hasMore": true, "persons": [
        {"id": "p-1", "firstName": "José", "lastName": "Núñez", "phone": [IDENTITY], "email": ["jose.nunez@example.com"]},
        {"id": "p-2", "firstName": "Łukasz", "lastName": "Żak", "phone": ["+442079460143"], "email": ["lukasz@example.org"]},
        {"id": "p-3", "phone": ["+4930555777"], "customerId": ["C-0143"]},
    ]}})
}
