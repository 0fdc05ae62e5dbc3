// Names the element: by the script's tag or its own address, and once more for each further name.

import { CustomerJourneyWidget } from "./element.js";
import { NAME } from "./names.js";
import { scriptElement, scriptUrl } from "./script.js";

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
export const defineOnce = (place) => {
  const scripts = (globalThis[Symbol.for(NAME)] ??= new Map());
  const files = `${VERSION} ${place}`;
  if (!scripts.has(files)) scripts.set(files, define);
  scripts.get(files)(wantedTag());
};
