// The widget in a Finesse gadget: follows the agent's calls, and fetches the journey service's token. Settings are in the
// gadget's address, in the desktop layout:
//
//   <gadget>https://your-static-host.example/hosts/finesse-gadget.xml?base-url=…&amp;organization-id=…&amp;token-url=…</gadget>
//
//   token-url   answers with the token: as text, or as JSON, of text or {access_token, expires_in}. One on the Finesse
//               server itself (/finesse/api/CloudConnectTokenService?tokenSource=…) is asked with the agent's own sign-in;
//               no other is.
//   height      of the gadget in px; 600. min-height says the same, and of the two the greater counts
//   and every attribute of the widget. cad-variable-lookup names a call variable: callVariable3, user_CustomerId, or a
//   name inside of POD.ID, such as cc_CustomerId.
//
// All of them also in camel case, as the vendor's gadget has them: organizationId, projectId, baseUrl, minHeight …
"use strict";
(() => {
  const gadgetUrl = new URLSearchParams(location.search).get("url") ?? location.href;
  const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  // By the names with dashes. What is there in both spellings counts as it is written with dashes.
  const settings = new Map();
  for (const [name, value] of new URL(gadgetUrl, location.href).searchParams) {
    if (name === kebab(name) || !settings.has(kebab(name))) settings.set(kebab(name), value);
  }
  const pixels = (name) => (/^\d+(\.\d+)?(px)?$/.test(settings.get(name)?.trim() ?? "") ? parseFloat(settings.get(name)) : 0);
  const height = Math.max(pixels("height"), pixels("min-height")) || 600;
  let user; // once Finesse is there
  const calls = new Map(); // Finesse's dialogs that are not over, in the order in which they came

  const mayBeSet = (name) =>
    /^[a-z]+(-[a-z0-9]+)*$/.test(name) && !/^on|^(style|class|id|is|slot|part|height|min-height)$/.test(name) && !/token/.test(name.replaceAll("-", ""));
  const widget = document.createElement("customer-journey-widget");
  for (const [name, value] of settings) if (mayBeSet(name)) widget.setAttribute(name, value);
  widget.style.height = `${height}px`;
  widget.style.display = "block";

  const config = () => finesse.gadget.Config;
  const log = (words) => finesse.cslogger?.ClientLogger?.log?.(`customer-journey: ${words}`);

  // The token -------------------------------------------------------------------------------------------------------

  let renewal = 0;
  let asked = -Infinity;

  const finesseServer = () => {
    const { scheme = location.protocol.replace(":", ""), host, hostPort } = config();
    return host ? new URL(`${scheme}://${host}${hostPort ? `:${hostPort}` : ""}`) : new URL(location.origin);
  };

  const fetchToken = async () => {
    if (!settings.get("token-url")) return log("no token-url in the gadget's address");
    asked = performance.now();
    const server = finesseServer();
    const url = new URL(settings.get("token-url"), server);
    const headers = { Accept: "application/json, text/plain" };
    // The agent's sign-in is for Finesse, and for nobody else.
    if (url.origin === server.origin) headers.Authorization = finesse.utilities.Utilities.getAuthHeaderString(config());
    try {
      const response = await fetch(url, { headers, cache: "no-store", referrerPolicy: "no-referrer" });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const text = (await response.text()).trim();
      const answer = /^[{"]/.test(text) ? JSON.parse(text) : text;
      const token = typeof answer === "string" ? answer : (answer.access_token ?? answer.accessToken ?? answer.token);
      if (!token) throw new Error("there is no token in the answer");
      widget.bearerToken = token;
      const seconds = Number(answer.expires_in ?? answer.expiresIn) || 3600;
      renewIn(Math.max(seconds - 60, 30));
    } catch (error) {
      log(`the token could not be fetched (${error.message})`);
      renewIn(30);
    }
  };

  const renewIn = (seconds) => {
    clearTimeout(renewal);
    renewal = setTimeout(fetchToken, seconds * 1000);
  };

  // Refused before its time: a new one, but never in a loop.
  widget.addEventListener("journey-error", ({ detail }) => {
    if (detail.status === 401 && performance.now() - asked > 10_000) fetchToken();
  });

  // The calls -------------------------------------------------------------------------------------------------------

  const listOf = (value) => (Array.isArray(value) ? value : value ? [value] : []);

  // Call variables, by whatever of its two shapes Finesse's library gives them; POD.ID holds several: "name=value;…".
  const variables = (media) => {
    const found = {};
    const add = (name, value) => {
      if (value != null && value !== "") found[name] = { value: String(value) };
    };
    for (const { name, value } of listOf((media.callvariables ?? media.callVariables)?.CallVariable)) add(name, value);
    for (const [name, value] of Object.entries(media)) if (/^callVariable\d+$/i.test(name)) add(name, value);
    for (const pair of (found["POD.ID"]?.value ?? "").split(";")) {
      const [name, ...value] = pair.split("=");
      if (value.length) add(name.trim(), value.join("=").trim());
    }
    return found;
  };

  // A Finesse dialog in the fields of a Webex contact, which the widget reads.
  const contactOf = (dialog) => {
    const media = dialog.getMediaProperties() ?? {};
    const [from, to] = [dialog.getFromAddress(), dialog.getToAddress()];
    const isOutbound = from === config().extension;
    return {
      interactionId: String(dialog.getId()),
      ani: from,
      dnis: isOutbound ? to : (media.DNIS ?? to),
      contactDirection: isOutbound ? "OUTBOUND" : "INBOUND",
      mediaType: "telephony",
      state: dialog.getState(),
      callAssociatedData: variables(media),
    };
  };

  const show = () => {
    const current = [...calls.values()].at(-1);
    widget.interactionData = current ? contactOf(current) : null;
  };

  const begin = (dialog) => {
    // A supervisor who listens in is on no call of a customer's.
    if (dialog.getMediaProperties()?.callType === "SUPERVISOR_MONITOR") return;
    if (calls.has(dialog.getId())) return;
    calls.set(dialog.getId(), dialog);
    dialog.addHandler("change", show);
    show();
  };

  const end = (dialog) => {
    calls.delete(dialog.getId());
    show();
  };

  // What the agent asks for: Finesse places calls -----------------------------------------------------------------------

  // The words are there for as long as they are true: until the next call is begun.
  const problem = document.createElement("p");
  problem.role = "alert";
  const say = (words) => {
    problem.textContent = words;
    if (words) log(words);
  };
  if (!widget.hasAttribute("follow-up")) widget.setAttribute("follow-up", "call");
  widget.addEventListener("journey-action", (event) => {
    if (event.detail.kind !== "call" || !user) return;
    event.preventDefault();
    say("");
    const error = ({ status } = {}) => say(`Finesse did not place the call${status ? ` (status ${status})` : ""}.`);
    user.makeCall(event.detail.identity, { error });
  });

  // The gadget ------------------------------------------------------------------------------------------------------

  gadgets.HubSettings.onConnect = () => {
    const { ClientServices } = finesse.clientservices;
    const { ContainerServices } = finesse.containerservices;
    ClientServices.init(config(), false);
    finesse.cslogger?.ClientLogger?.init?.(gadgets.Hub, "CustomerJourney", config());
    document.body.style.margin = "0";
    document.body.append(problem, widget);

    // The height is only taken while the gadget's tab is seen.
    const container = ContainerServices.init();
    container.addHandler(ContainerServices.Topics.ACTIVE_TAB, () => gadgets.window.adjustHeight(height));
    container.makeActiveTabReq();

    fetchToken();
    let dialogs;
    // After the desktop was loaded again a call may be there already.
    const beginAll = () => Object.values(dialogs?.getCollection?.() ?? {}).forEach(begin);
    const follow = () => {
      dialogs = user.getDialogs({ onCollectionAdd: begin, onCollectionDelete: end, onLoad: beginAll });
    };
    user = new finesse.restservices.User({ id: config().id, onLoad: follow });
    gadgets.loadingindicator.dismiss();
  };
})();
