// Sets up Genesys Cloud for the pages of this folder, in three steps: sign in, look, do it.
import { answerIn } from "./grant.js";
import { settingsOf } from "./parameters.js";
import { FOR_AGENTS, FOR_SET_UP, lacking } from "./permissions.js";
import { Session, takePending } from "./session.js";
import { groupsOf, pagesOf, setUp } from "./setup.js";
import { handOver } from "./windows.js";

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

const items = (pairs) => element("ul", {}, ...pairs.map(([name, why]) => element("li", {}, element("code", { textContent: name }), ` – ${why}`)));
const paragraph = (textContent) => element("p", { textContent });

const problem = (error) => {
  const missing = error.permission ? ` The permission ${error.permission} is missing.` : "";
  return element("p", { className: "problem", textContent: `${error.message}${missing}` });
};

const doIt = async (ask, settings, pages, groups, button) => {
  button.disabled = true;
  const list = element("ul");
  step("done", "3. What was done", list);
  let changes = 0;
  try {
    const wanted = { clientId: settings.clientId, grant: settings.isImplicit ? "implicit" : "code", pages, groups };
    await setUp(ask, wanted, (what, isChanged) => {
      changes += isChanged ? 1 : 0;
      list.append(element("li", { textContent: `${isChanged ? "Changed" : "As it should be"}: ${what}` }));
    });
    list.after(
      paragraph(changes === 0 ? "Nothing had to be changed." : "Genesys Cloud is set up. Reload it to see the journey beside an interaction."),
      element("p", {}, "For supervisors: ", element("a", { href: pages.supervisor, textContent: pages.supervisor })),
    );
  } catch (error) {
    list.after(problem(error), paragraph("What stands above was done. Mend this, and run it again: it goes on from here."));
  }
  button.disabled = false;
};

const look = async (ask, settings) => {
  const pages = pagesOf(location.origin + location.pathname);
  const me = await ask("GET", "/api/v2/users/me?expand=authorization");
  const held = me.authorization?.permissions ?? [];
  const [forSetUp, forAgents] = [lacking(held, FOR_SET_UP), lacking(held, FOR_AGENTS)];
  const signedIn = paragraph(`Signed in as ${me.name ?? me.email}.`);
  const lacks =
    forSetUp.length > 0 &&
    element("div", {}, paragraph("These permissions seem to be missing. Ask for them, or let somebody do it who has them:"), items(forSetUp));
  let boxes = [];
  let chooser = paragraph("Groups could not be read: the integration is shown to those to whom it is shown now.");
  try {
    boxes = (await groupsOf(ask)).map(({ id, name }) => [element("input", { type: "checkbox", name: "group", value: id }), name]);
    const legend = element("legend", { textContent: "Who sees it (none chosen: as it is now)" });
    chooser = element("fieldset", {}, legend, ...boxes.map(([box, name]) => element("div", {}, element("label", {}, box, ` ${name}`))));
  } catch (error) {
    chooser.append(` (${error.message})`);
  }
  const button = element("button", { type: "button", textContent: lacks ? "Try it all the same" : "Set it up" });
  button.addEventListener("click", () => {
    const chosen = boxes.filter(([box]) => box.checked).map(([box]) => box.value);
    doIt(ask, settings, pages, chosen.length > 0 ? chosen : null, button);
  });
  const agents = forAgents.length > 0 && element("div", {}, paragraph("Agents need these permissions, which you do not have yourself. Look that their role has them:"), items(forAgents));
  const plan = paragraph(
    `The OAuth client ${settings.clientId} gets the addresses and scopes that it lacks. An interaction widget that opens ${pages.interaction} is added or completed, and switched on.`,
  );
  step("look", "2. What will be done", signedIn, lacks, plan, agents, chooser, button);
};

const start = () => {
  const answer = answerIn(location);
  if (answer && handOver(answer)) return;
  const pending = answer && takePending(answer.state);
  if (answer) history.replaceState(null, "", location.pathname + (pending?.search ?? ""));
  const settings = settingsOf(location.search, window.JOURNEY_CONFIG);
  if (settings.problems.length > 0) {
    const where = paragraph("Mend hosts/genesys/config.js on your host, and reload this page.");
    step("sign-in", "1. Sign in", ...settings.problems.map((words) => element("p", { className: "problem", textContent: words })), where);
    return;
  }
  let isLooking = false;
  const session = new Session(settings, {
    onToken: async () => {
      if (isLooking) return;
      isLooking = true;
      const retiring = settings.isImplicit && paragraph("config.js asks for the implicit grant, which Genesys supports until March 2027 only. Make an OAuth client of kind Code Authorization.");
      step("sign-in", "1. Sign in", paragraph("Done."), retiring);
      try {
        await look(session.ask, settings);
      } catch (error) {
        isLooking = false;
        if (error.status === 401) session.refused();
        else step("look", "2. What will be done", problem(error));
      }
    },
    onAsk: (why) => {
      const button = element("button", { type: "button", textContent: "Sign in" });
      button.addEventListener("click", () => session.signIn().catch((error) => session.onAsk(error.message)));
      const words = paragraph("Sign in to Genesys Cloud as somebody who may change OAuth clients and integrations.");
      step("sign-in", "1. Sign in", why && element("p", { className: "problem", textContent: why }), words, button);
    },
  });
  session.start(answer, pending);
};

start();
