// The custom element's class: the only JavaScript of the widget. It is defined as soon as the script runs, keeps what it
// is told until the WebAssembly is there, and hands everything on. It knows no customer, and no network but its own files.
//
// `cargo xtask bundle` puts this body into the shipped classic script, in one function scope, after these names:
//   scriptElement  the <script> that runs this, or null (module scripts)
//   scriptUrl      the absolute URL of this script, as a string
//   VERSION        the package's version; the wasm must be of the same
//   newGlue()      evaluates wasm-bindgen's no-modules glue anew and returns its init function (a fresh instance each time)
//   inlineWasm     null, or in the standalone script a function that returns the wasm as a Uint8Array
//   later          null where all is in one wasm; or the second one: {integrity}, or in the standalone script {inline()}
"use strict";

const DEFAULT_TAG = "customer-journey-widget";
const TAG = scriptElement?.dataset.tag || DEFAULT_TAG;

// Properties that a desktop sets. Each also takes the older attribute spelling (bearer-token …), which settings reads.
const PROPERTIES = [
  "bearerToken",
  "interactionData",
  "organizationId",
  "dataCenter",
  "customer",
  "darkMode",
  "locale",
  "eventIconTemplate",
];

// How long an element may be out of the document before it ends: a desktop that maximizes a widget takes it out and puts
// it back within one task, some within a frame or two.
const GRACE_MS = 500;

let compiled = null; // Promise<WebAssembly.Module>, shared by all elements and by fresh starts after a panic
let compiledLater = null; // the same for the second file
let running = null; // Promise<exports> of the module that new elements use; null after a panic

const wasmUrl = (suffix = ".wasm") => {
  const url = new URL(scriptUrl, document.baseURI);
  url.pathname = url.pathname.replace(/(?:\.standalone)?\.js$/, "") + suffix;
  return url.href;
};

const laterUrl = () => wasmUrl(".later.wasm");

const compile = async () => {
  if (inlineWasm) return WebAssembly.compile(inlineWasm());
  const url = wasmUrl();
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const type = (response.headers.get("content-type") || "").split(";")[0].trim();
  if (type === "application/wasm") return WebAssembly.compileStreaming(response);
  console.info(
    `<${TAG}>: ${url} is served as "${type || "no type"}". It works, but starts later than as application/wasm.`,
  );
  return WebAssembly.compile(await response.arrayBuffer());
};

const words = {}; // Promises of languages' words, shared by all elements
const wordless = new Set(); // languages whose words did not come; said once

const loadWords = (language) =>
  (words[language] ??= fetchWords(language).catch((error) => {
    delete words[language];
    if (!wordless.has(language)) console.warn(`<${TAG}>: no words for "${language}", so it speaks English. ${error.message}`);
    wordless.add(language);
    throw error;
  }));

