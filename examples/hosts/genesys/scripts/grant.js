// OAuth as Genesys Cloud has it: authorization code with PKCE; and the implicit grant, for older clients.
import { t } from "./words.js";

/** The address of a page as it is registered with the client: without its query. */
export const redirectUri = ({ origin, pathname }) => origin + pathname.replace(/\/$/, "/index.html");

const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const random = (count) => base64url(crypto.getRandomValues(new Uint8Array(count)));

/** A sign-in that is to begin: `{ state, verifier, challenge }`. `way`: page, frame or popup, which the answer comes by. */
export const begin = async (way) => {
  const verifier = random(96);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return { state: `${way}.${random(16)}`, verifier, challenge: base64url(new Uint8Array(digest)) };
};

/** Where a sign-in begins. */
export const authorizeUrl = (settings, redirect, { state, challenge }) => {
  const url = new URL("/oauth/authorize", settings.loginUrl);
  const query = { client_id: settings.clientId, redirect_uri: redirect, state };
  const grant = settings.isImplicit
    ? { response_type: "token" }
    : { response_type: "code", code_challenge: challenge, code_challenge_method: "S256" };
  url.search = new URLSearchParams({ ...query, ...grant });
  return url.href;
};

/** What a sign-in answered in a page's address: `{ state, way, code | token, expiresIn | error }`; null if it did not. */
export const answerIn = ({ search, hash }) => {
  const query = new URLSearchParams(search);
  const fragment = new URLSearchParams(hash.replace(/^#/, ""));
  const said = (name) => query.get(name) ?? fragment.get(name);
  const state = said("state");
  const way = /^(page|frame|popup)\../.exec(state ?? "")?.[1];
  if (!way || !["code", "access_token", "error"].some(said)) return null;
  const expiresIn = Number(fragment.get("expires_in")) || null;
  const error = said("error") && (said("error_description") ?? said("error"));
  return { state, way, code: query.get("code"), token: fragment.get("access_token"), expiresIn, error };
};

/** Changes an answer for a token: `{ token, expiresIn }` in seconds. */
export const tokenOf = async (settings, redirect, answer, verifier) => {
  if (answer.error) throw new Error(answer.error);
  if (answer.token) return { token: answer.token, expiresIn: answer.expiresIn ?? 3600 };
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    code: answer.code,
    code_verifier: verifier,
    client_id: settings.clientId,
    redirect_uri: redirect,
  });
  const response = await fetch(new URL("/oauth/token", settings.loginUrl), { method: "POST", body, credentials: "omit" });
  const said = await response.json().catch(() => ({}));
  if (!response.ok || !said.access_token) {
    throw new Error(said.error_description ?? said.description ?? t("signInStatus", { status: response.status }));
  }
  return { token: said.access_token, expiresIn: Number(said.expires_in) || 3600 };
};
