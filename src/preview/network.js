// Cuts the widgets' way to the journey API, as a lost network does: new requests fail, and answers that are still
// coming in break off. The preview's own calls (tokens, publishing) go on: they stand for the platform, not the desk.

let line = new AbortController();

const lost = () => new TypeError("Failed to fetch: this preview is switched offline");

export function guardNetwork(base) {
  const real = window.fetch;
  window.fetch = (input, init) => {
    const url = typeof input === "string" ? input : (input.url ?? String(input));
    const guarded =
      url.startsWith(`${base}/`) && !url.startsWith(`${base}/publish/`) && !url.startsWith(`${base}/preview/`);
    if (!guarded) return real.call(window, input, init);
    const own = init?.signal ?? input.signal;
    const signal = own ? AbortSignal.any([own, line.signal]) : line.signal;
    return real.call(window, input, { ...init, signal });
  };
}

export function cutNetwork() {
  line.abort(lost());
  window.dispatchEvent(new Event("offline"));
}

export function restoreNetwork() {
  line = new AbortController();
  window.dispatchEvent(new Event("online"));
}
