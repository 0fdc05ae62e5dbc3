// The widget in Avaya Workspaces: follows the work card's interaction, says who its customer is, and hands the agent's token
// on. It is the one file of a widget of Avaya's widget framework; its manifest, customer-journey.json, is uploaded in the
// Widget Manager. Settings are attributes of the element in the manifest:
//
//   avaya-base-url, avaya-account-id, avaya-app-key   where the journeys are; all attributes of the widget work here, too
//   widget-url         the widget's script, where it is not two folders above this one
//   identity-fields    where an interaction says who the customer is: paths and what they hold, "customer.mail:email …".
//                      Without it: FIELDS, below. Workspaces' documents do not list all fields of an interaction.
//
// Where the interaction names nobody, its engagement does (GET engagements/{interaction id}).
"use strict";
(() => {
  // Settings for a Workspaces that hands the attributes of the manifest's element not on: "avaya-account-id": "ABCDEF" …
  const SETTINGS = {};
  const NAME = "customer-journey-workspaces";
  const OWN_ADDRESS = document.currentScript?.src;
  // Workspaces loads a widget once more when its manifest was uploaded again.
  if (customElements.get(NAME)) return;

  const EVENTS = ["onInteractionEvent", "onContextDataEvent", "onInteractionEndedEvent"];
  const OVER = ["ENDED", "CLOSED", "COMPLETED", "TERMINATED"];
  // What an interaction of the customer's own may call them, and one that began with us.
  const FIELDS = {
    INBOUND: "callingNumber callingPartyNumber originatingAddress originator.address fromAddress from",
    OUTBOUND: "calledNumber dialledNumber destinationAddress toAddress to",
    BOTH: "customerNumber:phone customerPhone:phone customer.phone:phone customerEmail:email customer.email:email customerAddress customer.address customerId:customerId customer.id:customerId accountId:customerId",
  };
  // What context data calls them, without case, blanks and dashes.
  const CONTEXT = [
    ["phone", /^(customer)?(phone|mobile|telephone|cell)(number)?s?$|^(ani|callingnumber|customernumber)$/],
    ["email", /^(customer)?(e?mail)(address(es)?)?$/],
    ["customerId", /^(customer|account)(id|no)$/],
  ];
  const IDENTIFIERS = { phoneNumbers: "phone", emailAddresses: "email", accountIds: "customerId" };
  // A new token is not told of: it is looked for.
  const TOKEN_EVERY_MS = 15_000;
  // An engagement may come later than its call.
  const ASK_AGAIN_MS = [1_000, 3_000, 8_000];

  const OWN_ATTRIBUTES = ["interactionid", "widgetid", "widget-url", "identity-fields"];
  const mayBeSet = (name) =>
    /^[a-z]+(-[a-z0-9]+)*$/.test(name) &&
    !/^on|^(style|class|id|is|slot|part)$/.test(name) &&
    !/token/.test(name.replaceAll("-", "")) &&
    !OWN_ATTRIBUTES.includes(name);

  // Who the customer is ---------------------------------------------------------------------------------------------

  const textOf = (value) => (["string", "number"].includes(typeof value) ? String(value).trim() : "");
  const listOf = (value) => (Array.isArray(value) ? value : value == null ? [] : [value]);

  // A text without a kind: an address, or a number; the id of a chat is neither.
  const kindOf = (text) => {
    if (/^[^\s@:]+@[^\s@]+\.[^\s@]+$/.test(text)) return "email";
    const number = text.replace(/^(sips?|tel):/i, "").replace(/[@;].*$/, "");
    return /^\+?[\d\s()./-]+$/.test(number) && /(\d\D*){5}/.test(number) && !/(\d\D*){16}/.test(number) ? "phone" : "";
  };

  const gathered = () => {
    const found = [];
    const add = (value, type) => {
      const text = textOf(value);
      const kind = type || kindOf(text);
      if (text && kind && !found.some((one) => one.type === kind && one.value === text)) found.push({ type: kind, value: text });
    };
    return { found, add };
  };

  const at = (value, path) => path.split(".").reduce((inner, key) => inner?.[key], value);

  const fieldsOf = (interaction, configured) => {
    const isOutbound = textOf(interaction?.direction).toUpperCase() === "OUTBOUND";
    const fields = configured || `${isOutbound ? FIELDS.OUTBOUND : FIELDS.INBOUND} ${FIELDS.BOTH}`;
    return fields.split(/\s+/).filter(Boolean).map((field) => field.split(":"));
  };

  const fromContext = (context, add) => {
    const named = (name, value) => {
      const plain = textOf(name).toLowerCase().replace(/[^a-z]/g, "");
      const kind = CONTEXT.find(([, names]) => names.test(plain))?.[0];
      if (kind) listOf(value).forEach((one) => add(one, kind));
    };
    const walk = (value, depth) => {
      if (depth > 4 || value === null || typeof value !== "object") return;
      if (!Array.isArray(value)) {
        // A pair, or fields.
        const name = value.name ?? value.key;
        if (textOf(name) && "value" in value) return named(name, value.value);
        for (const [key, inner] of Object.entries(value)) named(key, inner);
      }
      Object.values(value).forEach((inner) => walk(inner, depth + 1));
    };
    listOf(context?.channelSrc ?? context).forEach((source) => walk(source?.data ?? source, 0));
  };

  const identitiesOf = (interaction, context, configured) => {
    const { found, add } = gathered();
    for (const [path, type] of fieldsOf(interaction, configured)) listOf(at(interaction, path)).forEach((value) => add(value, type));
    fromContext(context, add);
    return found;
  };

  const identitiesOfEngagement = (engagement, identifiers) => {
    const { found, add } = gathered();
    const isOutbound = textOf(engagement?.direction).toUpperCase() === "OUTBOUND";
    for (const one of listOf(engagement?.participants).filter((one) => one?.type === "EXTERNAL")) {
      add(isOutbound ? one.dialledNumber : one.callingNumber, "phone");
      add(one.sourceAddress);
    }
    for (const [name, values] of Object.entries(engagement?.identifiers ?? {})) {
      if (identifiers[name]) listOf(values).forEach((value) => add(value, identifiers[name]));
    }
    return found;
  };

  // The widget's script ---------------------------------------------------------------------------------------------

  let script = null;
  const loadWidget = (url) => {
    if (customElements.get("customer-journey-widget")) return Promise.resolve();
    script ??= new Promise((loaded, failed) => {
      const tag = document.createElement("script");
      tag.src = url;
      tag.onload = loaded;
      tag.onerror = () => {
        script = null;
        tag.remove();
        failed(new Error(`The journey's script could not be loaded from ${url}`));
      };
      document.head.append(tag);
    });
    return script;
  };

  // The element -----------------------------------------------------------------------------------------------------

  class CustomerJourneyWorkspaces extends HTMLElement {
    static observedAttributes = ["interactionid"];
    #widget = document.createElement("customer-journey-widget");
    #notice = document.createElement("p");
    #api = null;
    #following = 0; // counts what is followed: an answer of another interaction is nobody's
    #interaction = null;
    #context = null;
    #known = ""; // the identities that the widget has, as text
    #looked = false; // its engagement was asked
    #clock = 0;
    #observer = new MutationObserver((records) => records.forEach(({ attributeName }) => this.#pass(attributeName)));

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      this.#notice.setAttribute("role", "status");
      this.#notice.hidden = true;
      Object.assign(this.#notice.style, { margin: "8px", font: "14px system-ui, sans-serif" });
      Object.assign(this.#widget.style, { display: "block", height: "100%" });
      root.append(this.#notice, this.#widget);
      this.#widget.addEventListener("journey-error", ({ detail }) => detail?.status === 401 && this.#takeToken());
    }

    connectedCallback() {
      for (const [name, value] of Object.entries(SETTINGS)) if (!this.hasAttribute(name)) this.setAttribute(name, value);
      Object.assign(this.style, { display: "block", height: "100%", minHeight: "320px" });
      if (!this.hasAttribute("sources")) this.#widget.setAttribute("sources", "avaya");
      this.getAttributeNames().forEach((name) => this.#pass(name));
      this.#observer.observe(this, { attributes: true });
      const url = this.getAttribute("widget-url") ?? (OWN_ADDRESS && new URL("../../customer-journey-widget.js", OWN_ADDRESS).href);
      if (url) loadWidget(url).catch((error) => this.#say(error.message));
      else this.#say("The journey's script has no address: widget-url is missing in the widget's manifest.");
      this.#clock = setInterval(() => this.#takeToken(), TOKEN_EVERY_MS);
      this.#follow();
    }

    disconnectedCallback() {
      clearInterval(this.#clock);
      this.#observer.disconnect();
      this.#leave();
    }

    attributeChangedCallback(name, before, now) {
      if (this.isConnected && before !== now) this.#follow();
    }

    #pass(name) {
      if (!mayBeSet(name)) return;
      const value = this.getAttribute(name);
      if (value === null) this.#widget.removeAttribute(name);
      else this.#widget.setAttribute(name, value);
    }

    #say(words) {
      this.#notice.textContent = words ?? "";
      this.#notice.hidden = !words;
      if (words) console.warn(`<${NAME}>: ${words}`);
    }

    #leave() {
      this.#following += 1;
      for (const name of EVENTS) {
        try {
          this.#api?.removeDataEvent?.(name);
        } catch (error) {
          console.warn(`<${NAME}>: ${name} could not be left (${error?.message})`);
        }
      }
      [this.#api, this.#interaction, this.#context, this.#looked] = [null, null, null, false];
      this.#show([]);
    }

    #follow() {
      this.#leave();
      if (typeof window.WS?.widgetAPI !== "function") return this.#say("This is no page of Avaya Workspaces: it has no widget API.");
      const id = this.getAttribute("interactionid")?.trim() || undefined;
      const following = this.#following;
      const isCurrent = () => following === this.#following;
      const api = (this.#api = window.WS.widgetAPI(id));
      this.#takeToken();
      // On the Home layout there is no interaction.
      if (!id) return;
      const hear = (name, act) => api.onDataEvent(name, (data) => isCurrent() && act(data));
      hear("onInteractionEvent", (interaction) => this.#tell({ interaction }));
      hear("onContextDataEvent", (context) => this.#tell({ context }));
      hear("onInteractionEndedEvent", (ended) => {
        if (ended?.id === undefined || String(ended.id) === id) this.#end();
      });
      Promise.resolve(api.getInteractionData?.())
        .catch(() => null)
        // What was told meanwhile is newer.
        .then((interaction) => isCurrent() && this.#tell({ interaction: this.#interaction ?? interaction }));
    }

    #end() {
      this.#leave();
      // The token is still renewed.
      this.#api = window.WS.widgetAPI();
    }

    #tell({ interaction = this.#interaction, context = this.#context }) {
      if (OVER.includes(textOf(interaction?.state).toUpperCase())) return this.#end();
      [this.#interaction, this.#context] = [interaction, context];
      this.#takeToken();
      const identities = identitiesOf(interaction, context, this.getAttribute("identity-fields"));
      if (identities.length > 0) return this.#show(identities);
      if (!this.#looked) this.#lookUp(this.#following);
    }

    #show(identities) {
      const text = JSON.stringify(identities);
      if (identities.length > 0) this.#say(null);
      if (text === this.#known) return;
      this.#known = text;
      this.#widget.identities = identities;
    }

    // The token ---------------------------------------------------------------------------------------------------

    async #takeToken() {
      try {
        const configuration = await this.#api?.getConfiguration?.();
        const token = configuration?.token;
        if (token && token !== this.#widget.avayaToken) this.#widget.avayaToken = token;
        return token;
      } catch (error) {
        console.warn(`<${NAME}>: Workspaces gave no token (${error?.message})`);
        return undefined;
      }
    }

    // The engagement ----------------------------------------------------------------------------------------------

    async #lookUp(following) {
      this.#looked = true;
      const [base, account, key] = ["avaya-base-url", "avaya-account-id", "avaya-app-key"].map((name) => this.getAttribute(name)?.trim());
      if (!base || !account) return this.#say("The interaction does not say who the customer is, and avaya-base-url or avaya-account-id is missing in the widget's manifest.");
      const id = this.getAttribute("interactionid").trim();
      const url = `${base.replace(/\/+$/, "")}/api/journey/v1/accounts/${encodeURIComponent(account)}/engagements/${encodeURIComponent(id)}`;
      let why = "";
      for (const wait of [0, ...ASK_AGAIN_MS]) {
        await new Promise((go) => setTimeout(go, wait));
        if (following !== this.#following || this.#known !== "[]") return;
        const token = await this.#takeToken();
        const headers = { Accept: "application/json", ...(token && { Authorization: `Bearer ${token}` }), ...(key && { appkey: key }) };
        try {
          const response = await fetch(url, { headers, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" });
          why = response.ok ? "it names nobody" : `status ${response.status}`;
          const identities = response.ok ? identitiesOfEngagement(await response.json(), this.#identifiers()) : [];
          if (following !== this.#following || this.#known !== "[]") return;
          if (identities.length > 0) return this.#show(identities);
          // It will not be otherwise in a moment.
          if (response.status === 403) break;
        } catch {
          why = "no answer";
        }
      }
      if (following === this.#following && this.#known === "[]") this.#say(`Nobody says who the customer of this interaction is: it names none, and its engagement could not tell (${why}).`);
    }

    // By the account's own names, too: avaya-identifiers="customerId:universalIds".
    #identifiers() {
      const pairs = (this.getAttribute("avaya-identifiers") ?? "").split(/[\s,;|]+/).filter(Boolean).map((pair) => pair.split(":"));
      return { ...IDENTIFIERS, ...Object.fromEntries(pairs.map(([type, name]) => [name, type])) };
    }
  }

  customElements.define(NAME, CustomerJourneyWorkspaces);
})();
