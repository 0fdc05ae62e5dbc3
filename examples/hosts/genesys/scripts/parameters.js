// What Genesys Cloud says in a page's address, in the spellings of both of its generations and of whoever typed the URL, and
// what config.js says.
import { domainOf } from "./regions.js";
import { t } from "./words.js";

const NAMES = ["conversationId", "langTag", "hostOrigin", "targetEnv", "environment", "usePopupAuth"];
const plain = (name) => name.toLowerCase().replace(/[^a-z]/g, "").replace(/^[gp]c(?=[a-z])/, "");
const BY_PLAIN_NAME = new Map(NAMES.map((name) => [plain(name), name]));

/** The parameters in a query. What was not filled in, `{{gcConversationId}}`, is none. */
export const readQuery = (search) => {
  const found = {};
  for (const [key, value] of new URLSearchParams(search)) {
    const name = BY_PLAIN_NAME.get(plain(key));
    const text = value.trim();
    if (name && text && !/\{\{.*\}\}/.test(text)) found[name] ??= text;
  }
  return found;
};

const LANGUAGES = { no: "nb" };

/** A language as browsers name it: `pt-br` is `pt-BR`. */
export const localeOf = (langTag) => {
  const tag = String(langTag ?? "").replaceAll("_", "-");
  try {
    return Intl.getCanonicalLocales(LANGUAGES[tag.toLowerCase()] ?? tag)[0] ?? null;
  } catch {
    return null;
  }
};

/** The languages that a page may speak: that of its address, then the browser's. */
export const languagesIn = (search) => [localeOf(readQuery(search).langTag), ...navigator.languages];

const address = (text) => (URL.canParse(text ?? "") ? text.replace(/\/+$/, "") : null);

/**
 * What a page goes by: `{ clientId, domain, apiUrl, loginUrl, hostOrigin, targetEnv, conversationId, locale, usePopup,
 * isImplicit, attributes, problems }`. A sign-in goes to a region of Genesys Cloud or to what config.js names, and never to what
 * somebody else wrote into the address.
 */
export const settingsOf = (search, config = {}) => {
  const said = readQuery(search);
  const problems = [];
  const named = [said.environment, said.targetEnv, said.hostOrigin].filter(Boolean);
  const domain = named.map(domainOf).find(Boolean) ?? domainOf(config.region);
  if (!domain && !address(config.apiUrl)) {
    problems.push(t("noRegion", { region: config.region ?? "" }));
  }
  if (!config.clientId) problems.push(t("noClient"));
  const host = URL.canParse(said.hostOrigin ?? "") ? new URL(said.hostOrigin) : null;
  const isHost = host && (domainOf(host.hostname) || ["localhost", "127.0.0.1"].includes(host.hostname));
  return {
    clientId: config.clientId ?? "",
    domain,
    apiUrl: address(config.apiUrl) ?? `https://api.${domain}`,
    loginUrl: address(config.loginUrl) ?? `https://login.${domain}`,
    isOwnApi: address(config.apiUrl) !== null,
    hostOrigin: isHost ? host.origin : null,
    targetEnv: said.targetEnv ?? null,
    environment: domainOf(said.environment),
    conversationId: said.conversationId ?? null,
    locale: localeOf(said.langTag),
    usePopup: /^(true|1|yes)$/i.test(said.usePopupAuth ?? ""),
    isImplicit: config.grant === "implicit",
    attributes: config.attributes ?? {},
    problems,
  };
};
