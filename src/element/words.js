// The words of the agent's language, a file for each; English is in the WebAssembly.

import { NAME } from "./names.js";
import { scriptUrl } from "./script.js";

const words = {}; // Promises of languages' words, shared by all elements
const wordless = new Set(); // languages whose words did not come; said once

export const loadWords = (language) =>
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
export const fileOf = (tag) => {
  const [language, ...more] = tag.toLowerCase().split(/[-_]/);
  const chinese = /hant|tw|hk|mo/.test(more) && !more.includes("hans") ? "zh-Hant" : "zh-Hans";
  return { pt: "pt-BR", iw: "he", zh: chinese }[language] ?? language;
};
