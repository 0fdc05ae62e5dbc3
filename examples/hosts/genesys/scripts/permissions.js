// Which permissions of Genesys Cloud are needed, and for what: the key of its words.

/** Whoever runs the wizard needs these. */
export const FOR_SET_UP = [
  ["oauth:client:view", "forClientView"],
  ["oauth:client:edit", "forClientEdit"],
  ["integrations:integration:view", "forIntegrationView"],
  ["integrations:integration:add", "forIntegrationAdd"],
  ["integrations:integration:edit", "forIntegrationEdit"],
];

/** Agents need these, or see less. */
export const FOR_AGENTS = [
  ["conversation:communication:view", "forConversation"],
  ["externalContacts:contact:view", "forContact"],
  ["externalContacts:session:view", "forSession"],
  ["journey:event:view", "forEvent"],
  ["analytics:conversationDetail:view", "forDetail"],
  ["routing:wrapupCode:view", "forWrapUpCode"],
  ["routing:queue:view", "forQueue"],
  ["directory:user:view", "forUser"],
];

const covers = (held, needed) => {
  const parts = held.split(":");
  return needed.split(":").every((part, place) => parts[place] === "*" || parts[place]?.toLowerCase() === part.toLowerCase());
};

/** Those of `needed` that are not held; a permission may be held for everything: `integrations:*:*`. */
export const lacking = (held, needed) => needed.filter(([one]) => !held.some((permission) => covers(permission, one)));
