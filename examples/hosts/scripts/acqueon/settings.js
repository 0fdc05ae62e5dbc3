// What the page's address says (docs/hosts/acqueon.md). What Acqueon does not publish is a setting here, with a default.

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Only what the widget reads: an address must not be able to set a handler, a style or a token. */
const mayBeSet = (name) =>
  /^[a-z]+(-[a-z0-9]+)*$/.test(name) && !/^on|^(style|class|id|is|slot|part)$/.test(name) && !/token/.test(name.replaceAll("-", ""));

/** An https origin, or this machine's own; exactly as browsers write it. */
const originOf = (text) => {
  if (!URL.canParse(text)) return null;
  const { origin, protocol, hostname } = new URL(text);
  const isSafe = protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1"].includes(hostname));
  return isSafe && origin === text ? origin : null;
};

/** How the page says that it is there: nothing, a topic with its subtopic, or the whole inner message. */
const registrationOf = (text, source) => {
  if (text === "none") return null;
  if (text.startsWith("{")) return JSON.parse(text);
  const [topic, subtopic] = text.split("/");
  if (!topic || !subtopic) throw new Error("no topic");
  return { topic, subtopic, data: { name: source } };
};

/**
 * `{ hubOrigin, hubWindow, subscriberId, channel, source, customer, accountNumber, customerFields, accountFields, responseUrl,
 * registration, isText, attributes, problems }`. `address`: the page's own.
 */
export const settingsOf = (address) => {
  const url = new URL(address);
  const told = new Map();
  // What is there in both spellings counts as it is written with dashes.
  for (const [name, value] of url.searchParams) {
    if (name === kebab(name) || !told.has(kebab(name))) told.set(kebab(name), value.trim());
  }
  const taken = new Set();
  const problems = [];
  const of = (name, otherwise = "") => {
    taken.add(name);
    return told.get(name) || otherwise;
  };
  const list = (name, otherwise) => of(name, otherwise).split(/[\s,]+/).filter(Boolean);
  const one = (name, words) => {
    const word = of(name, words[0]);
    if (words.includes(word)) return word;
    problems.push(`The address says ${name}=${word}; it takes ${words.join(", ")}.`);
    return words[0];
  };
  const hubOrigin = originOf(of("hub-origin"));
  if (!hubOrigin) problems.push("The address lacks the workspace that embeds this page: hub-origin=https://… without a path.");
  const source = of("source", "customer-journey-widget");
  let registration = null;
  try {
    registration = registrationOf(of("registration", "App/Register"), source);
  } catch {
    problems.push("registration takes none, a topic with its subtopic (App/Register), or a message as JSON.");
  }
  const settings = {
    hubOrigin,
    hubWindow: one("hub-window", ["parent", "top", "opener"]),
    subscriberId: of("subscriber-id"),
    channel: of("channel", "LCM"),
    source,
    customer: of("customer"),
    accountNumber: of("account-number"),
    customerFields: list("customer-field", "ContactNumber,ContactValue,CustomerNumber,PhoneNumber,ANI"),
    accountFields: list("account-field", "AccountNumber,LCMKey"),
    responseUrl: of("response-url", url.href),
    registration,
    isText: one("messages", ["object", "text"]) === "text",
    problems,
  };
  const attributes = { sources: "lcm" };
  for (const [name, value] of told) {
    if (taken.has(name)) continue;
    if (mayBeSet(name)) attributes[name] = value;
    else problems.push(`"${name}" cannot be set in the address.`);
  }
  return { ...settings, attributes };
};
