// The custom element's class: the only JavaScript of the widget. It is defined as soon as the script runs, keeps what it
// is told until the WebAssembly is there, and hands everything on. It knows no customer, and no network but its own files.
// Whatever runs the page's code (reading a value, an event) does so while nothing of the widget is under way.
//
// `cargo xtask bundle` puts this body into the shipped classic script, in one function scope, after these names:
//   jsonOf         plain.js
//   scriptElement  the <script> that runs this, or null (module scripts)
//   scriptUrl      the absolute URL of this script, as a string
//   VERSION        the package's version; the wasm must be of the same
//   newGlue()      evaluates wasm-bindgen's no-modules glue anew and returns its init function (a fresh instance each time)
//   inlineWasm     null, or in the standalone script a function that returns the wasm as a Uint8Array
//   later          null where all is in one wasm; or the second one: {integrity}, or in the standalone script {inline()}
"use strict";

const NAME = "customer-journey-widget";

// The attributes, each also without its dashes, and as a property in camel case; src/settings/attributes.rs tells of each.
const ATTRIBUTES = [
  "base-url",
  "project-id",
  "template-id",
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
  "persona",
  "badge-keyword",
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

// Properties that are no attribute of the list. Each also takes the older attribute spelling (bearer-token …).
const OWN_PROPERTIES = [
  "bearerToken",
  "interactionData",
  "organizationId",
  "dataCenter",
  "customer",
  "darkMode",
  "locale",
  "eventIconTemplate",
];

// Attributes that are read and not in the list.
const ALSO_READ = ["lang", "workspace-id"];

const camel = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const PROPERTIES = [...new Set([...OWN_PROPERTIES, ...ATTRIBUTES.map(camel)])];

// No other attribute is listened to: a page may change `class` and `style` with every frame. Nothing but a debug build takes
// the last one (handle.rs).
const OBSERVED = [
  ...[...ATTRIBUTES, ...PROPERTIES.map(kebab), ...ALSO_READ].flatMap((name) => [name, name.replaceAll("-", ""), camel(name)]),
  "data-panic",
];

// How long an element may be out of the document before it ends: a desktop that maximizes a widget takes it out and puts
// it back within one task, some within a frame or two.
const GRACE_MS = 500;

let compiled = null; // Promise<WebAssembly.Module>, shared by all elements and by fresh starts after a panic
let compiledLater = null; // the same for the second file
let running = null; // Promise<exports> of the module that new elements use; null after a panic
const stopped = new WeakSet(); // modules that have panicked: nobody may call them again

// The files beside the script have its query, but for the element's name: that makes no other files of them.
const wasmUrl = (suffix = ".wasm") => {
  const url = new URL(scriptUrl, document.baseURI);
  url.pathname = url.pathname.replace(/(?:\.standalone)?\.js$/, "") + suffix;
  const query = url.search.slice(1).split("&");
  if (query.some(isTag)) url.search = query.filter((pair) => !isTag(pair)).join("&");
  url.hash = "";
  return url.href;
};

const isTag = (pair) => /^tag(=|$)/.test(pair);

const laterUrl = () => wasmUrl(".later.wasm");

const compile = async () => {
  if (inlineWasm) return WebAssembly.compile(inlineWasm());
  const url = wasmUrl();
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const type = (response.headers.get("content-type") || "").split(";")[0].trim();
  if (type === "application/wasm") return WebAssembly.compileStreaming(response);
  console.info(
    `<${NAME}>: ${url} is served as "${type || "no type"}". It works, but starts later than as application/wasm.`,
  );
  return WebAssembly.compile(await response.arrayBuffer());
};

const words = {}; // Promises of languages' words, shared by all elements
const wordless = new Set(); // languages whose words did not come; said once

const loadWords = (language) =>
  (words[language] ??= fetchWords(language).catch((error) => {
    delete words[language];
    if (!wordless.has(language)) console.warn(`<${NAME}>: no words for "${language}", so it speaks English. ${error.message}`);
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
      `<${NAME}>: ${laterUrl()} could not be loaded (${error.message}). All files of one release must lie beside each other; without this one contacts cannot be opened.`,
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
      // A panic leaves the instance in an unknown state.
      stopped.add(glue);
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

// Values that set properties while they are read are told, and those that this sets; but not for ever.
const MOST_READS = 500;

// A value's JSON, or undefined and why there is none.
const read = (value) => {
  try {
    return [jsonOf(value)];
  } catch (error) {
    return [undefined, error.message];
  }
};

class CustomerJourneyWidget extends HTMLElement {
  static journeyWidgetVersion = VERSION;

  #values = {}; // properties, as the desktop set them
  #untold = new Set(); // the names of those that the running widget has yet to be told
  #isReading = false;
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
      if (!Object.hasOwn(this, name)) continue;
      try {
        const value = this[name];
        delete this[name];
        this.#values[name] = value;
      } catch {
        // A getter that throws, or a property that cannot be taken away. Not its words: they may hold a customer's.
        console.warn(`<${this.localName}>: the property ${name} was set in a way that cannot be read.`);
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
          this.#untold.add(name);
          this.#tellValues();
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
    this.#observer.observe(this, { attributes: true, attributeFilter: OBSERVED });
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
    const isOver = () => attempt !== this.#attempt || !elements.has(this);
    load().then(
      (glue) => {
        if (isOver()) return;
        const values = new Map();
        for (const name of PROPERTIES) if (Object.hasOwn(this.#values, name)) this.#untold.add(name);
        this.#readUntold((name, ...value) => values.set(name, value));
        // Whoever read them may have taken the element away, or stopped the module in another one.
        if (isOver()) return;
        if (stopped.has(glue)) return this.#mount();
        this.#root.replaceChildren();
        this.#glue = glue;
        this.#observer.takeRecords();
        const attributes = this.getAttributeNames().map((name) => [name, this.getAttribute(name)]);
        const properties = [...values].map(([name, value]) => [name, ...value]);
        try {
          this.#handle = glue.mount(this, this.#root, attributes, properties, Object.keys(this));
        } catch (error) {
          // After a panic the card is there already.
          if (this.#glue) this.#showFailure("card.stopped", String(error?.message || error));
        }
        this.#tellValues();
      },
      (error) => {
        if (!isOver()) this.#showFailure(...explain(error));
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
    const [glue, handle] = [this.#glue, this.#handle];
    this.#glue = this.#handle = null;
    this.#root?.replaceChildren();
    // Not amid what the widget does: the page may take a frame away while it hears of a click or of the focus.
    if (handle) queueMicrotask(() => stopped.has(glue) || handle.unmount());
  }

  #tellValues() {
    if (this.#handle) this.#readUntold((...told) => this.#tell((handle) => handle.set_property(...told)));
  }

  // Hands on each value that was not told yet: its name, and its JSON or why there is none.
  #readUntold(take) {
    // Set by a value that is just being read: its turn comes.
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      let reads = 0;
      for (const name of this.#untold) {
        this.#untold.delete(name);
        if (++reads > MOST_READS) {
          console.error(`<${this.localName}>: the property ${name} is set again whenever it is read; that is not followed.`);
          this.#untold.clear();
          break;
        }
        take(name, ...read(this.#values[name]));
      }
    } finally {
      this.#isReading = false;
    }
  }

  #tell(message) {
    if (!this.#handle) return;
    try {
      message(this.#handle);
    } catch (error) {
      // The page's code that set a value is not to blame. After a panic the card is there, and has said so.
      if (this.#handle) console.error(`<${this.localName}>: ${error?.message ?? error}`);
    }
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
    console.error(`<${this.localName}>: ${heading.textContent}. ${advice.textContent}`);
    const set = typeof this.locale === "string" ? this.locale : "";
    const language = fileOf(
      set || this.getAttribute("locale") || this.lang || document.documentElement.lang || navigator.language,
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

// The name that this script was loaded for: by its tag, or by its own address, since a desktop layout can write nothing else.
const wantedTag = () => {
  const { search, hash } = new URL(scriptUrl, document.baseURI);
  const inAddress = [search, hash].map((part) => new URLSearchParams(part.slice(1)).get("tag"));
  const names = [scriptElement?.dataset.tag, ...inAddress, NAME].map((name) => name?.trim().toLowerCase());
  return names.find(Boolean);
};

let isFirstName = true;

// Names the element. Of one class a page may make one element, so each further name has one of its own on the same module.
const define = (tag) => {
  const known = customElements.get(tag);
  if (!known) {
    try {
      customElements.define(tag, isFirstName ? CustomerJourneyWidget : class extends CustomerJourneyWidget {});
      isFirstName = false;
    } catch (error) {
      if (tag === NAME) throw error;
      console.warn(`<${NAME}>: "${tag}" cannot be an element's name; it needs a letter first and a dash in it, such as "our-journey". The element is <${NAME}>.`);
      define(NAME);
    }
  } else if (known.journeyWidgetVersion === undefined) {
    console.warn(
      `<${tag}> is already defined by another script, so this one does nothing. To use both, write another name into this script's address (customer-journey-widget.js?tag=our-journey), or into its tag (data-tag="our-journey"), and use <our-journey>.`,
    );
  } else if (known.journeyWidgetVersion !== VERSION) {
    console.warn(`<${tag}> is version ${known.journeyWidgetVersion}, which was here first; this script's ${VERSION} is not used for it.`);
  }
};

// A page that loads this script for several names has one module for all of them: each script finds the first one of the
// same files here. A symbol, and no name of the page's.
const scripts = (globalThis[Symbol.for(NAME)] ??= new Map());
const files = [VERSION, inlineWasm ? "inline" : wasmUrl()].join(" ");
if (!scripts.has(files)) scripts.set(files, define);
scripts.get(files)(wantedTag());
