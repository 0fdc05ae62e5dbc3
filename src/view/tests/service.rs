//! The service that a test's widget asks: the page's `fetch` answers what the test says, and hands out what it was asked.

use wasm_bindgen::prelude::*;

/// Every host of a test has its answers: the first whose path is contained in the request's. A stream stays open, and
/// `push` sends into it.
const SERVICE: &str = r#"
globalThis.desk ??= (() => {
  const real = globalThis.fetch, hosts = new Map(), streams = new Map(), gates = new Map(), asked = [], written = [], searched = [];
  globalThis.fetch = (request, init) => {
    const url = new URL(request.url ?? request, location.href);
    const answers = hosts.get(url.host);
    if (!answers && url.host.endsWith(".cisco.com")) {
      asked.push(url.host + url.pathname);
      return Promise.reject(new TypeError("no such host"));
    }
    if (!answers) return real(request, init);
    asked.push(url.host + url.pathname);
    // Who is asked for in a body is answered as who is asked for by address.
    if (url.pathname.endsWith("/aliases/search")) {
      return request.clone().text().then((body) => {
        searched.push([url.host, body]);
        return answered(url, answers, `${url.pathname}/aliases/${encodeURIComponent(JSON.parse(body).identities[0])}`);
      });
    }
    if (url.pathname.endsWith("/parts/search")) {
      return request.clone().text().then((body) => {
        searched.push([url.host, body]);
        return answered(url, answers, url.pathname);
      });
    }
    // A question in a body changes nothing.
    if (request.method && request.method !== "GET" && !url.pathname.endsWith("/search")) {
      const place = written.push([url.host, `${request.method} ${url.pathname} (under way)`]) - 1;
      request.clone().text().then((body) => written[place][1] = `${request.method} ${url.pathname} ${body}`);
    }
    return answered(url, answers, url.pathname);
  };
  const answered = (url, answers, pathname) => {
    const found = answers.find(([path]) => pathname.includes(path));
    if (url.pathname.includes("/stream/")) {
      const place = url.host + (url.pathname.includes("/events/") ? "" : "/profile");
      const body = new ReadableStream({ start: (stream) => streams.set(place, stream) });
      return Promise.resolve(new Response(body, { headers: { "content-type": "text/event-stream" } }));
    }
    if (!found || found[1] === null) return new Promise(() => {});
    let [status, answer] = found[1];
    if (status === 0) return new Promise(() => {});
    const opened = found[1][2] ?? Promise.resolve();
    // A history has one page here, or the pages that the test gave it.
    const page = url.searchParams.get("page");
    if (page !== null && url.pathname.includes("/v1/api/events/")) {
      if (answer?.endless) {
        const number = 1000000 - page;
        const one = { ...answer.endless, id: `endless ${number}`, data: { ...answer.endless.data, number } };
        answer = { data: [one] };
      } else if (typeof answer?.pages?.[page] === "number") {
        [status, answer] = [answer.pages[page], {}];
      } else answer = answer?.pages ? { data: answer.pages[page] ?? [] } : page === "0" ? answer : { data: [] };
    }
    return opened.then(() => new Response(JSON.stringify(answer), { status, headers: { "content-type": "application/json" } }));
  };
  return {
    answer: (host, path, status, answer, late) => {
      const all = hosts.get(host) ?? [];
      const opened = late ? new Promise((open) => gates.set(host, open)) : undefined;
      hosts.set(host, [[path, [status, JSON.parse(answer), opened]], ...all.filter(([known]) => known !== path)]);
    },
    release: (host) => gates.get(host)(),
    push: (host, event) => streams.get(host).enqueue(new TextEncoder().encode("data: " + event + "\n\n")),
    send: (host, text) => streams.get(host).enqueue(new TextEncoder().encode(text)),
    streams: (host) => streams.has(host),
    cut: (host) => { streams.get(host).close(); streams.delete(host); },
    written: (host) => written.filter((one) => one[0] === host).map((one) => one[1]).join("\n"),
    searched: (host) => searched.filter((one) => one[0] === host).map((one) => one[1]).join("\n"),
    asked: (host, path) => asked.filter((one) => one.startsWith(host) && one.includes(path)).length,
  };
})()
"#;

#[wasm_bindgen]
extern "C" {
    pub(super) type Service;
    #[wasm_bindgen(method)]
    pub(super) fn answer(this: &Service, host: &str, path: &str, status: u16, answer: &str, late: bool);
    #[wasm_bindgen(method)]
    pub(super) fn release(this: &Service, host: &str);
    #[wasm_bindgen(method)]
    pub(super) fn push(this: &Service, host: &str, event: &str);
    #[wasm_bindgen(method)]
    pub(super) fn send(this: &Service, host: &str, text: &str);
    #[wasm_bindgen(method)]
    pub(super) fn streams(this: &Service, host: &str) -> bool;
    #[wasm_bindgen(method)]
    pub(super) fn cut(this: &Service, host: &str);
    #[wasm_bindgen(method)]
    pub(super) fn written(this: &Service, host: &str) -> String;
    #[wasm_bindgen(method)]
    pub(super) fn searched(this: &Service, host: &str) -> String;
    #[wasm_bindgen(method)]
    pub(super) fn asked(this: &Service, host: &str, path: &str) -> usize;
}

/// The one service of the page.
pub(super) fn service() -> Service {
    js_sys::eval(SERVICE).expect("the service").unchecked_into()
}
