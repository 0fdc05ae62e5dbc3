// Questions to Acqueon's workspace, and which answer belongs to which.
import { callOf, deskCall, isAnswer, isError, isLoaded, opened, packet, subscriberOf } from "./packets.js";

/** The platform gives no answer after so long, ms. */
export const DEADLINE = 10_000;

const late = () => new DOMException(`Acqueon's workspace did not answer within ${DEADLINE / 1000} s.`, "TimeoutError");

/** `post`: sends a packet to the workspace. `onCall`: hears whose call is on the agent's desk. */
export const connect = (settings, post, onCall = () => {}) => {
  const waiting = new Map(); // questions, the oldest first
  let subscriber = settings.subscriberId;
  let call = "";

  const register = () => {
    if (!settings.registration) return;
    const { channel, source } = settings;
    post(packet({ channel, source, ...settings.registration }, settings, subscriber));
  };

  const send = (question) => {
    question.isSent = true;
    post(packet(question.message, settings, subscriber));
  };

  const end = (question, settle) => {
    clearTimeout(question.timer);
    waiting.delete(question.callid);
    settle();
  };

  /** The inner message of the answer to this one. */
  const ask = (message) =>
    new Promise((resolve, reject) => {
      // The call that is on the desk is the one that Acqueon knows.
      const wanted = call || String(message?.data?.callid ?? "") || "journey";
      let callid = wanted;
      for (let again = 2; waiting.has(callid); again += 1) callid = `${wanted}-${again}`;
      const question = { callid, resolve, isSent: false };
      question.message = { ...message, source: settings.source, data: { ...message?.data, callid } };
      question.timer = setTimeout(() => {
        const why = question.isSent
          ? late()
          : new Error("Acqueon's workspace has given this page no subscriber ID: write subscriber-id into its address.");
        end(question, () => reject(why));
      }, DEADLINE);
      waiting.set(callid, question);
      if (subscriber) send(question);
      else register();
    });

  /** Which question a message answers. One that does not say answers the oldest. */
  const questionOf = (message) => {
    if (!isAnswer(message) && !isError(message)) return undefined;
    const sent = [...waiting.values()].filter((question) => question.isSent);
    const callid = callOf(message);
    return callid ? sent.find((question) => question.callid === callid) : sent[0];
  };

  /** Takes what the workspace sent. */
  const hear = (data) => {
    const given = subscriberOf(data);
    if (!subscriber && given) {
      subscriber = given;
      waiting.forEach((question) => question.isSent || send(question));
    }
    const message = opened(data);
    if (!message) return;
    // It was not there when this page was.
    if (isLoaded(message)) register();
    const desk = deskCall(message, settings);
    if (desk) {
      call = desk.id || call;
      onCall(desk);
    }
    const question = questionOf(message);
    if (question) end(question, () => question.resolve(message));
  };

  register();
  return { ask, hear };
};

/** What the widget knows a customer by: the number or address, and the record's key. */
export const identitiesOf = ({ customer, accountNumber }) => {
  const isPhone = /^\+?[\d\s().-]{5,}$/.test(customer);
  const type = customer.includes("@") ? "email" : isPhone ? "phone" : "customerId";
  const known = [
    { type, value: customer },
    { type: "customerId", value: accountNumber },
  ];
  return known.filter(({ value }) => value);
};

