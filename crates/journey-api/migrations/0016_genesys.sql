-- Connectors of Genesys Cloud. By which OAuth client the platform is asked (the secret is encrypted; tokens are stored nowhere), and
-- how far it was asked. Times are epoch ms, 0: never. `reached`: what began before is known; `asking_until`: somebody asks just now;
-- `lacking`: permissions without which names are ids, a list in JSON.

CREATE TABLE genesys_accounts (
    connector_id TEXT NOT NULL PRIMARY KEY REFERENCES connectors (id) ON DELETE CASCADE,
    region TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret TEXT NOT NULL,
    version BIGINT NOT NULL,
    reached BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    asking_until BIGINT NOT NULL,
    problem TEXT NOT NULL,
    lacking TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL
);

-- Conversations that were read: as they were then (`digest`), when they are read again (0: they are settled), whose they are (an
-- empty `lookup`: nobody's, or not known yet), and what could not be taken of them (`told`, a digest of the reasons). One of somebody
-- who was erased is never taken again.
CREATE TABLE genesys_conversations (
    connector_id TEXT NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
    conversation_id TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    again_at BIGINT NOT NULL,
    digest TEXT NOT NULL,
    lookup TEXT NOT NULL,
    told TEXT NOT NULL,
    is_erased BIGINT NOT NULL,
    PRIMARY KEY (connector_id, conversation_id)
);
CREATE INDEX genesys_conversations_to_read ON genesys_conversations (connector_id, again_at) WHERE again_at > 0;
CREATE INDEX genesys_conversations_of_an_identity ON genesys_conversations (lookup);
CREATE INDEX genesys_conversations_by_age ON genesys_conversations (started_at);

-- What is filled from before the connector was there: what went on between `since` and `until`, of which everything before `reached`
-- is there. `job_id`: the platform's job that finds what went on until `job_until`, read up to `cursor`.
CREATE TABLE genesys_fillings (
    connector_id TEXT NOT NULL PRIMARY KEY REFERENCES connectors (id) ON DELETE CASCADE,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    reached BIGINT NOT NULL,
    job_id TEXT NOT NULL,
    job_until BIGINT NOT NULL,
    cursor TEXT NOT NULL,
    conversations BIGINT NOT NULL,
    events BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    asking_until BIGINT NOT NULL,
    problem TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    begun_by TEXT NOT NULL,
    ended_at BIGINT NOT NULL
);
