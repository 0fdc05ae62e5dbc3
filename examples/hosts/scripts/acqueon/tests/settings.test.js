import assert from "node:assert/strict";
import { test } from "node:test";

import { settingsOf } from "../settings.js";

const of = (query) => settingsOf(`https://host.example/hosts/acqueon.html?${query}`);
const HUB = "hub-origin=https://acqueon.example";

test("what is not said has the documented default", () => {
  const settings = of(HUB);
  assert.deepEqual(settings.problems, []);
  assert.equal(settings.hubOrigin, "https://acqueon.example");
  assert.deepEqual([settings.hubWindow, settings.channel, settings.source, settings.isText], ["parent", "LCM", "customer-journey-widget", false]);
  assert.deepEqual(settings.registration, { topic: "App", subtopic: "Register", data: { name: "customer-journey-widget" } });
  assert.equal(settings.responseUrl, "https://host.example/hosts/acqueon.html?hub-origin=https://acqueon.example");
  assert.deepEqual(settings.attributes, { sources: "lcm" });
});

test("every setting is taken, in either spelling, and the rest is the widget's", () => {
  const settings = of(
    "hubOrigin=https://acqueon.example&subscriberId=66517761&channel=Amazon&source=my-softphone-ui&customer=%2B6591462346" +
      "&accountNumber=2%7C3%7C3%7C0%7C0%7C44%7C1&customer-field=Phone&messages=text&registration=none&lcmMonths=6&limit=20&sources=lcm+cjds",
  );
  assert.deepEqual([settings.subscriberId, settings.channel, settings.source], ["66517761", "Amazon", "my-softphone-ui"]);
  assert.deepEqual([settings.customer, settings.accountNumber], ["+6591462346", "2|3|3|0|0|44|1"]);
  assert.deepEqual([settings.customerFields, settings.isText, settings.registration], [["Phone"], true, null]);
  assert.deepEqual(settings.attributes, { sources: "lcm cjds", "lcm-months": "6", limit: "20" });
});

test("nothing that could do harm, and no page of nobody's", () => {
  const settings = of(`${HUB}&bearer-token=secret&onclick=alert(1)&style=color:red`);
  assert.deepEqual([settings.attributes, settings.problems.length], [{ sources: "lcm" }, 3]);
  for (const origin of ["", "*", "http://acqueon.example", "https://acqueon.example/path", "null"]) {
    const { hubOrigin, problems } = of(`hub-origin=${origin}`);
    assert.deepEqual([hubOrigin, problems.length], [null, 1], origin);
  }
  assert.equal(of(`${HUB}&registration={`).problems.length, 1);
  assert.equal(of(`${HUB}&messages=xml`).problems.length, 1);
});
