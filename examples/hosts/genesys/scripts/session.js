// Whoever is signed in: a token, renewed before it ends and after it was refused. It is kept in this tab's sessionStorage, where
// the frames of other interactions find it, and nowhere else.
import { authorizeUrl, begin, redirectUri, tokenOf } from "./grant.js";
import { platform } from "./platform.js";
import { inFrame, inPopup } from "./windows.js";
import { t } from "./words.js";

const KEY = "customer-journey-token";
const PENDING = "customer-journey-pending.";
/** Two refusals within so long are no chance, ms. */
const TOO_SOON = 30_000;
const LONGEST_TIMER = 2 ** 31 - 1;

/** How long after a token came the next one is asked for, ms: five minutes before its end, or half-way. */
export const renewAfter = (expiresIn) => Math.min(Math.max(expiresIn * 1000 - 300_000, expiresIn * 500), LONGEST_TIMER);

/** What was kept of a page before it went to the sign-in: `{ verifier, search }`; null if this state is none of ours. */
export const takePending = (state) => {
  const kept = sessionStorage.getItem(PENDING + state);
  sessionStorage.removeItem(PENDING + state);
  return kept ? JSON.parse(kept) : null;
};

export class Session {
  #settings;
  #ask;
  #redirect = redirectUri(location);
  #token = null;
  #timer;
  #renewing = null;
  #refusedAt = -TOO_SOON;
  #gone = false;

  /** `onToken(token)` is told each token; `onAsk(why)` when a person has to sign in. */
  constructor(settings, { onToken, onAsk }) {
    this.#settings = settings;
    this.#ask = platform(settings.apiUrl, () => this.#token);
    this.onToken = onToken;
    this.onAsk = onAsk;
  }

  /** Asks the platform as whoever is signed in. */
  get ask() {
    return this.#ask;
  }

  /** Begins with the answer that this page was called with, with the token of another frame, or unseen. */
  async start(answer, pending) {
    try {
      if (answer && pending) return this.#take(await tokenOf(this.#settings, this.#redirect, answer, pending.verifier));
      const kept = this.#kept();
      if (kept) return this.#use(kept);
    } catch (error) {
      return this.onAsk(error.message);
    }
    if (window.parent === window) return this.onAsk("");
    return this.renew();
  }

  /** Another token, without a person if that can be. */
  async renew() {
    this.#renewing ??= this.#unseen().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #unseen() {
    const { usePopup } = this.#settings;
    try {
      if (usePopup) throw new Error("");
      const signIn = await begin("frame");
      const answer = await inFrame(authorizeUrl(this.#settings, this.#redirect, signIn), signIn.state);
      this.#take(await tokenOf(this.#settings, this.#redirect, answer, signIn.verifier));
    } catch (error) {
      if (!this.#gone) this.onAsk(error.message);
    }
  }

  /** The platform refused a token. One that came just now and is refused itself is no way on: then a person is asked. */
  async refused() {
    const now = performance.now();
    if (this.#renewing || this.#gone) return;
    if (now - this.#refusedAt >= TOO_SOON) {
      this.#refusedAt = now;
      sessionStorage.removeItem(KEY);
      return this.renew();
    }
    // It may have been the token before, of a request that was under way.
    const error = await this.#ask("GET", "/api/v2/users/me").then(() => null, (error) => error);
    if (error?.status === 401 && !this.#renewing && !this.#gone) this.onAsk(t("refused"));
  }

  /** A person signs in, by a click: a page of its own goes there, a framed one opens a window. */
  async signIn() {
    if (window.parent === window && !this.#settings.usePopup) return this.#leave();
    let signIn;
    const answer = await inPopup(async () => {
      signIn = await begin("popup");
      return { url: authorizeUrl(this.#settings, this.#redirect, signIn), state: signIn.state };
    });
    this.#take(await tokenOf(this.#settings, this.#redirect, answer, signIn.verifier));
  }

  async #leave() {
    const signIn = await begin("page");
    const kept = { verifier: signIn.verifier, search: location.search };
    sessionStorage.setItem(PENDING + signIn.state, JSON.stringify(kept));
    location.assign(authorizeUrl(this.#settings, this.#redirect, signIn));
  }

  /** Asks for nothing any more. */
  end() {
    this.#gone = true;
    clearTimeout(this.#timer);
  }

  #kept() {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    const isOurs = kept?.clientId === this.#settings.clientId && kept.loginUrl === this.#settings.loginUrl;
    return isOurs && kept.endsAt - Date.now() > 60_000 ? kept : null;
  }

  #take({ token, expiresIn }) {
    const { clientId, loginUrl } = this.#settings;
    const kept = { token, expiresIn, clientId, loginUrl, endsAt: Date.now() + expiresIn * 1000 };
    sessionStorage.setItem(KEY, JSON.stringify(kept));
    this.#use(kept);
  }

  #use({ token, endsAt }) {
    if (this.#gone) return;
    this.#token = token;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.renew(), renewAfter(Math.max(endsAt - Date.now(), 0) / 1000));
    this.onToken(token);
  }
}
