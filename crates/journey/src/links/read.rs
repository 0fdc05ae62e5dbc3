//! The templates as an administrator writes them, and what is odd in them:
//! `{"CRM": "https://crm.example.com/?phone={phone}", "Recording": {"contact": "https://recordings.example.com/{taskId}"}}`.

use serde_json::Value;

use super::template::{NoTemplate, Template};
use super::{LinkRules, Of, Rule};
use crate::RuleProblem;
use crate::values::line;

/// More templates than this are not read.
const MOST: usize = 50;
/// What a link is called is a word or two, letters.
const LONGEST_LABEL: usize = 40;

const SIGNED: &str = "a signed address or one with a key in it lets in whoever has it; this link is left out";

impl LinkRules {
    /// Adds the templates of a file or of a property; gives what is odd in them. One that is odd spoils no other.
    ///
    /// # Errors
    /// It is no map at all; says what it is.
    pub fn add(&mut self, map: &Value) -> Result<Vec<RuleProblem>, &'static str> {
        let labels = map.as_object().ok_or("it is no JSON object of words and addresses")?;
        let mut problems = Vec::new();
        for (label, value) in labels {
            let mut say = |part: Option<&str>, what, fix| {
                let part = part.map(str::to_owned);
                problems.push(RuleProblem { word: label.clone(), place: None, part, what, fix });
            };
            let label = line(label, LONGEST_LABEL);
            if label.is_empty() {
                say(None, "this link has no word; it is left out", "Write the word to be shown before the address.");
                continue;
            }
            let written: Vec<(Of, Option<&str>, &Value)> = match value {
                Value::Object(parts) => {
                    let mut written = Vec::new();
                    for (part, value) in parts {
                        match part.as_str() {
                            "customer" => written.push((Of::Customer, Some("customer"), value)),
                            "contact" => written.push((Of::Contact, Some("contact"), value)),
                            "event" => written.push((Of::Event, Some("event"), value)),
                            unknown => say(
                                Some(unknown),
                                "this is nothing that has links; it is left out",
                                "A link is of a customer, of a contact, or of an event.",
                            ),
                        }
                    }
                    written
                }
                value => vec![(Of::Customer, None, value)],
            };
            for (of, part, value) in written {
                if self.rules.len() == MOST {
                    let what = "there are more than 50 links; this one and those after it are left out";
                    say(part, what, "Take out links that nobody needs.");
                    return Ok(problems);
                }
                match value.as_str().map_or(Err(NoTemplate::NoAddress), Template::read) {
                    Ok(template) => {
                        self.rules.push(Rule { label: label.clone(), of, template, map: self.map });
                    }
                    Err(why) => {
                        let (what, fix) = words(why);
                        say(part, what, fix);
                    }
                }
            }
        }
        Ok(problems)
    }
}

fn words(why: NoTemplate) -> (&'static str, &'static str) {
    match why {
        NoTemplate::NoAddress => (
            "this is no address of the web; the link is left out",
            "Write one such as https://crm.example.com/?phone={phone}.",
        ),
        NoTemplate::OpenHost => (
            "a value would say which host is asked; the link is left out",
            "Write the host itself, and values only behind it.",
        ),
        NoTemplate::Braces => (
            "a brace has no other, or no name between them; the link is left out",
            "Write the name of what is filled in between { and }.",
        ),
        NoTemplate::Key => (SIGNED, "Write the address of a page that asks who opens it."),
    }
}
