// The journey of the customer of one interaction: Genesys Cloud opens this page beside it. Who that is the widget learns from the
// conversation.
import { notice } from "./notice.js";
import { showJourney } from "./page.js";
import { t } from "./words.js";

showJourney("journey", {}, (widget, { conversationId }) => {
  if (conversationId) {
    widget.conversationId = conversationId;
    return;
  }
  notice("customer", t("noConversation", { parameter: "conversationId={{gcConversationId}}" }));
});
