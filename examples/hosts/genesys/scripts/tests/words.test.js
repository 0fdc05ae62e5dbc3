import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { FOR_AGENTS, FOR_SET_UP } from "../permissions.js";
import { languageOf, t } from "../words.js";
import { WORDS as PAGES } from "../words/pages.js";
import { WORDS as WIZARD } from "../words/wizard.js";

const languages = readdirSync(new URL("../../../../../locales/", import.meta.url)).map((name) => name.replace(".json", ""));
const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

test("the pages say everything in each language of the widget", () => {
  for (const words of [PAGES, WIZARD]) {
    assert.deepEqual(Object.keys(words).sort(), languages.sort());
    for (const [language, texts] of Object.entries(words)) {
      assert.deepEqual(Object.keys(texts), Object.keys(words.en), language);
      for (const [key, text] of Object.entries(texts)) {
        assert.ok(text.trim(), `${language} ${key}`);
        assert.deepEqual(places(text), places(words.en[key]), `${language} ${key}`);
      }
    }
  }
});

test("what the pages say is there, and nothing else", async () => {
  const { readFileSync } = await import("node:fs");
  const folder = new URL("../", import.meta.url);
  const modules = readdirSync(folder).filter((name) => name.endsWith(".js"));
  const said = modules.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
  const own = { ...PAGES.en, ...WIZARD.en };
  for (const [, call] of said.matchAll(/\bt\(([^)]*)/g)) {
    for (const [, key] of call.split("{")[0].matchAll(/"(\w+)"/g)) assert.ok(own[key], key);
  }
  for (const key of Object.keys(own)) assert.ok(said.includes(`"${key}"`), key);
  for (const [, why] of [...FOR_SET_UP, ...FOR_AGENTS]) assert.ok(own[why], why);
});

test("a page speaks the language of its address, else the browser's", () => {
  for (const [wanted, expected] of [
    [["de"], "de"],
    [["de-AT", "fr"], "de"],
    [[null, "th", "fr-CA"], "fr"],
    [["pt-PT"], "pt-BR"],
    [["zh-CN"], "zh-Hans"],
    [["zh-TW"], "zh-Hant"],
    [["zh-Hant-HK"], "zh-Hant"],
    [["th", "nb"], "en"],
    [[], "en"],
    [["constructor"], "en"],
  ]) {
    assert.equal(languageOf(wanted), expected, wanted.join());
  }
  assert.equal(t("status", { host: "api.example", status: 503 }), "api.example answered with status 503.");
});
