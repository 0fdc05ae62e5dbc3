// The custom element's class: it is defined as soon as the script runs, keeps what it is told until the WebAssembly is there,
// and hands everything on. It knows no customer, and no network. Whatever runs the page's code (reading a value, an event)
// does so while nothing of the widget is under way.

import { explain, showFailure } from "./card.js";
import { load, stopped } from "./module.js";
import { FUNCTIONS, OBSERVED, PROPERTIES } from "./names.js";
import { jsonOf } from "./plain.js";

// How long an element may be out of the document before it ends: a desktop that maximizes a widget takes it out and puts
// it back within one task, some within a frame or two.
const GRACE_MS = 500;

const elements = new Set(); // those in the document, or within their grace

const onPanic = (glue, message) => {
  for (const element of [...elements]) element.poisoned(glue, message);
};

// Values that set properties while they are read are told, and those that this sets; but not for ever.
const MOST_READS = 500;

// A value's JSON, or undefined and why there is none; of a function that it is there, and the function.
const read = (name, value) => {
  if (typeof value === "function" && FUNCTIONS.includes(name)) return ["true", undefined, value];
  try {
    return [jsonOf(value)];
  } catch (error) {
    return [undefined, error.message];
  }
};

export class CustomerJourneyWidget extends HTMLElement {
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
    this.#fail("card.stopped", message);
  }

  #mount() {
    const attempt = ++this.#attempt;
    const isOver = () => attempt !== this.#attempt || !elements.has(this);
    load(onPanic).then(
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
          if (this.#glue) this.#fail("card.stopped", String(error?.message || error));
        }
        this.#tellValues();
      },
      (error) => {
        if (!isOver()) this.#fail(...explain(error));
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
        take(name, ...read(name, this.#values[name]));
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

  #fail(title, detail) {
    showFailure(this, this.#root, title, detail, () => this.#mount());
  }
}
