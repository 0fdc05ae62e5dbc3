// The platform's API, as far as these pages ask it themselves.
import { t } from "./words.js";

/** A request that was refused or failed: `status` (0: no answer) and, if one is missing, `permission`. */
export class PlatformError extends Error {
  constructor(message, status, permission = null) {
    super(message);
    this.status = status;
    this.permission = permission;
  }
}

/** The permission that a refusal names: `analytics:conversationDetail:view`. */
export const permissionIn = (message) => /\b[a-z]+:[a-z]+:[a-z]+\b/i.exec(message ?? "")?.[0] ?? null;

/** Asks with whatever token is current: `ask("GET", "/api/v2/users/me")`. */
export const platform = (apiUrl, token) => async (method, path, body) => {
  const headers = { Authorization: `Bearer ${token()}`, Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  const options = { method, headers, body: body && JSON.stringify(body), credentials: "omit", cache: "no-store" };
  let response;
  try {
    response = await fetch(apiUrl + path, { ...options, signal: AbortSignal.timeout(15_000) });
  } catch {
    throw new PlatformError(t("noAnswer", { host: new URL(apiUrl).host }), 0);
  }
  const said = await response.json().catch(() => null);
  if (response.ok && said !== null) return said;
  const message = said?.message ?? t("status", { host: new URL(apiUrl).host, status: response.status });
  throw new PlatformError(message, response.status, response.status === 403 ? permissionIn(message) : null);
};
