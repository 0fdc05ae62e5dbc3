import assert from "node:assert/strict";
import { test } from "node:test";

import { localeOf, readQuery, settingsOf } from "../parameters.js";
import { domainOf } from "../regions.js";

const config = { clientId: "c", region: "mypurecloud.com" };

test("parameters of both generations are read in any spelling", () => {
  for (const name of ["conversationId", "conversationid", "gcConversationId", "pcConversationId", "gc-conversation-id", "PCCONVERSATIONID"]) {
    assert.equal(readQuery(`?x=1&${name}=c-1`).conversationId, "c-1", name);
  }
  const query = "?gcLangTag=pt-br&hostOrigin=https%3A%2F%2Fapps.mypurecloud.de&gcTargetEnv=prod-euc1&pcUsePopupAuth=true&pcEnvironment=mypurecloud.de";
  assert.deepEqual(readQuery(query), {
    langTag: "pt-br",
    hostOrigin: "https://apps.mypurecloud.de",
    targetEnv: "prod-euc1",
    usePopupAuth: "true",
    environment: "mypurecloud.de",
  });
});

test("what Genesys Cloud did not fill in says nothing", () => {
  assert.deepEqual(readQuery("?conversationId={{gcConversationId}}&langTag=%7B%7BgcLangTag%7D%7D&targetEnv=%20"), {});
  assert.deepEqual(settingsOf("", config).conversationId, null);
});

test("the region in the address wins over that of config.js", () => {
  for (const query of ["?environment=mypurecloud.ie", "?gcTargetEnv=prod-euw1", "?hostOrigin=https://apps.mypurecloud.ie", "?pcEnvironment=.mypurecloud.ie/"]) {
    assert.equal(settingsOf(query, config).apiUrl, "https://api.mypurecloud.ie", query);
    assert.equal(settingsOf(query, config).loginUrl, "https://login.mypurecloud.ie", query);
  }
  assert.equal(settingsOf("", { clientId: "c", region: "prod-apne1" }).apiUrl, "https://api.mypurecloud.jp");
});

test("nobody is sent to sign in where an address says so, unless Genesys Cloud is there", () => {
  const queries = ["?environment=evil.example", "?hostOrigin=https://apps.evil.example", "?environment=mypurecloud.ie.evil.example", "?targetEnv=evil", "?environment=evil.example/mypurecloud.ie"];
  for (const query of queries) {
    const settings = settingsOf(query, config);
    assert.deepEqual([settings.loginUrl, settings.apiUrl], ["https://login.mypurecloud.com", "https://api.mypurecloud.com"], query);
    assert.equal(settings.hostOrigin, null, query);
  }
  assert.equal(domainOf("apps.usw2.pure.cloud"), "usw2.pure.cloud");
  assert.equal(domainOf("notmypurecloud.com"), null);
});

test("what config.js lacks is said", () => {
  assert.equal(settingsOf("", { region: "mypurecloud.com" }).problems.length, 1);
  assert.match(settingsOf("", { clientId: "c", region: "atlantis" }).problems.join(), /atlantis/);
  assert.deepEqual(settingsOf("", { clientId: "c", apiUrl: "http://127.0.0.1:8788/", loginUrl: "http://127.0.0.1:8788" }).problems, []);
});

test("languages are named as browsers name them", () => {
  const expected = { "en-us": "en-US", de: "de", "pt-br": "pt-BR", "zh-cn": "zh-CN", no: "nb", "": null, "not a language": null };
  for (const [tag, locale] of Object.entries(expected)) assert.equal(localeOf(tag), locale, tag);
});
