// Acqueon's messages: an outer packet, whose topics are empty, around an inner message, which has them. Either comes as an
// object or as JSON text.

const parsed = (value) => {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
};

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** A field, whatever its case: the platform writes `subTopic` outside and `subtopic` inside. */
export const field = (value, name) => {
  if (!isObject(value)) return undefined;
  const key = Object.keys(value).find((key) => key.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : value[key];
};

const same = (one, other) => String(one ?? "").toLowerCase() === other.toLowerCase();

/** The packet around a message. */
export const packet = (message, settings, subscriberID) => {
  const whole = { channel: settings.channel, topic: "", subTopic: "", message, ResponseUrl: settings.responseUrl, subscriberID };
  return settings.isText ? JSON.stringify(whole) : whole;
};

/** The inner message of what came in; `null` if it is none. */
export const opened = (data) => {
  const value = parsed(data);
  if (!isObject(value)) return null;
  if (field(value, "topic")) return value;
  const inner = parsed(field(value, "message"));
  return isObject(inner) && field(inner, "topic") ? inner : null;
};

/** The id that the hub gave this page, wherever a packet has it. */
export const subscriberOf = (data) => {
  const whole = parsed(data);
  const inner = parsed(field(whole, "message"));
  const places = [whole, inner, parsed(field(inner, "message")), parsed(field(inner, "data")), parsed(field(whole, "data"))];
  const found = places.map((place) => field(place, "subscriberID")).find((id) => id !== undefined && id !== null && id !== "");
  return found === undefined ? "" : String(found);
};

/** Whether a message answers the question `GetCustomerJourney`. */
export const isAnswer = (message) => same(field(message, "topic"), "WebService") && same(field(message, "subtopic"), "CustomerJourney");

/** Whether it tells of an error. */
export const isError = (message) => same(field(message, "topic"), "Error");

/** Whether the workspace says that it is there now. */
export const isLoaded = (message) =>
  same(field(message, "topic"), "App") &&
  same(field(message, "subtopic"), "StateSync") &&
  same(field(parsed(field(message, "message")), "initState"), "Loaded");

/** The call that an answer is about; empty if it does not say. */
export const callOf = (message) => {
  const places = [parsed(field(message, "message")), parsed(field(message, "data"))];
  return String(places.map((place) => field(place, "callid")).find((id) => id !== undefined && id !== null) ?? "");
};

/** The call on the agent's desk: its id and whose it is; `null` if the message tells of none. */
export const deskCall = (message, settings) => {
  if (!same(field(message, "topic"), "Outbound") || !same(field(message, "subtopic"), "OutBoundCallStateChange")) return null;
  const call = field(parsed(field(message, "data")), "call");
  if (!isObject(call)) return null;
  const places = [parsed(field(call, "ResponseFields")), parsed(field(call, "CallVariables")), call];
  const said = (names) => {
    const values = names.flatMap((name) => places.map((place) => field(place, name)));
    return String(values.find((value) => ["string", "number"].includes(typeof value) && String(value).trim()) ?? "").trim();
  };
  return { id: String(field(call, "id") ?? ""), customer: said(settings.customerFields), accountNumber: said(settings.accountFields) };
};
