// customer-journey-widget.standalone.js: one classic script with everything inside, for hosts that cannot send CORS headers or
// the type of WebAssembly. `built/…` are files of the build (`cargo xtask dist`).

import { freshGlue } from "built/fresh.js";
import later from "built/later.wasm";
import wasm from "built/first.wasm";
import { defineOnce } from "./define.js";
import { loadFrom } from "./module.js";

const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

loadFrom({ glue: async () => freshGlue(), wasm: () => bytes(wasm), later: () => bytes(later) });
defineOnce("inline");
