// Runs in the page before anything else: stands for the journey service, and measures what a person waits for.
//
// Answers come from memory, so that what is measured is the element and the browser, not a network. Everything else
// (scripts, WebAssembly) goes to its host.
(() => {
  const HOUR = 3_600_000;
  const asked = []; // when each request of the element's was made
  const streams = new Set();
  let base = "";
  let latency = 0; // of each answer, ms: how far away the service is

  // A customer of calls and chats, four events each, of that size in bytes.
  const history = (identity, name, length, size) => {
    const events = [];
    const now = Date.now();
    for (let at = 0; at < length; at++) {
      const contact = Math.floor(at / 4);
      const step = 3 - (at % 4);
      const event = {
        id: `${name}-${at}`,
        specversion: "1.0",
        type: ["task:new", "task:connect", "task:connected", "task:ended"][step],
        source: "wxcc",
        time: new Date(now - HOUR * (contact + 1) + step * 30_000).toISOString(),
        identity,
        identitytype: "phone",
        datacontenttype: "application/json",
        data: {
          taskId: `${name}-task-${contact}`,
          channelType: contact % 3 ? "telephony" : "chat",
          direction: "INBOUND",
          queueName: `${name} queue ${contact % 7}`,
          agentName: `Agent ${contact % 12}`,
        },
      };
      const room = size - JSON.stringify(event).length - 40;
      // What today's events carry: many short variables, not one long text.
      for (let key = 0, left = room; left > 40; key++, left -= 40) {
        event.data[`variable_${key}`] = "v".repeat(40 - 20 + (key < 10 ? 1 : 0));
      }
      events.push(event);
    }
    return events;
  };

  const later = (body, status = 200) =>
    Promise.resolve(new Response(body, { status, headers: { "content-type": "application/json" } }));
  const json = (value, status) => later(JSON.stringify(value), status);

  const texts = new Map(); // identity -> each event's text: the service's own work is none of what is measured
  const identityOf = (url) => url.searchParams.get("identity") ?? decodeURIComponent(url.pathname.split("/").pop());

  const person = (identity) =>
    json({ data: [{ id: `person-${identity}`, firstName: "Ann", lastName: identity, phone: [identity], email: [], customerId: [], socialId: [], temporaryId: [] }] });

  const answer = async (url, request) => {
    const path = url.pathname;
    if (path.includes("/stream/")) {
      const one = { path: decodeURIComponent(path) };
      const body = new ReadableStream({
        start: (to) => {
          one.tell = (text) => to.enqueue(new TextEncoder().encode(`data: ${text}\n\n`));
          streams.add(one);
        },
        cancel: () => streams.delete(one),
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    }
    if (path.includes("/v1/api/events/")) {
      const all = texts.get(identityOf(url)) ?? [];
      const size = Number(url.searchParams.get("pageSize")) || all.length;
      const from = (Number(url.searchParams.get("page")) || 0) * size;
      return later(`{"data":[${all.slice(from, from + size).join()}]}`);
    }
    if (path.endsWith("/aliases/search")) return person((await request.json()).identities[0]);
    if (path.includes("/aliases/")) return person(identityOf(url));
    if (path.includes("/profile-view-template")) return json({ data: [{ id: "t", name: "journey-default-template" }] });
    if (path.includes("/progressive-profile-view")) return json({ data: [{ attributes: [] }] });
    return json({ data: [{ id: "ws", name: "Main", wxccSubscriptionIds: ["s"] }] });
  };

  const { fetch } = window;
  window.fetch = (input, init) => {
    const url = new URL(input.url ?? input, location.href);
    if (url.origin !== base) return fetch.call(window, input, init);
    asked.push(performance.now());
    const away = latency ? new Promise((done) => setTimeout(done, latency)) : Promise.resolve();
    return away.then(() => answer(url, input instanceof Request ? input.clone() : new Request(url, init)));
  };
  window.EventSource = class {
    constructor(address) {
      const one = { path: decodeURIComponent(address), tell: (text) => this.onmessage?.({ data: text }) };
      this.close = () => streams.delete(one);
      streams.add(one);
    }
  };

  const frame = () => new Promise((done) => requestAnimationFrame(done));
  // Until `look` gives something; then the page is laid out with it, and that is the time.
  const seen = (root, look) =>
    new Promise((done, failed) => {
      const end = setTimeout(() => failed(new Error("never seen")), 120_000);
      const observer = new MutationObserver(() => check());
      const check = () => {
        const found = look();
        if (!found) return;
        observer.disconnect();
        clearTimeout(end);
        found.getBoundingClientRect();
        done(performance.now());
      };
      observer.observe(root, { childList: true, subtree: true, characterData: true });
      check();
    });
  const shadow = async (element) => {
    while (!element.shadowRoot) await Promise.resolve();
    return element.shadowRoot;
  };
  const rowOf = (root, words) => () => {
    const row = root.querySelector(".row");
    return row && (!words || root.textContent.includes(words)) ? row : null;
  };
  const contactOf = (identity, name) => ({ interactionId: `now-${name}`, ani: identity, dnis: "+18005550199", contactDirection: "INBOUND", mediaType: "telephony" });

  const mounted = (identity, name) => {
    const element = document.createElement("customer-journey-widget");
    for (const [key, value] of Object.entries({ "base-url": base, "project-id": "ws", limit: "20" })) element.setAttribute(key, value);
    Object.assign(element, { bearerToken: "token", organizationId: "org", interactionData: contactOf(identity, name) });
    document.body.append(element);
    return element;
  };

  const A = "+12025550143";
  const B = "+12025550188";

  window.bench = {
    prepare(service, length, size, away) {
      base = service;
      latency = away;
      // What an agent chose to see is remembered.
      localStorage.clear();
      sessionStorage.clear();
      for (const [identity, name] of [[A, "Anna"], [B, "Bert"]]) {
        const events = history(identity, name, length, size);
        texts.set(identity, events.map((event) => JSON.stringify(event)));
      }
      const bytes = texts.get(A).reduce((sum, text) => sum + text.length, 0);
      return Math.round(bytes / length);
    },

    // The script is not there yet.
    async cold(address) {
      const start = performance.now();
      const script = document.createElement("script");
      script.src = address;
      document.head.append(script);
      await new Promise((done, failed) => Object.assign(script, { onload: done, onerror: failed }));
      const element = mounted(A, "Anna");
      const root = await shadow(element);
      const time = (await seen(root, rowOf(root, "Anna queue"))) - start;
      element.remove();
      return time;
    },

    // The script is there, and so is whatever it loads.
    async warm() {
      // Long enough for an element that was taken away to end.
      await new Promise((done) => setTimeout(done, 700));
      await frame();
      asked.length = 0;
      const start = performance.now();
      const element = mounted(A, "Anna");
      const root = await shadow(element);
      const first = (await seen(root, rowOf(root, "Anna queue"))) - start;
      const request = asked[0] - start;
      const whole = await this.whole(element, start);
      await this.idle();
      const back = await this.switched(element, root, B, "Bert");
      await this.whole(element, start);
      await this.idle();
      const live = await this.live(root);
      const filter = await this.filter(root);
      element.remove();
      return { first, request, whole, switch: back, live, filter };
    },

    async switched(element, root, identity, name) {
      const start = performance.now();
      element.interactionData = contactOf(identity, name);
      return (await seen(root, rowOf(root, `${name} queue`))) - start;
    },

    loaded: 0,
    async whole(element, start) {
      if (!element.constructor.journeyWidgetVersion) return null;
      while (!element.benchLoaded) await frame();
      element.benchLoaded = false;
      return this.loaded - start;
    },

    async idle() {
      for (let count = 0; count < 10; count++) await frame();
    },

    async live(root) {
      const event = {
        id: `live-${performance.now()}`, specversion: "1.0", type: "visit", source: "custom/shop", time: new Date().toISOString(), identity: B,
        identitytype: "phone", data: { uiData: { title: "A live event", subTitle: "Shop" } },
      };
      const text = JSON.stringify(event);
      const open = () => [...streams].find(({ path }) => path.includes("/events/") && path.includes(B));
      while (!open()) await frame();
      await this.idle();
      const start = performance.now();
      open().tell(text);
      return (await seen(root, rowOf(root, "A live event"))) - start;
    },

    // Only chats: what is chosen takes effect, and the page is laid out with it.
    async filter(root) {
      const select = root.querySelector("select");
      const channel = [...root.querySelectorAll("[part~=channel]")].find((button) => /chat/i.test(button.textContent));
      const without = () => {
        const rows = [...root.querySelectorAll(".row")];
        return rows.some((row) => row.textContent.includes("A live event")) ? null : rows[0];
      };
      const start = performance.now();
      if (channel) channel.click();
      else {
        select.value = "chat";
        select.dispatchEvent(new Event("change"));
      }
      return (await seen(root, without)) - start;
    },
  };
  addEventListener("journey-loaded", (event) => {
    bench.loaded = performance.now();
    event.target.benchLoaded = true;
  });
})();
