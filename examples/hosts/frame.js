// <customer-journey-widget> for desktops that forbid WebAssembly in their own Content Security Policy: an element of the
// same name, attributes, properties and events, whose inside is iframe.html from beside this script. In a layout it takes
// the place of the widget's own script and nothing else changes. The desktop's policy must allow this script's host in
// script-src and frame-src. Moved in the page, it starts anew: browsers load a moved frame again.
"use strict";
(() => {
  const { currentScript } = document;
  const TAG = currentScript?.dataset.tag || "customer-journey-widget";
  const PAGE = new URL("iframe.html", currentScript.src);
  const PROPERTIES = ["bearerToken", "interactionData", "organizationId", "dataCenter", "customer", "darkMode", "locale", "eventIconTemplate"];

  // What a desktop observes (MobX) cannot be sent as it is. Of what holds itself, or throws, the fields that do not are sent.
  const copy = (read) => {
    try {
      return JSON.parse(JSON.stringify(read()) ?? "null");
    } catch {
      return undefined;
    }
  };
  const plain = (value) => {
    const whole = copy(() => value);
    if (whole !== undefined || typeof value !== "object") return whole ?? null;
    const fields = Object.keys(value).map((name) => [name, copy(() => value[name])]);
    return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
  };
  const isOurs = (name) => !/^(class|id|style|slot|part|title)$|^(data|aria)-|^on|token/.test(name);

  class CustomerJourneyFrame extends HTMLElement {
    #values = {};
    #frame = null;
    #listens = false; // the page inside
    #observer = new MutationObserver((records) => {
      const names = new Set(records.map(({ attributeName }) => attributeName).filter(isOurs));
      this.#send({ attributes: Object.fromEntries([...names].map((name) => [name, this.getAttribute(name)])) });
    });

    constructor() {
      super();
      this.attachShadow({ mode: "open" });
      for (const name of PROPERTIES) {
        // Set before this script was there: an own property that would hide the accessor.
        if (!Object.hasOwn(this, name)) continue;
        this.#values[name] = this[name];
        delete this[name];
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
            this.#send({ properties: { [name]: plain(value) } });
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
      this.#observer.observe(this, { attributes: true });
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

  if (customElements.get(TAG)) console.warn(`<${TAG}> is already defined by another script; give this script's tag data-tag="another-name".`);
  else customElements.define(TAG, CustomerJourneyFrame);
})();
