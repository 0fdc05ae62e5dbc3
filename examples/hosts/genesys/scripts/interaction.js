// The journey of the customer of one interaction: Genesys Cloud opens this page beside it.
import { identitiesOf } from "./customer.js";
import { notice } from "./notice.js";
import { showJourney } from "./page.js";

let isRead = false;

const readCustomer = async (widget, { conversationId }, ask) => {
  if (!conversationId) {
    notice("customer", "The address of this page names no conversation: conversationId={{gcConversationId}} belongs into it.");
    return;
  }
  if (isRead) return;
  isRead = true;
  widget.conversationId = conversationId;
  try {
    widget.identities = identitiesOf(await ask("GET", `/api/v2/conversations/${encodeURIComponent(conversationId)}`));
    notice("customer", null);
  } catch (error) {
    // The next token reads it again, too.
    isRead = false;
    const missing = error.permission ? ` The permission ${error.permission} is missing.` : "";
    const again = () => readCustomer(widget, { conversationId }, ask);
    notice("customer", `Who the customer is could not be read: ${error.message}${missing}`, { words: "Try again", onClick: again });
  }
};

showJourney({}, readCustomer);
