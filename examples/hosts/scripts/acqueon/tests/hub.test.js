import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { DEADLINE, connect, identitiesOf } from "../hub.js";
import { settingsOf } from "../settings.js";

const settingsWith = (more = "") =>
  settingsOf(`https://host.example/hosts/acqueon.html?hub-origin=https://acqueon.example&registration=none&subscriber-id=66517761${more}`);
const question = (callid) => ({
  channel: "LCM",
  topic: "WebService",
  subtopic: "GetCustomerJourney",
  source: "customer-journey-widget",
  data: { callid, AccountNumber: "", ContactNumber: "6591462346", ChannelID: "-1", MonthType: "12" },
});
const answer = (callid, response = []) => ({ channel: "LCM", topic: "WebService", subtopic: "CustomerJourney", message: { callid, response } });
const around = (message) => ({ channel: "LCM", topic: "", subTopic: "", message, subscriberID: "66517761" });
/** Each on its own: what is answered, and what still waits. */
const state = (promise) => Promise.race([promise, new Promise((resolve) => setImmediate(resolve, "waits"))]);

test("a question goes out in the documented envelope", () => {
  const sent = [];
  connect(settingsWith("&source=my-softphone-ui&channel=Cisco"), (packet) => sent.push(packet)).ask(question("7")).catch(() => {});
  const { ResponseUrl, message, ...outer } = sent[0];
  assert.deepEqual(outer, { channel: "Cisco", topic: "", subTopic: "", subscriberID: "66517761" });
  assert.ok(ResponseUrl.startsWith("https://host.example/hosts/acqueon.html?"), ResponseUrl);
  assert.deepEqual(message, { ...question("7"), source: "my-softphone-ui" });
});

test("answers are told apart by subtopic and call, whichever comes first", async () => {
  const hub = connect(settingsWith(), () => {});
  const [one, other] = [hub.ask(question("1")), hub.ask(question("2"))];
  hub.hear(around({ ...answer("1"), subtopic: "CallOutCome" }));
  hub.hear(around(answer("3")));
  hub.hear("no JSON");
  hub.hear(null);
  assert.equal(await state(one), "waits");
  hub.hear(around(answer("2", ["second"])));
  hub.hear(JSON.stringify(around(JSON.stringify(answer(1, ["first"])))));
  assert.deepEqual((await one).message.response, ["first"]);
  assert.deepEqual((await other).message.response, ["second"]);
});

test("questions of one call at the same time are told apart too", async () => {
  const sent = [];
  const hub = connect(settingsWith(), ({ message }) => sent.push(message.data.callid));
  const [one, other] = [hub.ask(question("1")), hub.ask(question("1"))];
  assert.deepEqual(sent, ["1", "1-2"]);
  hub.hear(answer("1-2", ["second"]));
  assert.equal(await state(one), "waits");
  assert.deepEqual((await other).message.response, ["second"]);
});

test("an error that does not say of which call is the oldest question's", async () => {
  const hub = connect(settingsWith(), () => {});
  const [one, other] = [hub.ask(question("1")), hub.ask(question("2"))];
  const error = { channel: "Amazon", topic: "Error", subtopic: "ApiError", data: { errorType: "WS_Error", errorMessage: "Invalid Call ID." } };
  hub.hear(around(error));
  assert.deepEqual([await one, await state(other)], [error, "waits"]);
});

test("after ten seconds nobody waits any more", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const hub = connect(settingsWith(), () => {});
    const asked = hub.ask(question("1"));
    mock.timers.tick(DEADLINE - 1);
    assert.equal(await state(asked), "waits");
    mock.timers.tick(1);
    await assert.rejects(asked, { name: "TimeoutError" });
    // Whoever comes too late answers nothing.
    hub.hear(answer("1"));
  } finally {
    mock.timers.reset();
  }
});

test("a page without an id registers, and asks when it has been given one", async () => {
  const sent = [];
  const settings = settingsOf("https://host.example/hosts/acqueon.html?hub-origin=https://acqueon.example");
  const hub = connect(settings, (packet) => sent.push(packet));
  assert.deepEqual(sent[0].message, { channel: "LCM", source: "customer-journey-widget", topic: "App", subtopic: "Register", data: { name: "customer-journey-widget" } });
  const asked = hub.ask(question("1"));
  // The workspace comes later than this page.
  hub.hear({ channel: "Amazon", topic: "App", subtopic: "StateSync", message: { initState: "Loaded" } });
  assert.ok(sent.every(({ message }) => message.subtopic === "Register"), JSON.stringify(sent));
  hub.hear(around({ channel: "LCM", topic: "App", subtopic: "Registered", message: {} }));
  assert.deepEqual([sent.at(-1).message.subtopic, sent.at(-1).subscriberID], ["GetCustomerJourney", "66517761"]);
  hub.hear(answer("1"));
  await asked;
});

test("without an id in time it is said what is missing", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const settings = settingsOf("https://host.example/hosts/acqueon.html?hub-origin=https://acqueon.example&registration=none");
    const asked = connect(settings, () => {}).ask(question("1"));
    mock.timers.tick(DEADLINE);
    await assert.rejects(asked, /subscriber-id/);
  } finally {
    mock.timers.reset();
  }
});

test("the call on the desk says whose journey is shown, and by which call it is asked for", () => {
  const [calls, sent] = [[], []];
  const hub = connect(settingsWith(), (packet) => sent.push(packet), (call) => calls.push(call));
  const call = { id: 4711, event: "Connected", CallType: "Outbound", CallVariables: { LCMKey: "2|3|3|0|0|44|1" }, ResponseFields: { contactnumber: 6591462346 } };
  hub.hear({ channel: "LCM", topic: "Outbound", subtopic: "OutBoundCallStateChange", data: { call } });
  assert.deepEqual(calls, [{ id: "4711", customer: "6591462346", accountNumber: "2|3|3|0|0|44|1" }]);
  hub.ask(question("made")).catch(() => {});
  assert.equal(sent.at(-1).message.data.callid, "4711");
});

test("a customer is known by the number or address, and by the record's key", () => {
  const of = (customer, accountNumber = "") => identitiesOf({ customer, accountNumber });
  assert.deepEqual(of("+65 9146 2346"), [{ type: "phone", value: "+65 9146 2346" }]);
  assert.deepEqual(of("ann@example.com"), [{ type: "email", value: "ann@example.com" }]);
  assert.deepEqual(of("CUST-4711", "2|3"), [
    { type: "customerId", value: "CUST-4711" },
    { type: "customerId", value: "2|3" },
  ]);
  assert.deepEqual(of(""), []);
});
