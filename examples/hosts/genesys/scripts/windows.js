// Signing in in another window: in a frame that nobody sees, while the browser knows who somebody is; or in a popup, since no
// sign-in page lets itself be framed.

import { t } from "./words.js";

const TYPE = "customer-journey-sign-in";
/** How long an unseen sign-in may take, ms. */
const FRAME_LIMIT = 10_000;
/** A page that came and says nothing will not, ms. */
const SILENCE = 1_500;

/** This page was opened for a sign-in only: hands the answer over. False: nobody waits for it. */
export const handOver = (answer) => {
  const other = { frame: window.parent, popup: window.opener }[answer.way];
  if (!other || other === window) return false;
  other.postMessage({ type: TYPE, answer }, location.origin);
  if (answer.way === "popup") window.close();
  return true;
};

/** The answer of that window to the sign-in of this state. */
const answerOf = (other, state, ended) =>
  new Promise((resolve, reject) => {
    const hear = ({ origin, source, data }) => {
      if (origin !== location.origin || source !== other() || data?.type !== TYPE || data.answer?.state !== state) return;
      done();
      resolve(data.answer);
    };
    const done = () => {
      window.removeEventListener("message", hear);
      stop();
    };
    window.addEventListener("message", hear);
    const stop = ended((why) => {
      done();
      reject(new Error(why));
    });
  });

/** Signs in without being seen; fails where the sign-in has to ask. */
export const inFrame = (url, state) => {
  const frame = document.createElement("iframe");
  Object.assign(frame, { hidden: true, title: "Sign-in", src: url });
  const answer = answerOf(() => frame.contentWindow, state, (end) => {
    const timers = [setTimeout(end, FRAME_LIMIT, t("tooSlow"))];
    frame.addEventListener("load", () => timers.push(setTimeout(end, SILENCE, "")));
    return () => {
      timers.forEach(clearTimeout);
      frame.remove();
    };
  });
  document.body.append(frame);
  return answer;
};

/** Signs in in a popup; to be called while a person clicks. `url` may come later, or a browser would block the popup. */
export const inPopup = async (begin) => {
  const popup = window.open("about:blank", "customer-journey-sign-in", "popup,width=520,height=680");
  if (!popup) throw new Error(t("blocked"));
  const { url, state } = await begin();
  const answer = answerOf(() => popup, state, (end) => {
    const timer = setInterval(() => popup.closed && end(t("closed")), 500);
    return () => clearInterval(timer);
  });
  popup.location.replace(url);
  return answer;
};
