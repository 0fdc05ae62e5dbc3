// The widget as an agent desktop has it: created by a component inside a component, in shadow roots of their own, its
// script loaded only when it is first needed, its properties set before it is in the page and again whenever they change.
"use strict";
{
  const SCRIPT = new URL("../customer-journey-widget.js", document.currentScript.src).href;

  // A panel with one widget; `store` is what a desktop knows.
  class ExamplePanel extends HTMLElement {
    #widget = document.createElement("customer-journey-widget");

    connectedCallback() {
      if (this.shadowRoot) return;
      this.#widget.setAttribute("condensed-view", "true");
      this.attachShadow({ mode: "open" }).append(this.#widget);
      if (!customElements.get("customer-journey-widget")) {
        const script = document.createElement("script");
        script.src = SCRIPT;
        document.head.append(script);
      }
    }

    set store({ service, organization, token, task }) {
      this.#widget.setAttribute("base-url", service);
      Object.assign(this.#widget, { organizationId: organization, bearerToken: token, interactionData: task });
    }
  }

  // A desktop with a side panel, and a place where a panel can be maximized.
  class ExampleDesktop extends HTMLElement {
    #panel = document.createElement("example-panel");
    #side = document.createElement("aside");
    #maximized = document.createElement("main");

    connectedCallback() {
      if (this.shadowRoot) return;
      this.#side.append(this.#panel);
      for (const area of [this.#side, this.#maximized]) area.style.height = "100%";
      this.#side.style.width = "360px";
      this.attachShadow({ mode: "open" }).append(this.#maximized, this.#side);
      this.#maximized.hidden = true;
    }

    set store(store) {
      this.#panel.store = store;
    }

    // Desktops move the very element: it keeps its state, and asks for nothing again.
    maximize() {
      const up = this.#maximized.hidden;
      (up ? this.#maximized : this.#side).append(this.#panel);
      this.#maximized.hidden = !up;
      this.#side.hidden = up;
    }
  }

  customElements.define("example-panel", ExamplePanel);
  customElements.define("example-desktop", ExampleDesktop);

  const desktop = document.querySelector("example-desktop");
  const form = document.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { caller, ...known } = Object.fromEntries(new FormData(form));
    // The selected contact, in the fields that the widget reads.
    const task = caller && { interactionId: `example-${caller}`, ani: caller, contactDirection: "INBOUND", mediaType: "telephony" };
    desktop.store = { ...known, task: task || null };
  });
  form.elements.maximize.addEventListener("click", () => desktop.maximize());
}
