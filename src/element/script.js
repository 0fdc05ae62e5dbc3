// Where this script came from: its address, and its tag in the page where that is certain.
//
// `document.currentScript` is set while a classic script of the document runs, and null in a module and in a shadow root:
// there the first frame of a stack names the file. `import.meta` is no way out, it is a syntax error in a classic script.

const find = () => {
  const running = document.currentScript;
  if (running?.src) return [running, running.src];
  const scripts = [...document.scripts];
  const url = /[a-z][a-z\d+.-]*:\/\/\S*?(?=:\d+:\d+)/i.exec(new Error().stack ?? "")?.[0];
  if (url) return [running ?? scripts.find((script) => script.src === url) ?? null, url];
  const own = scripts.find((script) => /customer-journey-widget(\.standalone)?\.js([?#]|$)/.test(script.src));
  return [running ?? own ?? null, own?.src ?? document.baseURI];
};

// The <script>, or null; and its absolute address.
export const [scriptElement, scriptUrl] = find();

const isTag = (pair) => /^tag(=|$)/.test(pair);

// The address of a file beside the script: `.wasm` is customer-journey-widget.wasm. It has the script's query, but for the
// element's name: that makes no other files of them.
export const fileUrl = (suffix) => {
  const url = new URL(scriptUrl, document.baseURI);
  url.pathname = url.pathname.replace(/(?:\.standalone)?\.js$/, "") + suffix;
  const query = url.search.slice(1).split("&");
  if (query.some(isTag)) url.search = query.filter((pair) => !isTag(pair)).join("&");
  url.hash = "";
  return url.href;
};
