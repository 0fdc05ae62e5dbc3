// Who the customer of a conversation is, as `GET /api/v2/conversations/{id}` tells it.

const MEDIA = ["calls", "callbacks", "chats", "emails", "messages"];

const identity = (address) => {
  const text = String(address ?? "").trim();
  const bare = text.replace(/^(tel|sip|mailto):/i, "");
  const number = bare.replace(/[@;].*$/, "").replace(/[\s().-]/g, "");
  if (/^\+?\d{7,15}$/.test(number) && (number.startsWith("+") || /^(tel|sip):/i.test(text))) {
    return { type: "phone", value: number };
  }
  if (/^[^\s@]+@[^\s@]+$/.test(bare) && !/^sip:/i.test(text)) return { type: "email", value: bare };
  // Messengers have ids of their own for people.
  return bare && !/^sip:/i.test(text) ? { type: "temporaryId", value: bare } : null;
};

/** The customer's identities, `[{ type, value }]`, each once. */
export const identitiesOf = (conversation) => {
  const customers = (conversation?.participants ?? []).filter(({ purpose }) => /^(customer|external)$/i.test(purpose ?? ""));
  const addresses = customers.slice(0, 1).flatMap((customer) => {
    const parties = MEDIA.flatMap((media) => customer[media] ?? []).map((one) => one?.self ?? {});
    return [customer.address, ...parties.flatMap((self) => [self.addressNormalized, self.addressRaw])];
  });
  const known = new Map();
  for (const one of addresses.map(identity)) {
    if (one) known.set(one.value, one);
  }
  return [...known.values()];
};
