import assert from "node:assert/strict";
import { test } from "node:test";

import { answerIn, authorizeUrl, begin, redirectUri } from "../grant.js";
import { permissionIn } from "../platform.js";
import { renewAfter } from "../session.js";
import { attributesOf } from "../widget.js";

const settings = { clientId: "c", loginUrl: "https://login.mypurecloud.de", isImplicit: false, isOwnApi: false, domain: "mypurecloud.de", attributes: {} };

test("a sign-in proves that who changes the code is who asked for it", async () => {
  const { state, verifier, challenge } = await begin("page");
  assert.match(state, /^page\.[\w-]{22}$/);
  assert.match(verifier, /^[\w-]{128}$/);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  assert.equal(challenge, Buffer.from(digest).toString("base64url"));
  assert.notEqual((await begin("page")).verifier, verifier);
});

test("the platform is asked for a code, or for a token where config.js says so", () => {
  const url = new URL(authorizeUrl(settings, "https://x.example/index.html", { state: "page.1", challenge: "abc" }));
  assert.equal(url.origin + url.pathname, "https://login.mypurecloud.de/oauth/authorize");
  assert.equal(url.searchParams.get("response_type"), "code");
  assert.equal(url.searchParams.get("code_challenge_method"), "S256");
  const implicit = new URL(authorizeUrl({ ...settings, isImplicit: true }, "https://x.example/", { state: "page.1" }));
  assert.deepEqual([implicit.searchParams.get("response_type"), implicit.searchParams.get("code_challenge")], ["token", null]);
});

test("a page's address is the registered one", () => {
  assert.equal(redirectUri(new URL("https://x.example/genesys/?a=1#b")), "https://x.example/genesys/index.html");
  assert.equal(redirectUri(new URL("https://x.example/genesys/supervisor.html?a=1")), "https://x.example/genesys/supervisor.html");
});

test("an answer of the sign-in is told from an ordinary address", () => {
  const of = (text) => answerIn(new URL(`https://x.example/${text}`));
  assert.deepEqual(of("?conversationId=1"), null);
  assert.deepEqual(of("?code=1"), null, "without a state of ours");
  assert.deepEqual(of("?state=other.1&code=1"), null);
  assert.equal(of("?code=abc&state=frame.1").code, "abc");
  const implicit = of("#access_token=t&expires_in=60&state=page.1");
  assert.deepEqual([implicit.token, implicit.expiresIn, implicit.way], ["t", 60, "page"]);
  assert.equal(of("?error=access_denied&error_description=No%20access&state=page.1").error, "No access");
});

test("a token is renewed before it ends", () => {
  assert.equal(renewAfter(86_400), 86_100_000);
  assert.equal(renewAfter(60), 30_000);
  assert.ok(renewAfter(1e12) < 2 ** 31, "longer than timers can be is not at once");
});

test("a refusal names the permission", () => {
  assert.equal(permissionIn("You are missing the following permission(s): conversation:communication:view"), "conversation:communication:view");
  assert.equal(permissionIn("no"), null);
});

test("no token and no handler is set by a configuration", () => {
  const own = { limit: 10, genesysToken: "secret", "genesys-token": "secret", onclick: "evil()", style: "x", enableUserSearch: "true" };
  assert.deepEqual(attributesOf({ ...settings, attributes: own }), [
    ["sources", "genesys"],
    ["genesys-domain", "mypurecloud.de"],
    ["limit", "10"],
    ["enable-user-search", "true"],
  ]);
});
