import assert from "node:assert/strict";
import { test } from "node:test";

import { FOR_SET_UP, lacking } from "../permissions.js";
import { NAME, TYPE, completedClient, completedConfiguration, pagesOf, propertiesOf, setUp } from "../setup.js";

const pages = pagesOf("https://x.example/hosts/genesys/wizard/index.html");

test("the pages are known by the wizard's address", () => {
  assert.deepEqual(pages, {
    interaction: "https://x.example/hosts/genesys/index.html",
    supervisor: "https://x.example/hosts/genesys/supervisor.html",
    wizard: "https://x.example/hosts/genesys/wizard/index.html",
  });
  assert.deepEqual(pagesOf("https://x.example/hosts/genesys/wizard/"), pages);
});

test("a client keeps what it has and gets what it lacks", () => {
  const client = { id: "c", name: "J", secret: "s", authorizedGrantType: "CODE", registeredRedirectUri: ["https://kept.example/"], scope: ["oauth"], accessTokenValiditySeconds: 3600, selfUri: "/x", description: null };
  const written = completedClient(client, pages);
  assert.equal(written.registeredRedirectUri[0], "https://kept.example/");
  assert.ok(Object.values(pages).every((page) => written.registeredRedirectUri.includes(page)));
  assert.ok(written.scope.includes("analytics:readonly") && written.accessTokenValiditySeconds === 3600);
  assert.deepEqual(Object.keys(written), ["name", "authorizedGrantType", "accessTokenValiditySeconds", "registeredRedirectUri", "scope"]);
  assert.equal(completedClient({ ...client, ...written }, pages), null);
  assert.ok(completedClient({ ...client, scope: null, registeredRedirectUri: undefined }, pages).scope.length > 0);
});

test("what somebody else configured stays", () => {
  const current = { id: "i", name: "Ours", version: 7, properties: { queueIdFilterList: ["q"], groups: ["g"], url: "https://old.example/" },
    advanced: { icon: { vector: "x" }, lifecycle: { hooks: { stop: false } } }, notes: "n", credentials: {} };
  const written = completedConfiguration(current, propertiesOf(pages, null));
  assert.deepEqual([written.version, written.name, written.notes], [7, "Ours", "n"]);
  assert.deepEqual([written.properties.queueIdFilterList, written.properties.groups], [["q"], ["g"]]);
  assert.match(written.properties.url, /index\.html\?conversationId=\{\{gcConversationId\}\}&langTag=/);
  assert.deepEqual([written.advanced.icon, written.advanced.lifecycle.hooks.stop], [{ vector: "x" }, true]);
  assert.equal(completedConfiguration({ ...current, ...written }, propertiesOf(pages, null)), null);
  assert.deepEqual(completedConfiguration({ ...current, ...written }, propertiesOf(pages, ["h"])).properties.groups, ["h"]);
});

test("permissions may be held for everything", () => {
  assert.deepEqual(lacking(["oauth:*:*", "Integrations:integration:*"], FOR_SET_UP), []);
  assert.deepEqual(lacking(["oauth:client:view", "oauth:client"], FOR_SET_UP)[0][0], "oauth:client:edit");
});

/** A tenant with an OAuth client and integrations. */
const tenant = (kind = "CODE") => {
  const client = { id: "c", name: "J", authorizedGrantType: kind, registeredRedirectUri: [], scope: [] };
  const integrations = [{ id: "x", name: "Another", integrationType: { id: "other" } }];
  const configurations = new Map([["x", { properties: {} }]]);
  const asked = [];
  const ask = async (method, path, body) => {
    asked.push(`${method} ${path.replace(/\?.*/, "")}`);
    const id = /integrations\/(i\d|x)/.exec(path)?.[1];
    if (path.startsWith("/api/v2/oauth/clients/c")) return method === "PUT" ? Object.assign(client, body) : { ...client };
    if (path.endsWith("/config/current")) {
      if (method === "PUT") configurations.set(id, { ...body, version: body.version + 1 });
      return structuredClone(configurations.get(id));
    }
    if (path.startsWith("/api/v2/integrations/types/")) return { id: TYPE };
    if (method === "PATCH") return Object.assign(integrations.find((one) => one.id === id), body);
    if (method === "POST") {
      const made = { id: `i${integrations.length}`, intendedState: "DISABLED", ...body };
      integrations.push(made);
      configurations.set(made.id, { name: made.name, version: 1, properties: {}, advanced: {}, credentials: {} });
      return { ...made };
    }
    return { entities: integrations.map((one) => ({ ...one })), pageCount: "1" };
  };
  return { ask, asked, client, integrations, configurations };
};

const run = async (ask, groups = null) => {
  const said = [];
  await setUp(ask, { clientId: "c", grant: "code", pages, groups }, (_, isChanged) => said.push(isChanged));
  return said;
};

test("it sets everything up, and a second run changes nothing", async () => {
  const { ask, asked, client, integrations, configurations } = tenant();
  assert.deepEqual(await run(ask, ["g"]), [true, true, true, true]);
  assert.equal(client.registeredRedirectUri.length, 3);
  assert.deepEqual([integrations[1].name, integrations[1].intendedState], [NAME, "ENABLED"]);
  assert.deepEqual(configurations.get("i1").properties.groups, ["g"]);
  asked.length = 0;
  assert.deepEqual(await run(ask), [false, false, false, false]);
  assert.ok(asked.every((line) => line.startsWith("GET ")), asked.join());
});

test("an integration of ours that was renamed is known by its address", async () => {
  const { ask, integrations, configurations } = tenant();
  await run(ask);
  integrations[1].name = "Journeys";
  configurations.get("i1").name = "Journeys";
  assert.deepEqual(await run(ask), [false, false, false, false]);
  assert.equal(integrations.length, 2);
});

test("a client of another kind is not bent into shape", async () => {
  const { ask, asked } = tenant("CLIENT-CREDENTIALS");
  await assert.rejects(run(ask), /CLIENT-CREDENTIALS/);
  assert.deepEqual(asked, ["GET /api/v2/oauth/clients/c"]);
});
