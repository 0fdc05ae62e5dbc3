-- Webhooks are called by a queue for each address.

CREATE INDEX action_deliveries_of_an_address ON action_deliveries (state, url, next_at);
