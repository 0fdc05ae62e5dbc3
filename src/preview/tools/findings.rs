//! What is wrong with the layout: severity, place, and the fix.

use leptos::prelude::*;

use crate::preview::state::Desk;

/// The list, the worst first.
#[component]
pub(super) fn Findings(desk: Desk) -> impl IntoView {
    let found = Memo::new(move |_| {
        desk.layout.with(|loaded| {
            loaded.as_ref().map(|loaded| (loaded.name.clone(), loaded.checked.findings.clone())).unwrap_or_default()
        })
    });
    view! {
        <div data-testid="findings">
            <p class="quiet">
                {move || {
                    let (name, findings) = found.get();
                    match findings.len() {
                        0 if name.is_empty() => "No layout yet.".to_owned(),
                        0 => format!("{name}: nothing to mend."),
                        1 => format!("{name}: one finding."),
                        count => format!("{name}: {count} findings."),
                    }
                }}
            </p>
            <ul class="findings">
                {move || {
                    found
                        .get()
                        .1
                        .into_iter()
                        .map(|finding| {
                            view! {
                                <li data-testid="finding" data-rule=finding.rule.id() data-severity=finding.severity.as_str()>
                                    <p class="finding-what">
                                        <span class="severity" data-severity=finding.severity.as_str()>{finding.severity.as_str()}</span>
                                        {finding.what.clone()}
                                    </p>
                                    <p class="finding-fix">{finding.fix.clone()}</p>
                                    <p class="finding-place">
                                        {finding.position.map(|at| format!("line {}, column {} · ", at.line, at.column))}
                                        <code>{finding.path.to_string()}</code>
                                    </p>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </div>
    }
}
