// The widget in Acqueon's workspace: its questions go to the workspace by postMessage, and it follows the call on the agent's
// desk. Settings are in the page's address: docs/hosts/acqueon.md.
import { connect, identitiesOf } from "./hub.js";
import { settingsOf } from "./settings.js";

const settings = settingsOf(location.href);

const refuse = (words) => {
  const line = document.createElement("p");
  line.className = "problem";
  line.textContent = words;
  document.body.append(line);
  console.error(`customer-journey: ${words}`);
};

const start = (hub) => {
  const widget = document.createElement("customer-journey-widget");
  for (const [name, value] of Object.entries(settings.attributes)) widget.setAttribute(name, value);
  const show = (customer) => {
    const identities = identitiesOf(customer);
    // A call that does not say whose it is changes nothing.
    if (identities.length > 0) widget.identities = identities;
  };
  const { ask, hear } = connect(settings, (message) => hub.postMessage(message, settings.hubOrigin), show);
  window.addEventListener("message", ({ origin, data }) => {
    if (origin === settings.hubOrigin) hear(data);
  });
  widget.lcmRequest = ask;
  show(settings);
  settings.problems.forEach((words) => console.warn(`customer-journey: ${words}`));
  document.body.append(widget);
};

const hub = window[settings.hubWindow];
if (!settings.hubOrigin) settings.problems.forEach(refuse);
else if (!hub || hub === window) refuse("This page is to be embedded by Acqueon's workspace; on its own it has nobody to ask.");
else start(hub);
