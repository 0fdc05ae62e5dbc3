// The one card that is drawn without WebAssembly: when there is none, or when it has stopped.

import { fileOf, loadWords } from "./words.js";

// What the card says that is drawn without wasm, in English.
const CARD = {
  "card.stopped": "The customer journey has stopped",
  "card.forbidden": "This page does not allow WebAssembly",
  "card.forbidden.advice":
    "Its Content Security Policy is missing 'wasm-unsafe-eval' in script-src. Ask your administrator to add it.",
  "card.not-loaded": "The customer journey could not be loaded",
  "failure.retry": "Try again",
};

// Draws it into `root`, the shadow root of `element`. It speaks English until the words of the agent's language are there;
// they are fetched for it.
export const showFailure = (element, root, title, detail, tryAgain) => {
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
    root.replaceChildren();
    tryAgain();
  });
  const heading = part("strong", "error-title", title);
  const advice = part("p", "error-detail", detail);
  advice.style.margin = "8px 0 12px";
  for (const [node] of said) node.dir = "auto";
  card.append(heading, advice, retry);
  root.replaceChildren(card);
  console.error(`<${element.localName}>: ${heading.textContent}. ${advice.textContent}`);
  const set = typeof element.locale === "string" ? element.locale : "";
  const language = fileOf(
    set || element.getAttribute("locale") || element.lang || document.documentElement.lang || navigator.language,
  );
  if (language === "en") return;
  const speak = (words) => {
    for (const [node, key] of said) if (words[key]) node.textContent = words[key];
  };
  // Without them it stays as it is; the console says why.
  loadWords(language).then(speak, () => {});
};

// Why the wasm is not there, and what the administrator can do.
export const explain = (error) => {
  const detail = String(error?.message || error);
  if (/unsafe-eval|Content Security Policy/i.test(detail)) {
    return [
      "card.forbidden",
      "card.forbidden.advice",
    ];
  }
  const { url, directive } = error ?? {};
  if (url) {
    return [
      "card.not-loaded",
      `${url} could not be fetched (${detail}). Allow its origin in ${directive} of the page's Content Security Policy, and let its host send Access-Control-Allow-Origin; or use customer-journey-widget.standalone.js.`,
    ];
  }
  return ["card.not-loaded", detail];
};
