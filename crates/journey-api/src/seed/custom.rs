//! Custom events: what other systems of the invented company publish, each with its own keys and a `uiData` that says
//! how to show it.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::writer::{Writer, fields, money};

/// The ids of the publishing systems, as Control Hub gives them.
const SHOP: &str = "custom/6b1f7c52-6a39-4c0c-9d5a-2f0c7a1e4b11";
const PAYMENTS: &str = "custom/0c9e2d84-55b7-4f4e-8a0e-97d1c3b2a5f6";
const FIELD_SERVICE: &str = "custom/d27a4b90-1e3f-4a58-b6c1-5e8f0d9c7a23";

impl Writer<'_> {
    /// One custom event of any kind.
    pub(super) fn custom(&mut self, time: DateTime<Utc>) {
        match self.random.u32(..100) {
            0..=17 => self.payment(time),
            18..=35 => self.order(time),
            36..=50 => self.delivery(time),
            51..=74 => self.page_visit(time),
            75..=81 => self.form(time),
            82..=91 => self.survey(time),
            _ => self.appointment(time),
        }
    }

    /// A form on the web site.
    pub(super) fn form(&mut self, time: DateTime<Utc>) {
        let forms = &self.world.goods.forms;
        let Some((name, text)) = self.one_of(forms).cloned() else { return };
        let data = json!({
            "uiData": {"title": name, "subTitle": text, "iconType": "form", "filterTags": "Web", "eventSource": "Website"},
            "Form": name, "Message": text, "Page": "[Contact](https://www.larkfield.example.com/contact)",
            "Consent to call": true,
        });
        self.publish("Form", "Web%20Form", time, "web", data);
    }

    fn payment(&mut self, time: DateTime<Utc>) {
        let (cents, method, order) =
            (self.cents(19, 480), self.text_of(&self.world.goods.methods), self.order_number());
        let failed = self.chance(12);
        let state = if failed { "Failed" } else { "Received" };
        let tags = if failed { json!(["Payment", "Attention"]) } else { json!(["Payment"]) };
        let data = json!({
            "uiData": {"title": format!("Payment {}", state.to_lowercase()), "subTitle": format!("{} by {method}", money(cents)),
                "iconType": "payment", "filterTags": tags, "auxiliary": if failed { "⚠️ Reminder in 7 days" } else { "✅" },
                "listItem": [{"key": "Amount", "value": money(cents)}, {"key": "State", "value": state}]},
            "amount": cents as f64 / 100.0, "currency": "USD", "method": method, "state": state, "Invoice No": order,
            "receipt": format!("[Receipt {order}](https://pay.larkfield.example.com/receipts/{order})"),
        });
        self.publish("Payment", PAYMENTS, time, "email", data);
    }

    fn order(&mut self, time: DateTime<Utc>) {
        let (order, cents, product) =
            (self.order_number(), self.cents(45, 1900), self.text_of(&self.world.goods.products));
        let states = ["open", "confirmed", "shipped", "completed", "completed", "cancelled"];
        // Nothing stays open for long.
        let is_old = self.now - time > Duration::days(21);
        let state =
            self.one_of(&states).copied().filter(|state| !is_old || *state == "cancelled").unwrap_or("completed");
        let quantity = self.random.i64(1..4);
        let data = json!({
            "uiData": {"title": format!("Order {order}"), "subTitle": format!("{quantity} × {product}, {}", money(cents)),
                "iconType": "order", "filterTags": ["Order", "Online shop"], "channelTypeTag": "web",
                "listItem": [{"key": "State", "value": state}, {"key": "Total", "value": money(cents)}]},
            "orderNumber": order, "state": state, "total": cents as f64 / 100.0, "currency": "USD",
            "items": [{"name": product, "quantity": quantity, "warranty": {"months": 24, "extended": self.chance(30)}}],
            "details": format!("https://shop.larkfield.example.com/orders/{order}"),
        });
        self.publish("Order", SHOP, time, "email", data);
    }

    fn delivery(&mut self, time: DateTime<Utc>) {
        let (order, carrier) = (self.order_number(), self.text_of(&self.world.goods.carriers));
        let states = ["Delivered", "Delivered", "Delivered", "On its way", "Not at home", "At the depot"];
        let state = self.one_of(&states).copied().unwrap_or("Delivered");
        let notice = (state == "Not at home").then_some("📦 Back at the depot, please call");
        let ui = json!({"title": "Delivery", "subTitle": format!("{state}: {carrier}, order {order}"), "iconType": "delivery",
            "filterTags": ["Delivery"], "auxiliary": notice});
        let data = json!({
            "uiData": ui, "orderNumber": order, "state": state, "carrier": carrier,
            "Tracking": format!("[Track the parcel](https://tracking.larkfield.example.com/{order})"),
            "address": {"city": "Riverside", "floor": 2, "note": "Ring at Álvarez & Sons"},
        });
        self.publish("Delivery", SHOP, time, "telephony", data);
    }

    fn page_visit(&mut self, time: DateTime<Utc>) {
        let pages = &self.world.goods.pages;
        let Some((title, path)) = self.one_of(pages).cloned() else { return };
        let seconds = self.random.i64(4..400);
        // Publishers hide what only machines read.
        let hidden = self.chance(6);
        let ui = json!({"title": title, "subTitle": format!("{seconds} s on {path}"), "iconType": "web", "hidden": hidden,
            "filterTags": "Web", "channelTypeTag": "web", "eventSource": "Website"});
        let data = json!({"uiData": ui, "page": path, "seconds": seconds,
            "referrer": if self.chance(50) { "search" } else { "newsletter" },
            "device": {"kind": if self.chance(60) { "phone" } else { "computer" }, "language": "en-US"}});
        self.publish("Web page visit", "website", time, "web", data);
    }

    fn survey(&mut self, time: DateTime<Utc>) {
        let comments = &self.world.goods.comments;
        let Some((comment, score)) = self.one_of(comments).cloned() else { return };
        let data = json!({
            "uiData": {"title": "Survey answered", "subTitle": format!("{score} of 10"), "iconType": "survey",
                "filterTags": ["Survey"], "auxiliary": if score >= 9 { "⭐ Promoter" } else if score >= 7 { "Passive" } else { "Detractor" },
                "listItem": [{"key": "Would recommend", "value": score}]},
            "score": score, "comment": comment, "How did we do?": if score > 6 { "Well" } else { "Not well" },
        });
        self.publish("Survey", "SMS%20Survey", time, "telephony", data);
    }

    fn appointment(&mut self, time: DateTime<Utc>) {
        let appointments = &self.world.goods.appointments;
        let Some((kind, about)) = self.one_of(appointments).cloned() else { return };
        let day = self.text_of(&self.world.goods.days);
        let states = ["booked", "confirmed", "moved", "done", "done"];
        let state = self.one_of(&states).copied().unwrap_or("booked");
        let data = json!({
            "uiData": {"title": format!("Appointment {state}"), "subTitle": format!("{kind}: {about}, {day} 8 to 10"),
                "iconType": "calendar", "filterTags": ["Appointment", "Field service"]},
            "kind": kind, "about": about, "state": state, "slot": {"day": day, "from": "08:00", "to": "10:00"},
            "Technician": "Ruben Farrow",
        });
        self.publish("Appointment", FIELD_SERVICE, time, "telephony", data);
    }

    fn publish(&mut self, kind: &str, source: &str, time: DateTime<Utc>, channel: &str, mut data: Value) {
        if let (Some(division), Some(Value::Object(ui))) = (&self.customer.division, data.get_mut("uiData"))
            && kind == "Order"
        {
            ui.insert("division".to_owned(), json!(division));
        }
        let customer = self.customer;
        self.push(kind, source, time, customer.identity(channel), fields(data));
    }
}
