// The widget on a page of your own: attributes are text, properties are values, both may change at any time. What a page
// has from its own sign-in goes where this one has a form.
"use strict";
{
  const widget = document.querySelector("customer-journey-widget");
  const form = document.querySelector("form");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { service, organization, token, customer } = Object.fromEntries(new FormData(form));
    widget.setAttribute("base-url", service);
    widget.organizationId = organization;
    // A token is a property: it is never written into the page, and a new one is used at once.
    widget.bearerToken = token;
    widget.customer = customer || null;
  });

  // What happens inside can be heard outside: journey-ready, -loaded, -error, -contact-selected, -search.
  widget.addEventListener("journey-loaded", ({ detail }) => {
    document.title = `${detail.contacts} contacts · Customer journey`;
  });
}
