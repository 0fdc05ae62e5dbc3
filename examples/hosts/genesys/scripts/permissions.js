// Which permissions of Genesys Cloud are needed, and for what.

/** Whoever runs the wizard needs these. */
export const FOR_SET_UP = [
  ["oauth:client:view", "to look at the OAuth client"],
  ["oauth:client:edit", "to complete the OAuth client"],
  ["integrations:integration:view", "to look for the integration"],
  ["integrations:integration:add", "to add the integration"],
  ["integrations:integration:edit", "to configure the integration and switch it on"],
];

/** Agents need these, or see less. */
export const FOR_AGENTS = [
  ["conversation:communication:view", "who the customer of an interaction is"],
  ["externalContacts:contact:view", "the customer's name and identities"],
  ["externalContacts:session:view", "visits of the web site"],
  ["journey:event:view", "the pages of a visit"],
  ["analytics:conversationDetail:view", "former conversations"],
  ["routing:wrapupCode:view", "names of wrap-up codes"],
  ["routing:queue:view", "names of queues"],
  ["directory:user:view", "names of agents"],
];

const covers = (held, needed) => {
  const parts = held.split(":");
  return needed.split(":").every((part, place) => parts[place] === "*" || parts[place]?.toLowerCase() === part.toLowerCase());
};

/** Those of `needed` that are not held; a permission may be held for everything: `integrations:*:*`. */
export const lacking = (held, needed) => needed.filter(([one]) => !held.some((permission) => covers(permission, one)));
