// customer-journey-widget.js: a small classic script. It defines the element at once and loads the rest from beside itself.
// VERSION and LATER_INTEGRITY are set where it is built (`cargo xtask bundle`).

import { defineOnce } from "./define.js";
import { loadFrom, unreachable } from "./module.js";
import { fileUrl } from "./script.js";

let starts = 0;

loadFrom({
  // The browser keeps an ES module by its whole address: what stands behind the hash makes another instance of the same
  // file, which a fresh start after a panic needs, and another try after a failure.
  glue: () => {
    const url = fileUrl(".module.js");
    return import(`${url}#${++starts}`).catch(unreachable(url, "script-src"));
  },
  integrity: LATER_INTEGRITY,
});
defineOnce(fileUrl(".wasm"));
