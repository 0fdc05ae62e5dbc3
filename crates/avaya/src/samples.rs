//! Records for the tests of those who read them, as the contract has them.

use serde_json::{Value, json};

/// The contract's example of a search, with its two engagements (other-desktops-and-sources.md, A.2).
pub fn example() -> Value {
    json!({"pagination": {"pageNumber": 1, "pageSize": 50, "total": 2},
     "identifiers": {"phoneNumbers": ["019 718 0171", "188-115-7717", "+353 628 9848"],
       "emailAddresses": ["melinda14@example.org", "cmartin@example.org"], "universalIds": ["7fdf89aa-70e6-4de9-8d7a-e1bbc4edcbaf"]},
     "engagements": [
      {"id": "8e557fd6-580a-43b3-8cf9-db8169f4af5a", "status": "COMPLETED", "direction": "INBOUND",
       "startDate": "2019-07-23T17:45:21.002Z", "updateDate": "2019-07-23T17:47:21.002Z", "endDate": "2019-07-23T17:58:32.002Z",
       "channels": [{"id": "Voice", "type": "VOICE"}],
       "identifiers": {"emailAddresses": ["cmartin@example.org"], "phoneNumbers": ["188-115-7717", "+353 628 9848"]},
       "agentNotes": [{"id": "n1", "engagementId": "8e557fd6-580a-43b3-8cf9-db8169f4af5a", "createdBy": {"id": "u1", "name": "John Smith"},
                      "updatedBy": {"id": "u1", "name": "John Smith"}, "text": "The Agent Note Text",
                      "createdAt": "2019-07-23T17:59:21.001Z", "updatedAt": "2019-07-23T17:59:21.001Z"}],
       "participants": [
         {"id": "443f413f", "type": "EXTERNAL", "joinedAt": "2019-07-23T17:45:21.002Z", "leftAt": "2019-07-23T17:58:32.002Z",
          "channelId": "Voice", "channelType": "VOICE", "callingNumber": "087 12345", "dialledNumber": "1590 12345", "dialogId": "67ec5131"},
         {"id": "b0t", "type": "TREATMENT", "automationType": "SELF_SERVICE", "joinedAt": "2019-07-23T17:45:22Z", "leftAt": "2019-07-23T17:45:51.002+00:00"},
         {"id": "e5e8b989", "type": "AGENT", "agentDisplayName": "John Smith", "joinedAt": "2019-07-23T17:46:51.1Z",
          "leftAt": "2019-07-23T17:56:51.1Z", "channelId": "Voice", "channelType": "VOICE", "extension": "ext/1234", "dialogId": "67ec5131"}],
       "conversations": ["Mortgage Application", "First-time Buyer"],
       "data": {"referenceNumber": "ref-4bf68d57", "currentStatus": "Under review"},
       "attributes": ["Language.English", "Support.Technical"],
       "queues": [{"queueId": "a12d14a2", "queueName": "Default", "channelId": "Voice", "priority": 1, "rank": 2147483647,
                  "proficiencyRangeMin": 4, "proficiencyRangeMax": 10, "queuedAt": "2019-07-23T17:45:51.1Z",
                  "agentId": "93649e2e", "acceptedAt": "2019-07-23T17:46:51.1Z"}],
       "transfers": []},
      {"id": "94594028", "status": "ACTIVE", "direction": "OUTBOUND", "startDate": "2019-07-20T10:00:00.1Z", "channels": [{"id": "Chat", "type": "WEBCHAT"}],
       "identifiers": {"emailAddresses": ["cmartin@example.org"]},
       "participants": [{"id": "x", "type": "EXTERNAL", "joinedAt": "2019-07-20T10:00:00.1Z", "channelId": "Chat", "channelType": "WEBCHAT"}],
       "conversations": ["Mortgage Application"], "data": {}}]})
}
