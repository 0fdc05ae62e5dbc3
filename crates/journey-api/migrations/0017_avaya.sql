-- Connectors of the Avaya Experience Platform. What is secret is encrypted; times are epoch ms, 0: never or not known.
-- `identifiers`: which of the account's identifiers is which kind of identity, a list in JSON; `notified_until`: until when
-- notifications come; `subscribing_until`: somebody changes the subscription; `told_key`: the key in the address that it has.

CREATE TABLE avaya_accounts (
    connector_id TEXT NOT NULL PRIMARY KEY REFERENCES connectors (id) ON DELETE CASCADE,
    host TEXT NOT NULL,
    account TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret TEXT NOT NULL,
    app_key TEXT NOT NULL,
    identifiers TEXT NOT NULL,
    wants_notifications BIGINT NOT NULL,
    version BIGINT NOT NULL,
    told_key TEXT NOT NULL,
    notified_until BIGINT NOT NULL,
    checked_at BIGINT NOT NULL,
    subscribing_until BIGINT NOT NULL,
    problem TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL
);

-- What is known of an engagement: that something happened in it and it is to be asked for (`next_at`; 0: it is not), how often
-- that was said (`news`), under whose identity its events are stored (`is_whose`: 0 not known yet, 1 that identity's, or nobody's
-- where it is empty), and the digest of what was stored last.
CREATE TABLE avaya_engagements (
    seq {serial},
    connector_id TEXT NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
    engagement_id TEXT NOT NULL,
    is_whose BIGINT NOT NULL,
    identity TEXT NOT NULL,
    identity_type TEXT NOT NULL,
    lookup TEXT NOT NULL,
    digest TEXT NOT NULL,
    news BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    heard_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    UNIQUE (connector_id, engagement_id)
);
CREATE INDEX avaya_engagements_to_ask ON avaya_engagements (next_at, seq) WHERE next_at > 0;
CREATE INDEX avaya_engagements_of_an_identity ON avaya_engagements (lookup);
CREATE INDEX avaya_engagements_by_age ON avaya_engagements (seen_at);

-- For whom the vendor was asked, as somebody looked them up; `done`: the last time all was read.
CREATE TABLE avaya_pulls (
    connector_id TEXT NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
    lookup TEXT NOT NULL,
    pulled_at BIGINT NOT NULL,
    done BIGINT NOT NULL,
    PRIMARY KEY (connector_id, lookup)
);
CREATE INDEX avaya_pulls_by_age ON avaya_pulls (pulled_at);
