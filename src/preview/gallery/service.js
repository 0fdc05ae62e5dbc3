// The gallery's surroundings, inside the page: a journey service that answers each scene as the scene says, a clock that
// stands still, and a hand that clicks. Nothing of the widget is replaced.

const NOW = Date.UTC(2026, 2, 4, 10, 30);
// How long the widget waits for its words, ms (src/session/words.rs).
const PATIENCE = 2000;
const scenes = new Map();
const streams = new Map();
const nothing = () => new Promise(() => {});

// What people read says "2 days ago", and a picture of it is the same tomorrow. Whatever would take long (a deadline,
// a poll) never comes, so that a scene stays what it shows.
export function standStill() {
  // What an agent chose is kept in the tab; a scene must not begin with what another one chose.
  sessionStorage.clear();
  localStorage.clear();
  const RealDate = Date;
  window.Date = class extends RealDate {
    constructor(...parts) {
      super(...(parts.length ? parts : [NOW]));
    }
    static now() {
      return NOW;
    }
  };
  const { setTimeout } = window;
  // A service that fails is asked again a few times first; nobody wants to wait for that here. And English never stands in
  // for words that are late: when they come all is drawn anew, and what a hand had opened by then is closed.
  const isNever = (delay) => delay >= 8000 || delay === PATIENCE;
  window.setTimeout = (run, delay, ...more) => (isNever(delay) ? 0 : setTimeout(run, Math.min(delay, 100), ...more));
  window.setInterval = () => 0;
  const { fetch } = window;
  window.fetch = (input, init) => {
    const url = new URL(input.url ?? input, location.href);
    const scene = scenes.get(url.host);
    if (!scene) return fetch.call(window, input, init);
    if (!url.pathname.endsWith("/aliases/search")) return answer(url, scene);
    // Who is asked for in a body is answered as who is asked for by address.
    return input.clone().json().then(({ identities }) => {
      url.pathname = url.pathname.replace("/aliases/search", `/aliases/${encodeURIComponent(identities[0])}`);
      return answer(url, scene);
    });
  };
}

// A scene's answers: [part of the path, status, body], the first that fits; null for what never comes.
export function addScene(host, scene) {
  scenes.set(host, JSON.parse(scene));
}

const json = (status, body) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

const answer = (url, scene) => {
  if (url.pathname.includes("/stream/")) return stream(url, scene);
  const found = scene.answers.find(([part]) => url.pathname.includes(part));
  if (!found || found[1] === null) return nothing();
  const isHistory = url.pathname.includes("/v1/api/events/");
  if (scene.endless && isHistory) return Promise.resolve(json(200, { data: filled(url, found[2].data[0]) }));
  // Any other history has one page here.
  const isLater = isHistory && (url.searchParams.get("page") ?? "0") !== "0";
  return Promise.resolve(json(found[1], isLater ? { data: [] } : found[2]));
};

// A full page of events like this one, a minute apart.
const filled = (url, event) => {
  const number = (name, otherwise) => Number(url.searchParams.get(name) || otherwise);
  const size = number("pageSize", 10);
  const first = number("page", 0) * size;
  return Array.from({ length: size }, (_, at) => {
    const time = new Date(new Date(event.time).getTime() - (first + at) * 60_000).toISOString();
    return { ...event, id: `endless-${first + at}`, time };
  });
};

const stream = (url, scene) => {
  const before = streams.has(url.host);
  const isOfEvents = url.pathname.includes("/events/");
  if (scene.stream === null || (scene.stream === "breaks" && before)) return nothing();
  if (typeof scene.stream === "number") return Promise.resolve(json(scene.stream, {}));
  const start = (controller) => {
    if (!isOfEvents) return;
    streams.set(url.host, controller);
    if (scene.stream === "breaks") setTimeout(() => controller.close(), 50);
  };
  const body = new ReadableStream({ start });
  return Promise.resolve(new Response(body, { headers: { "content-type": "text/event-stream" } }));
};

const until = async (look) => {
  for (;;) {
    const seen = look();
    if (seen) return seen;
    await new Promise((next) => requestAnimationFrame(next));
  }
};

// Does what a person would do to come to this scene, then says that it stands.
export async function play(element, host, steps) {
  for (const [kind, what, text] of JSON.parse(steps)) {
    if (kind === "happens") {
      const to = await until(() => streams.get(host));
      to.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(what)}\n\n`));
      continue;
    }
    if (kind === "offline") {
      Object.defineProperty(navigator, "onLine", { value: false, configurable: true });
      window.dispatchEvent(new Event("offline"));
      continue;
    }
    const found = await until(() => element.shadowRoot?.querySelector(what));
    if (kind === "click") found.click();
    if (kind === "type") {
      found.value = text;
      found.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (kind === "choose") {
      found.value = text;
      found.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (kind === "press") {
      const key = text.replace("Shift+", "");
      found.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey: key !== text, bubbles: true, cancelable: true }));
    }
    await new Promise((next) => requestAnimationFrame(next));
  }
  element.closest("[data-scene]").dataset.stands = "";
}
