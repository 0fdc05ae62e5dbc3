// What a page's value is as JSON text: read here, before anything of the widget is touched. Reading runs the page's own code
// (getters, toJSON, proxies, observed objects), which may do anything: set another property, take the element away, throw.

// Deeper, and more values, than any contact has; an observed object may well give another one each time that it is asked.
const DEEPEST_VALUE = 64;
const MOST_VALUES = 20_000;

// Undefined where there is none. Throws where it can be none, with words that name nothing of it.
export const jsonOf = (value) => {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "bigint") return JSON.stringify(String(value));
  if (typeof value === "function" || typeof value === "symbol") throw new TypeError(`is a ${typeof value}`);
  try {
    // Through JSON's eyes: what an observed object or one with `toJSON` shows there is what is meant.
    const text = JSON.stringify(value);
    if (typeof text === "string") return text;
  } catch {
    // Something in it holds itself, is a BigInt or throws: what can be written is taken.
    try {
      const text = JSON.stringify(readable(value));
      if (typeof text === "string") return text;
    } catch {
      // Said below.
    }
  }
  throw new TypeError("cannot be read as JSON");
};

// A copy of all of it that can be read. What cannot is left out of an object, and is null in a list.
const readable = (value) => {
  let left = MOST_VALUES;
  const attempt = (read) => {
    try {
      return read();
    } catch {
      return undefined;
    }
  };
  const copy = (value, holders, key) => {
    if (typeof value === "bigint") return String(value);
    if (typeof value === "function" || typeof value === "symbol") return undefined;
    if (typeof value !== "object" || value === null) return value;
    if (holders.includes(value) || holders.length >= DEEPEST_VALUE || --left < 0) return undefined;
    const inside = [...holders, value];
    const shown = attempt(() => {
      const { toJSON } = value;
      return typeof toJSON === "function" ? [toJSON.call(value, key)] : undefined;
    });
    if (shown && shown[0] !== value) return copy(shown[0], inside, key);
    const fields = attempt(() => Object.keys(value)) ?? [];
    const field = (name) => attempt(() => copy(value[name], inside, name));
    if (attempt(() => Array.isArray(value))) return fields.map(field);
    // Without a prototype: a field may have any name.
    return Object.assign(Object.create(null), Object.fromEntries(fields.map((name) => [name, field(name)])));
  };
  return copy(value, [], "");
};
