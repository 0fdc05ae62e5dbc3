// A test part: plays the messaging of Acqueon's workspace for a page in its frame. `?page=` is that page's address.
//
// A page that registers is given its subscriber ID. A question is answered by what the List & Campaign Manager would say. What
// tests make it do: `hub.isSilent`, `hub.isText` (packets as JSON text), `hub.refusal` (an error in place of an answer),
// `hub.more` (interactions that happened since), `hub.call(fields)` (a call on the agent's desk). `hub.heard` has all packets, and `hub.refused` why some were none.
"use strict";
const frame = document.querySelector("iframe");
const page = new URLSearchParams(location.search).get("page");
const SUBSCRIBER = "66517761";

const hub = {
  heard: [],
  refused: [],
  isSilent: false,
  isText: false,
  refusal: null,
  more: [],
  send(message) {
    const packet = { channel: "LCM", topic: "", subTopic: "", message, subscriberID: SUBSCRIBER };
    frame.contentWindow.postMessage(hub.isText ? JSON.stringify(packet) : packet, new URL(page).origin);
  },
  call(fields) {
    const call = { id: "4711", event: "Connected", CallType: "Outbound", ButtonStates: {}, User: "agent", CallVariables: {}, ResponseFields: fields };
    hub.send({ channel: "LCM", topic: "Outbound", subtopic: "OutBoundCallStateChange", data: { call } });
  },
};
globalThis.hub = hub;

const answered = async (message) => {
  if (hub.refusal) return hub.refusal;
  const offset = -new Date().getTimezoneOffset();
  const answer = await fetch(`webservice?offset=${offset}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
  });
  const said = await answer.json();
  said.message.response?.unshift(...hub.more);
  return said;
};

const flaw = (packet) => {
  if (typeof packet !== "object" || packet === null) return "no packet";
  if (!packet.channel || packet.topic !== "" || packet.subTopic !== "") return "no outer packet";
  if (!packet.ResponseUrl || packet.ResponseUrl !== page) return "no ResponseUrl";
  if (!packet.message?.topic || !packet.message.subtopic || !packet.message.source) return "no inner message";
  const isRegistration = packet.message.topic === "App";
  return isRegistration || packet.subscriberID === SUBSCRIBER ? "" : "no subscriberID";
};

addEventListener("message", async ({ data, origin, source }) => {
  if (source !== frame.contentWindow || origin !== new URL(page).origin) return;
  const packet = typeof data === "string" ? JSON.parse(data) : data;
  hub.heard.push(packet);
  const why = flaw(packet);
  if (why) hub.refused.push(why);
  if (why || hub.isSilent) return;
  const { message } = packet;
  if (message.topic === "App" && message.subtopic === "Register") hub.send({ channel: "LCM", topic: "App", subtopic: "Registered", message: {} });
  if (message.topic === "WebService") hub.send(await answered(message));
});

if (page) frame.src = page;
document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  hub.call({ ContactNumber: event.target.elements.number.value });
});