const fetchWords = async (language) => {
  const url = new URL(`locales/${language}.json`, new URL(scriptUrl, document.baseURI)).href;
  const response = await fetch(url, { credentials: "same-origin" }).catch((error) => {
    throw new Error(`${url} could not be fetched (${error.message}).`);
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.json();
};

// The file with the words for a language tag (`de-AT`, `zh_HK`); src/locale/language.rs does it in full, with wasm.
const fileOf = (tag) => {
  const [language, ...more] = tag.toLowerCase().split(/[-_]/);
  const chinese = /hant|tw|hk|mo/.test(more) && !more.includes("hans") ? "zh-Hant" : "zh-Hans";
  return { pt: "pt-BR", iw: "he", zh: chinese }[language] ?? language;
};

// What the card says that is drawn without wasm, in English.
const CARD = {
  "card.stopped": "The customer journey has stopped",
  "card.forbidden": "This page does not allow WebAssembly",
  "card.forbidden.advice":
    "Its Content Security Policy is missing 'wasm-unsafe-eval' in script-src. Ask your administrator to add it.",
  "card.not-loaded": "The customer journey could not be loaded",
  "failure.retry": "Try again",
};

// The code that the first paint does not need. It is of the same build as the first file, or the browser refuses it.
const compileLater = async () => {
  if (later.inline) return WebAssembly.compile(later.inline());
  const response = await fetch(laterUrl(), { credentials: "same-origin", integrity: later.integrity, priority: "low" });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  return WebAssembly.compile(await response.arrayBuffer());
};

const startLater = async (exports) => {
  if (!later) return;
  compiledLater ??= compileLater();
  try {
    await WebAssembly.instantiate(await compiledLater, { __wasm_split: exports });
  } catch (error) {
    compiledLater = null;
    console.error(
      `<${TAG}>: ${laterUrl()} could not be loaded (${error.message}). All files of one release must lie beside each other; without this one contacts cannot be opened.`,
    );
    throw error;
  }
};

// Script and wasm must be of one release. Of two they may not even go together, which is then what fails first.
const fitting = async (glue, module) => {
  let found = "does not fit it";
  try {
    const exports = await glue({ module_or_path: module });
    if (glue.version() === VERSION) return exports;
    found = `is ${glue.version()}`;
  } catch (error) {
    found += ` (${error.message})`;
  }
  throw new Error(`the script is version ${VERSION}, its wasm ${found}: put all files of one release beside each other`);
};

const load = () => {
  compiled ??= compile().catch((error) => {
    compiled = null;
    throw error;
  });
  running ??= compiled.then(async (module) => {
    const glue = newGlue();
    const exports = await fitting(glue, module);
    glue.start((message) => {
      // A panic leaves the instance in an unknown state: nobody may call it again.
      if (running === started) running = null;
      for (const element of [...elements]) element.poisoned(glue, message);
    }, loadWords, () => startLater(exports));
    return glue;
  });
  const started = running;
  started.catch(() => {
    if (running === started) running = null;
  });
  return started;
};

const elements = new Set(); // those in the document, or within their grace

class CustomerJourneyWidget extends HTMLElement {
  #values = {}; // properties, as the desktop set them
  #root = null;
  #glue = null; // the module that #handle belongs to
  #handle = null; // opaque; the running widget
  #observer = null;
  #end = 0;
  #attempt = 0;
  #frame = null; // the window of the frame that it was moved into
  #frameGone = () => this.#unmount();

  constructor() {
    super();
    for (const name of PROPERTIES) {
      // Set before the class was defined: an own property that would hide the accessor for ever.
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this.#values[name] = value;
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
          this.#tell((handle) => handle.set_property(name, value));
        },
      });
    }
  }

  connectedCallback() {
    clearTimeout(this.#end);
    if (elements.has(this)) return;
    elements.add(this);
    this.#root ??= this.attachShadow({ mode: "open" });
    this.#observer = new MutationObserver((records) => {
      for (const name of new Set(records.map((record) => record.attributeName))) {
        this.#tell((handle) => handle.set_attribute(name, this.getAttribute(name) ?? undefined));
      }
    });
    this.#observer.observe(this, { attributes: true });
    this.#mount();
    this.#followFrame();
  }

  disconnectedCallback() {
    clearTimeout(this.#end);
    this.#end = setTimeout(() => this.#unmount(), GRACE_MS);
  }

  // In another document, such as a frame's, it needs that document's stylesheet.
  adoptedCallback() {
    this.#tell((handle) => handle.adopted());
    this.#followFrame();
  }

  // Elements in a frame that goes are not told so: they are not disconnected.
  #followFrame() {
    const view = this.ownerDocument.defaultView;
    if (view === this.#frame) return;
    this.#frame?.removeEventListener("pagehide", this.#frameGone);
    this.#frame = view === window ? null : view;
    this.#frame?.addEventListener("pagehide", this.#frameGone);
  }

  // Called for every element when the module that some of them run on has panicked.
  poisoned(glue, message) {
    if (this.#glue !== glue) return;
    this.#glue = this.#handle = null;
    this.#showFailure("card.stopped", message);
  }

  #mount() {
    const attempt = ++this.#attempt;
    load().then(
      (glue) => {
        if (attempt !== this.#attempt || !elements.has(this)) return;
        this.#root.replaceChildren();
        this.#glue = glue;
        const attributes = this.getAttributeNames().map((name) => [name, this.getAttribute(name)]);
        try {
          this.#handle = glue.mount(this, this.#root, attributes, this.#values);
        } catch (error) {
          // After a panic the card is there already.
          if (this.#glue) this.#showFailure("card.stopped", String(error?.message || error));
        }
      },
      (error) => {
        if (attempt === this.#attempt && elements.has(this)) this.#showFailure(...explain(error));
      },
    );
  }

  #unmount() {
    clearTimeout(this.#end);
    this.#frame?.removeEventListener("pagehide", this.#frameGone);
    this.#frame = null;
    elements.delete(this);
    this.#attempt++;
    this.#observer?.disconnect();
    this.#observer = null;
    const handle = this.#handle;
    this.#glue = this.#handle = null;
    handle?.unmount();
    this.#root.replaceChildren();
  }

  #tell(message) {
    if (this.#handle) message(this.#handle);
  }

  // The one card that is drawn without wasm: when there is none, or when it has stopped. It speaks English until the words
  // of the agent's language are there; they are fetched for it.
  #showFailure(title, detail) {
    const said = [];
    const part = (tag, name, words) => {
      const node = document.createElement(tag);
      node.setAttribute("part", name);
      node.textContent = CARD[words] ?? words;
      said.push([node, words]);
      return node;
    };
    const card = part("div", "error", "");
    card.setAttribute("role", "alert");
    // By the object model, not by a style attribute in markup: a strict CSP allows the former.
    Object.assign(card.style, { font: "14px/1.5 system-ui, sans-serif", padding: "16px", overflowWrap: "anywhere" });
    const retry = part("button", "retry", "failure.retry");
    retry.type = "button";
    retry.addEventListener("click", () => {
      this.#root.replaceChildren();
      this.#mount();
    });
    const heading = part("strong", "error-title", title);
    const advice = part("p", "error-detail", detail);
    advice.style.margin = "8px 0 12px";
    for (const [node] of said) node.dir = "auto";
    card.append(heading, advice, retry);
    this.#root.replaceChildren(card);
    console.error(`<${TAG}>: ${heading.textContent}. ${advice.textContent}`);
    const language = fileOf(
      String(this.locale || this.getAttribute("locale") || this.lang || document.documentElement.lang || navigator.language),
    );
    if (language === "en") return;
    const speak = (words) => {
      for (const [node, key] of said) if (words[key]) node.textContent = words[key];
    };
    // Without them it stays as it is; the console says why.
    loadWords(language).then(speak, () => {});
  }
}

// Why the wasm is not there, and what the administrator can do.
const explain = (error) => {
  const detail = String(error?.message || error);
  if (/unsafe-eval|Content Security Policy/i.test(detail)) {
    return [
      "card.forbidden",
      "card.forbidden.advice",
    ];
  }
  if (error instanceof TypeError) {
    return [
      "card.not-loaded",
      `${wasmUrl()} could not be fetched (${detail}). Allow its origin in connect-src of the page's Content Security Policy, and let its host send Access-Control-Allow-Origin; or use customer-journey-widget.standalone.js.`,
    ];
  }
  return ["card.not-loaded", detail];
};

if (!customElements.get(TAG)) {
  customElements.define(TAG, CustomerJourneyWidget);
} else if (customElements.get(TAG).journeyWidgetVersion === undefined) {
  console.warn(
    `<${TAG}> is already defined by another script, so this one does nothing. To use both, give this script's tag data-tag="another-name" and use <another-name>.`,
  );
}
CustomerJourneyWidget.journeyWidgetVersion = VERSION;
