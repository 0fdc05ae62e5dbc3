// What these pages say, in the language that Genesys Cloud says in their address, else in the browser's.
import { WORDS } from "./words/pages.js";

const known = {};
let language = "en";

/** More words, `{ de: { key: text } }`. */
export const learn = (words) => {
  for (const [name, texts] of Object.entries(words)) known[name] = { ...known[name], ...texts };
};
learn(WORDS);

const SCRIPTS = { "zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh-MO": "zh-Hant", zh: "zh-Hans", pt: "pt-BR" };

/** The first of these languages that there are words of, as browsers name them; English, if there are of none. */
export const languageOf = (wanted) => {
  for (const tag of wanted.filter(Boolean)) {
    const [base, ...rest] = tag.split("-");
    const script = rest.find((part) => part.length === 4);
    const tries = [tag, SCRIPTS[tag], script && `${base}-${script}`, SCRIPTS[base], base];
    const found = tries.find((name) => name && Object.hasOwn(known, name));
    if (found) return found;
  }
  return "en";
};

/** From now on the page speaks the first of these that it can; `title` is the key of its own. */
export const speak = (wanted, title) => {
  language = languageOf(wanted);
  document.documentElement.lang = language;
  document.documentElement.dir = ["ar", "he"].includes(language) ? "rtl" : "ltr";
  document.title = t(title);
};

/** The text of a key, with `{name}` filled in. */
export const t = (key, values = {}) => {
  const text = known[language]?.[key] ?? known.en[key];
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
};
