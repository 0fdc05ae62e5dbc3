// The widget on these pages: its script, its attributes, and what it needs of the sign-in.

const ELEMENT = "customer-journey-widget";

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
/** Only what the widget reads: a configuration must not set a handler, a style or a token. */
export const mayBeSet = (name) =>
  /^[a-z]+(-[a-z0-9]+)*$/.test(name) && !/^on|^(style|class|id|is|slot|part)$/.test(name) && !/token/.test(name.replaceAll("-", ""));

/** Its attributes by these settings: `[[name, text]]`. */
export const attributesOf = (settings, own = {}) => {
  const region = settings.isOwnApi ? { "genesys-base-url": settings.apiUrl } : { "genesys-domain": settings.domain };
  const all = { sources: "genesys", ...region, ...own, ...settings.attributes };
  return Object.entries(all)
    .map(([name, value]) => [kebab(name), String(value)])
    .filter(([name]) => mayBeSet(name));
};

/** Puts the widget into the page. */
export const addWidget = (settings, own) => {
  const script = document.createElement("script");
  script.src = new URL("../../customer-journey-widget.js", document.baseURI).href;
  document.head.append(script);
  const widget = document.createElement(ELEMENT);
  for (const [name, value] of attributesOf(settings, own)) widget.setAttribute(name, value);
  if (settings.locale) widget.locale = settings.locale;
  document.querySelector("main").append(widget);
  return widget;
};
