import assert from "node:assert/strict";
import { test } from "node:test";

import { identitiesOf } from "../customer.js";

const of = (customer) => identitiesOf({ participants: [{ purpose: "agent", address: "sip:agent@x" }, { purpose: "customer", ...customer }] });

test("a caller is known by the number, however it is written, and once", () => {
  const phone = [{ type: "phone", value: "+12025550143" }];
  assert.deepEqual(of({ address: "tel:+12025550143", calls: [{ self: { addressNormalized: "+1 (202) 555-0143" } }] }), phone);
  assert.deepEqual(of({ calls: [{ self: { addressRaw: "sip:+12025550143@trunk.example;user=phone" } }] }), phone);
  assert.deepEqual(of({ address: "tel:2025550143" }), [{ type: "phone", value: "2025550143" }]);
});

test("writers are known by their address, or by the messenger's id for them", () => {
  assert.deepEqual(of({ emails: [{ self: { addressNormalized: "jose@example.com" } }] }), [{ type: "email", value: "jose@example.com" }]);
  assert.deepEqual(of({ messages: [{ self: { addressNormalized: "a1b2-c3" } }] }), [{ type: "temporaryId", value: "a1b2-c3" }]);
  assert.deepEqual(of({ address: "12025550143" }), [{ type: "temporaryId", value: "12025550143" }], "digits alone may be any id");
});

test("nobody is known by nothing", () => {
  for (const nothing of [undefined, {}, { participants: null }, { participants: [{}] }, { participants: [{ purpose: "agent", address: "tel:+1" }] }]) {
    assert.deepEqual(identitiesOf(nothing), []);
  }
  assert.deepEqual(of({ address: "sip:anonymous@anonymous.invalid", calls: [null, {}] }), []);
});
