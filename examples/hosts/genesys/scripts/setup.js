// What the wizard does: it completes the OAuth client, adds the integration, configures it and switches it on. Each part is
// compared first, so that a second run changes nothing.
import { WORDS } from "./words/wizard.js";
import { learn, t } from "./words.js";

learn(WORDS);

export const TYPE = "embedded-client-app-interaction-widget";
export const NAME = "Customer journey";

/** What the pages and this wizard may ask for with a token of the client. */
const SCOPES = [
  "analytics:readonly",
  "conversations:readonly",
  "external-contacts:readonly",
  "groups:readonly",
  "integrations",
  "journey:readonly",
  "oauth",
  "routing:readonly",
  "users:readonly",
];
/** What may be written of a client; the rest is the platform's own affair. */
const WRITABLE = [
  "name",
  "description",
  "authorizedGrantType",
  "accessTokenValiditySeconds",
  "roleIds",
  "roleDivisions",
  "state",
  "dateToDelete",
];
const HOOKS = { bootstrap: true, focus: true, blur: true, stop: true };
const PARAMETERS =
  "conversationId={{gcConversationId}}&langTag={{gcLangTag}}&hostOrigin={{gcHostOrigin}}&targetEnv={{gcTargetEnv}}&usePopupAuth={{gcUsePopupAuth}}";

/** The pages of this folder, by the wizard's own address. */
export const pagesOf = (wizard) => ({
  interaction: new URL("../index.html", wizard).href,
  supervisor: new URL("../supervisor.html", wizard).href,
  wizard: new URL("index.html", wizard).href,
});

/** What is wanted of the integration's `properties`; `groups` of nobody: those that are there stay. */
export const propertiesOf = (pages, groups) => ({
  url: `${pages.interaction}?${PARAMETERS}`,
  sandbox: "allow-forms,allow-popups,allow-same-origin,allow-scripts,allow-downloads",
  permissions: "clipboard-write",
  ...(groups && { groups }),
});

const union = (known, wanted) => [...new Set([...(known ?? []), ...wanted])];
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The client with what it lacks, as it is to be written; null if it lacks nothing. */
export const completedClient = (client, pages) => {
  const addresses = union(client.registeredRedirectUri, Object.values(pages));
  const scope = union(client.scope, SCOPES);
  if (isSame(addresses, client.registeredRedirectUri) && isSame(scope, client.scope)) return null;
  // A write says all that is to be kept.
  const kept = WRITABLE.filter((name) => client[name] !== undefined && client[name] !== null).map((name) => [name, client[name]]);
  return { ...Object.fromEntries(kept), registeredRedirectUri: addresses, scope };
};

/** The configuration with what it lacks, as it is to be written; null if it lacks nothing. */
export const completedConfiguration = (current, wanted) => {
  const lifecycle = current.advanced?.lifecycle ?? {};
  const properties = { ...current.properties, ...wanted };
  const advanced = { ...current.advanced, lifecycle: { ephemeral: true, ...lifecycle, hooks: { ...lifecycle.hooks, ...HOOKS } } };
  if (isSame(properties, current.properties) && isSame(advanced, current.advanced) && current.name) return null;
  const { version, notes = "", credentials = {} } = current;
  return { name: current.name || NAME, version, properties, advanced, notes, credentials };
};

const all = async (ask, path) => {
  const entities = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const answer = await ask("GET", `${path}?pageSize=100&pageNumber=${page}`);
    entities.push(...(answer.entities ?? []));
    pages = Number(answer.pageCount) || 1;
  }
  return entities;
};

const configurationOf = (ask, { id }) => ask("GET", `/api/v2/integrations/${id}/config/current`);

/** The integration of an earlier run: by its name, or by the address of our page. */
const find = async (ask, pages) => {
  const ofType = (await all(ask, "/api/v2/integrations")).filter(({ integrationType }) => integrationType?.id === TYPE);
  const named = ofType.find(({ name }) => name === NAME);
  if (named) return named;
  for (const one of ofType) {
    const { properties } = await configurationOf(ask, one);
    if (properties?.url?.startsWith(pages.interaction)) return one;
  }
  return null;
};

/** Groups that the integration may be shown to, `[{ id, name }]`. */
export const groupsOf = (ask) => all(ask, "/api/v2/groups");

/** Does it, and tells each part: `say(what, isChanged)`. `groups`: ids, or null to leave them as they are. */
export const setUp = async (ask, { clientId, grant, pages, groups }, say) => {
  const path = `/api/v2/oauth/clients/${encodeURIComponent(clientId)}`;
  const client = await ask("GET", path);
  const kind = grant === "implicit" ? "TOKEN" : "CODE";
  if (client.authorizedGrantType !== kind) {
    throw new Error(t("wrongKind", { name: client.name, found: client.authorizedGrantType, wanted: kind }));
  }
  const completed = completedClient(client, pages);
  if (completed) await ask("PUT", path, completed);
  say(t("didClient", { name: client.name }), completed !== null);

  let integration = await find(ask, pages);
  const isNew = !integration;
  if (isNew) {
    await ask("GET", `/api/v2/integrations/types/${TYPE}`);
    integration = await ask("POST", "/api/v2/integrations", { name: NAME, integrationType: { id: TYPE } });
  }
  say(t("didIntegration", { name: integration.name }), isNew);

  const configuration = completedConfiguration(await configurationOf(ask, integration), propertiesOf(pages, groups));
  if (configuration) await ask("PUT", `/api/v2/integrations/${integration.id}/config/current`, configuration);
  say(t("didOpens", { address: pages.interaction }), configuration !== null);

  const isOff = integration.intendedState !== "ENABLED";
  if (isOff) await ask("PATCH", `/api/v2/integrations/${integration.id}`, { intendedState: "ENABLED" });
  say(t("didOn"), isOff);
};
