// What the page of an interaction and the supervisor's page have in common: settings, sign-in, widget, life cycle.
import { answerIn } from "./grant.js";
import { followLifeCycle } from "./life-cycle.js";
import { notice } from "./notice.js";
import { languagesIn, settingsOf } from "./parameters.js";
import { Session, takePending } from "./session.js";
import { addWidget } from "./widget.js";
import { handOver } from "./windows.js";
import { speak, t } from "./words.js";

/** Shows the widget with these attributes, once somebody is signed in; `prepare(widget, settings)` says the rest before. `title`: the key of
 * the page's. */
export const showJourney = (title, attributes, prepare) => {
  const answer = answerIn(location);
  if (answer && handOver(answer)) return;
  const pending = answer && takePending(answer.state);
  // The parameters of before, and no code in the address.
  if (answer) history.replaceState(null, "", location.pathname + (pending?.search ?? ""));

  speak(languagesIn(location.search), title);
  document.querySelector("h1").textContent = t(title);
  const settings = settingsOf(location.search, window.JOURNEY_CONFIG);
  if (settings.problems.length > 0) {
    notice("configuration", settings.problems.join(" "));
    return;
  }
  if (settings.isImplicit) {
    console.warn("customer-journey: the implicit grant ends in March 2027. Make an OAuth client of kind Code Authorization.");
  }
  let widget = null;
  const session = new Session(settings, {
    onToken: (token) => {
      notice("sign-in", null);
      if (!widget) {
        widget = addWidget(settings, attributes);
        widget.addEventListener("journey-error", ({ detail }) => detail?.status === 401 && session.refused());
        prepare(widget, settings);
      }
      widget.genesysToken = token;
    },
    onAsk: (why) => {
      const ask = () => session.signIn().catch((error) => session.onAsk(error.message));
      const words = [why, t("signInToSee")].filter(Boolean).join(" ");
      notice("sign-in", words, { words: t("signIn"), onClick: ask });
    },
  });
  followLifeCycle(settings, {
    onStop: () => {
      session.end();
      widget?.remove();
    },
    // Of ten interactions that are open, one is looked at.
    onShown: (isShown) => widget?.toggleAttribute("disable-event-stream", !isShown),
  });
  session.start(answer, pending);
};
