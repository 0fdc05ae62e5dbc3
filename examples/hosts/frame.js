// <customer-journey-widget> for desktops that forbid WebAssembly in their own Content Security Policy: an element of the
// same name, attributes, properties and events, whose inside is iframe.html from beside this script. In a layout it takes
// the place of the widget's own script and nothing else changes. The desktop's policy must allow this script's host in
// script-src and frame-src. Moved in the page, it starts anew: browsers load a moved frame again.
"use strict";
(() => {
  const { currentScript } = document;
  const ADDRESS = new URL(currentScript.src);
  const NAME = "customer-journey-widget";
  // The element's name: by the script's tag, or by its address (frame.js?tag=our-journey), as the widget's own script takes it.
  const inAddress = [ADDRESS.search, ADDRESS.hash].map((part) => new URLSearchParams(part.slice(1)).get("tag"));
  const TAG = [currentScript.dataset.tag, ...inAddress, NAME].map((name) => name?.trim().toLowerCase()).find(Boolean);
  const PAGE = new URL("iframe.html", ADDRESS);
  const ATTRIBUTES = [
    "base-url",
    "project-id",
    "template-id",
    "scheduled-callbacks",
    "generated-summaries",
    "customer",
    "cad-variable-lookup",
    "withheld-callers",
    "limit",
    "time-frame",
    "default-time-range-option",
    "time-range-option",
    "enable-user-search",
    "user-search",
    "disable-user-search",
    "show-alias-icon",
    "read-only-aliases",
    "hide-profile-name",
    "condensed-view",
    "disable-event-stream",
    "live-stream",
    "icon-data-url",
    "icon-data-path",
    "stream-auth",
    "layout-url",
    "sources",
    "avaya-base-url",
    "avaya-account-id",
    "avaya-app-key",
    "avaya-identifiers",
    "genesys-domain",
    "genesys-base-url",
    "conversation-id",
    "genesys-months",
    "lcm-channel",
    "lcm-months",
    "lcm-campaign",
    "lcm-account-number",
    "persona",
    "badge-keyword",
    "row-variables",
    "flags-url",
    "links-url",
    "follow-up",
    "collapse-profile-section",
    "collapse-alias-section",
    "collapse-timeline-section",
    "hide-wxcc-events",
    "compact-wxcc-events",
    "ignore-undefined-origins",
    "logs-on",
    "use-new-momentum-icons",
    "is-visual-rebrand-enabled",
    "is-momentum-v2-enabled",
  ];
  const OWN_PROPERTIES = [
    "bearerToken",
    "interactionData",
    "organizationId",
    "dataCenter",
    "customer",
    "darkMode",
    "locale",
    "identities",
    "avayaToken",
    "genesysToken",
    "lcmRequest",
    "eventIconTemplate",
    "flags",
    "links",
  ];
  const camel = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
  const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const PROPERTIES = [...new Set([...OWN_PROPERTIES, ...ATTRIBUTES.map(camel)])];
  const OBSERVED = [...ATTRIBUTES, ...PROPERTIES.map(kebab), "lang"].flatMap((name) => [name, name.replaceAll("-", "")]);

  // What a desktop observes (MobX) cannot be sent as it is. Of what holds itself, or throws, the fields that do not are sent.
  const copy = (read) => {
    try {
      return JSON.parse(JSON.stringify(read()) ?? "null");
    } catch {
      return undefined;
    }
  };
  const plain = (value) => {
    if (typeof value === "bigint") return String(value);
    const whole = copy(() => value);
    if (whole !== undefined || typeof value !== "object") return whole ?? null;
    try {
      const fields = Object.keys(value).map((name) => [name, copy(() => value[name])]);
      return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
    } catch {
      // Not even its names can be read.
      return null;
    }
  };
  const isOurs = (name) => !/^(class|id|style|slot|part|title)$|^(data|aria)-|^on/.test(name) && !/token/.test(name.replaceAll("-", ""));

  class CustomerJourneyFrame extends HTMLElement {
    #values = {};
    #frame = null;
    #listens = false; // the page inside
    #observer = new MutationObserver((records) => {
      const names = new Set(records.map(({ attributeName }) => attributeName).filter(isOurs));
      if (names.size > 0) this.#send({ attributes: Object.fromEntries([...names].map((name) => [name, this.getAttribute(name)])) });
    });

    constructor() {
      super();
      this.attachShadow({ mode: "open" });
      for (const name of PROPERTIES) {
        // Set before this script was there: an own property that would hide the accessor.
        if (!Object.hasOwn(this, name)) continue;
        try {
          const value = this[name];
          delete this[name];
          this.#values[name] = value;
        } catch {
          console.warn(`<${TAG}>: the property ${name} was set in a way that cannot be read.`);
        }
      }
    }

    static {
      for (const name of PROPERTIES) {
        Object.defineProperty(this.prototype, name, {
          configurable: true,
          enumerable: true,
          get() {
            return this.#values[name];
          },
          set(value) {
            this.#values[name] = value;
            const sent = plain(value);
            // Reading it may have set another one, which was sent then.
            if (this.#values[name] === value) this.#send({ properties: { [name]: sent } });
          },
        });
      }
    }

    connectedCallback() {
      const settings = new URLSearchParams({ parent: location.origin });
      for (const name of this.getAttributeNames().filter(isOurs)) settings.set(name, this.getAttribute(name));
      const address = new URL(PAGE);
      address.hash = settings;
      this.#listens = false;
      this.#frame = document.createElement("iframe");
      Object.assign(this.#frame, { src: address.href, title: "Customer journey", allow: "clipboard-write", referrerPolicy: "no-referrer" });
      Object.assign(this.#frame.style, { display: "block", width: "100%", height: "100%", minHeight: "320px", border: "0" });
      window.addEventListener("message", this.#hear);
      this.#observer.observe(this, { attributes: true, attributeFilter: OBSERVED });
      this.shadowRoot.replaceChildren(this.#frame);
    }

    disconnectedCallback() {
      window.removeEventListener("message", this.#hear);
      this.#observer.disconnect();
      this.#frame = null;
      this.#listens = false;
      this.shadowRoot.replaceChildren();
    }

    #hear = ({ origin, source, data }) => {
      if (origin !== PAGE.origin || !source || source !== this.#frame?.contentWindow) return;
      if (data?.type === "customer-journey-ready") {
        this.#listens = true;
        const entries = Object.entries(this.#values).map(([name, value]) => [name, plain(value)]);
        this.#send({ properties: Object.fromEntries(entries) });
      } else if (data?.type === "customer-journey-event" && /^journey-[a-z-]+$/.test(data.name)) {
        this.dispatchEvent(new CustomEvent(data.name, { detail: data.detail, bubbles: true, composed: true }));
      }
    };

    // Before the page inside listens nothing is lost: it is sent everything when it does.
    #send(message) {
      if (this.#listens) this.#frame?.contentWindow?.postMessage({ type: "customer-journey", ...message }, PAGE.origin);
    }
  }

  const define = (tag) => {
    if (customElements.get(tag)) {
      console.warn(`<${tag}> is already defined by another script; write another name into this script's address (frame.js?tag=our-journey), or into its tag (data-tag="our-journey").`);
      return;
    }
    try {
      customElements.define(tag, CustomerJourneyFrame);
    } catch (error) {
      if (tag === NAME) throw error;
      console.warn(`<${NAME}>: "${tag}" cannot be an element's name. The element is <${NAME}>.`);
      define(NAME);
    }
  };
  define(TAG);
})();
