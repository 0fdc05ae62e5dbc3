// The widget on a page to be embedded by its URL. What anybody may know comes in the fragment, which no server ever sees:
//
//   iframe.html#parent=https%3A%2F%2Fdesktop.example.com&base-url=…&organization-id=…&limit=20
//
// What nobody else may know comes by postMessage, from the embedding page only, and only if it is of the origin that
// `parent` names: { type: "customer-journey", properties: { bearerToken, interactionData, … }, attributes: { … } }.
// The page says { type: "customer-journey-ready" } when it listens, and passes the widget's events on as
// { type: "customer-journey-event", name, detail }.
"use strict";
{
  const EVENTS = ["journey-ready", "journey-loaded", "journey-error", "journey-contact-selected", "journey-search", "journey-action"];

  // In camel case (baseUrl) everything is what it is with dashes.
  const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  // Only what the widget reads: an address must not be able to set a handler, a style or a token.
  const mayBeSet = (name) =>
    /^[a-z]+(-[a-z0-9]+)*$/.test(name) && !/^on|^(style|class|id|is|slot|part|parent)$/.test(name) && !/token/.test(name.replaceAll("-", ""));

  // An https origin, or this machine's own; exactly as browsers write it.
  const originOf = (text) => {
    if (!URL.canParse(text)) return null;
    const { origin, protocol, hostname } = new URL(text);
    const isSafe = protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1"].includes(hostname));
    return isSafe && origin === text ? origin : null;
  };

  const settings = new URLSearchParams(location.hash.slice(1));
  const origin = originOf(settings.get("parent") ?? "");

  const start = () => {
    const widget = document.createElement("customer-journey-widget");
    for (const [name, value] of settings) {
      if (mayBeSet(kebab(name))) widget.setAttribute(kebab(name), value);
      else if (name !== "parent") console.warn(`customer-journey: "${name}" cannot be set in the address.`);
    }
    window.addEventListener("message", ({ origin: sender, source, data }) => {
      if (sender !== origin || source !== window.parent || data?.type !== "customer-journey") return;
      for (const [name, value] of Object.entries(data.attributes ?? {})) {
        if (!mayBeSet(kebab(name))) continue;
        if (typeof value === "string") widget.setAttribute(kebab(name), value);
        else widget.removeAttribute(kebab(name));
      }
      // The widget's own, and no other of an element's.
      for (const name of Object.keys(customElements.get(widget.localName)?.prototype ?? {})) {
        if (Object.hasOwn(data.properties ?? {}, name)) widget[name] = data.properties[name];
      }
    });
    const tell = (message) => window.parent.postMessage(message, origin);
    for (const name of EVENTS) {
      widget.addEventListener(name, (event) => {
        // Whether the embedding page does it, nobody hears in here: an administrator who writes follow-up says that it does.
        if (name === "journey-action") event.preventDefault();
        tell({ type: "customer-journey-event", name, detail: event.detail });
      });
    }
    document.body.append(widget);
    tell({ type: "customer-journey-ready" });
  };

  const refuse = (words) => {
    const line = document.createElement("p");
    line.className = "problem";
    line.textContent = words;
    document.body.append(line);
    console.error(`customer-journey: ${words}`);
  };

  if (window.parent === window) refuse("This page is to be embedded by a desktop; on its own it gets no sign-in.");
  else if (!origin) refuse("The address lacks the desktop that embeds this page: parent=https://… without a path.");
  else start();

  // The embedding page changed the address: everything anew.
  window.addEventListener("hashchange", () => location.reload());
}
