// The WebAssembly and its glue: fetched once a page, started once for all elements, and anew after a panic.
//
// What loads it says where the files are: customer-journey-widget.js fetches them from beside itself (loader.js), the
// standalone script has them inside (standalone.js).

import { NAME } from "./names.js";
import { fileUrl } from "./script.js";
import { loadWords } from "./words.js";

// {
//   glue()     a promise of wasm-bindgen's ES module; each time another instance of it
//   wasm()     the first file's bytes; absent where it is fetched
//   later()    the second file's bytes; absent where it is fetched
//   integrity  of the second file; empty where all is in the first
// }
let files = null;

export const loadFrom = (given) => {
  files = given;
};

const LATER = ".later.wasm";

let compiled = null; // Promise<WebAssembly.Module>, shared by all elements and by fresh starts after a panic
let compiledLater = null; // the same for the second file
let running = null; // Promise<exports> of the module that new elements use; null after a panic
export const stopped = new WeakSet(); // modules that have panicked: nobody may call them again

// Which file it was, and which directive of a page's policy would have to allow it: the browser's own words do not say.
export const unreachable = (url, directive) => (error) => {
  throw Object.assign(error, { url, directive });
};

const compile = async () => {
  if (files.wasm) return WebAssembly.compile(files.wasm());
  const url = fileUrl(".wasm");
  const response = await fetch(url, { credentials: "same-origin" }).catch(unreachable(url, "connect-src"));
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const type = (response.headers.get("content-type") || "").split(";")[0].trim();
  if (type === "application/wasm") return WebAssembly.compileStreaming(response);
  console.info(
    `<${NAME}>: ${url} is served as "${type || "no type"}". It works, but starts later than as application/wasm.`,
  );
  return WebAssembly.compile(await response.arrayBuffer());
};

// The code that the first paint does not need. It is of the same build as the first file, or the browser refuses it.
const compileLater = async () => {
  if (files.later) return WebAssembly.compile(files.later());
  const { integrity } = files;
  const response = await fetch(fileUrl(LATER), { credentials: "same-origin", integrity, priority: "low" });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  return WebAssembly.compile(await response.arrayBuffer());
};

const startLater = async (exports) => {
  if (!files.later && !files.integrity) return;
  compiledLater ??= compileLater();
  try {
    await WebAssembly.instantiate(await compiledLater, { __wasm_split: exports });
  } catch (error) {
    compiledLater = null;
    console.error(
      `<${NAME}>: ${fileUrl(LATER)} could not be loaded (${error.message}). All files of one release must lie beside each other; without this one contacts cannot be opened.`,
    );
    throw error;
  }
};

// Script and wasm must be of one release. Of two they may not even go together, which is then what fails first.
const fitting = async (glue, module) => {
  let found = "does not fit it";
  try {
    const exports = await glue.default({ module_or_path: module });
    if (glue.version() === VERSION) return exports;
    found = `is ${glue.version()}`;
  } catch (error) {
    found += ` (${error.message})`;
  }
  throw new Error(`the script is version ${VERSION}, its wasm ${found}: put all files of one release beside each other`);
};

// The module that new elements use. `onPanic` hears of the one that has stopped, and what is said of it.
export const load = (onPanic) => {
  compiled ??= compile().catch((error) => {
    compiled = null;
    throw error;
  });
  running ??= Promise.all([files.glue(), compiled]).then(async ([glue, module]) => {
    const exports = await fitting(glue, module);
    glue.start((message) => {
      // A panic leaves the instance in an unknown state.
      stopped.add(glue);
      if (running === started) running = null;
      onPanic(glue, message);
    }, loadWords, () => startLater(exports));
    return glue;
  });
  const started = running;
  started.catch(() => {
    if (running === started) running = null;
  });
  return started;
};
