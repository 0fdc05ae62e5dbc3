// Sets up Genesys Cloud for the pages of this folder, in three steps: sign in, look, do it.
import { answerIn } from "./grant.js";
import { languagesIn, settingsOf } from "./parameters.js";
import { FOR_AGENTS, FOR_SET_UP, lacking } from "./permissions.js";
import { Session, takePending } from "./session.js";
import { groupsOf, pagesOf, setUp } from "./setup.js";
import { handOver } from "./windows.js";
import { speak, t } from "./words.js";

const main = document.querySelector("main");

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter(Boolean));
  return made;
};

/** One step, in place of what it showed before. */
const step = (id, title, ...content) => {
  document.getElementById(id)?.remove();
  const section = element("section", { id }, element("h2", { textContent: title }), ...content);
  section.setAttribute("aria-live", "polite");
  main.append(section);
};

const items = (pairs) => element("ul", {}, ...pairs.map(([name, why]) => element("li", {}, element("code", { textContent: name }), ` – ${t(why)}`)));
const paragraph = (textContent) => element("p", { textContent });

const problem = (error) => {
  const { message, permission } = error;
  return element("p", { className: "problem", textContent: permission ? t("lacksPermission", { message, permission }) : message });
};

const doIt = async (ask, settings, pages, groups, button) => {
  button.disabled = true;
  const list = element("ul");
  step("done", t("stepDone"), list);
  let changes = 0;
  try {
    const wanted = { clientId: settings.clientId, grant: settings.isImplicit ? "implicit" : "code", pages, groups };
    await setUp(ask, wanted, (what, isChanged) => {
      changes += isChanged ? 1 : 0;
      list.append(element("li", { textContent: t(isChanged ? "changed" : "asItShouldBe", { what }) }));
    });
    list.after(
      paragraph(t(changes === 0 ? "nothing" : "isSetUp")),
      element("p", {}, `${t("supervisors")} `, element("a", { href: pages.supervisor, textContent: pages.supervisor })),
    );
  } catch (error) {
    list.after(problem(error), paragraph(t("goesOn")));
  }
  button.disabled = false;
};

const look = async (ask, settings) => {
  const pages = pagesOf(location.origin + location.pathname);
  const me = await ask("GET", "/api/v2/users/me?expand=authorization");
  const held = me.authorization?.permissions ?? [];
  const [forSetUp, forAgents] = [lacking(held, FOR_SET_UP), lacking(held, FOR_AGENTS)];
  const signedIn = paragraph(t("signedInAs", { name: me.name ?? me.email }));
  const lacks =
    forSetUp.length > 0 &&
    element("div", {}, paragraph(t("missing")), items(forSetUp));
  let boxes = [];
  let chooser;
  try {
    boxes = (await groupsOf(ask)).map(({ id, name }) => [element("input", { type: "checkbox", name: "group", value: id }), name]);
    const legend = element("legend", { textContent: t("whoSees") });
    chooser = element("fieldset", {}, legend, ...boxes.map(([box, name]) => element("div", {}, element("label", {}, box, ` ${name}`))));
  } catch (error) {
    chooser = paragraph(t("noGroups", { why: error.message }));
  }
  const button = element("button", { type: "button", textContent: t(lacks ? "tryAnyway" : "setItUp") });
  button.addEventListener("click", () => {
    const chosen = boxes.filter(([box]) => box.checked).map(([box]) => box.value);
    doIt(ask, settings, pages, chosen.length > 0 ? chosen : null, button);
  });
  const agents = forAgents.length > 0 && element("div", {}, paragraph(t("agentsNeed")), items(forAgents));
  const plan = paragraph(t("plan", { client: settings.clientId, address: pages.interaction }));
  step("look", t("stepLook"), signedIn, lacks, plan, agents, chooser, button);
};

const start = () => {
  const answer = answerIn(location);
  if (answer && handOver(answer)) return;
  const pending = answer && takePending(answer.state);
  if (answer) history.replaceState(null, "", location.pathname + (pending?.search ?? ""));
  speak(languagesIn(location.search), "title");
  document.querySelector("h1").textContent = t("heading");
  const settings = settingsOf(location.search, window.JOURNEY_CONFIG);
  if (settings.problems.length > 0) {
    const where = paragraph(t("mendConfig"));
    step("sign-in", t("stepSignIn"), ...settings.problems.map((words) => element("p", { className: "problem", textContent: words })), where);
    return;
  }
  let isLooking = false;
  const session = new Session(settings, {
    onToken: async () => {
      if (isLooking) return;
      isLooking = true;
      const retiring = settings.isImplicit && paragraph(t("retiring"));
      step("sign-in", t("stepSignIn"), paragraph(t("done")), retiring);
      try {
        await look(session.ask, settings);
      } catch (error) {
        isLooking = false;
        if (error.status === 401) session.refused();
        else step("look", t("stepLook"), problem(error));
      }
    },
    onAsk: (why) => {
      const button = element("button", { type: "button", textContent: t("signIn") });
      button.addEventListener("click", () => session.signIn().catch((error) => session.onAsk(error.message)));
      const words = paragraph(t("signInAs"));
      step("sign-in", t("stepSignIn"), why && element("p", { className: "problem", textContent: why }), words, button);
    },
  });
  session.start(answer, pending);
};

start();
