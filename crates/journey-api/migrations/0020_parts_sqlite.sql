-- Identities by how they begin and by how they end, in lower case. SQLite cannot turn a text around: the service writes it
-- into `backward` (store/parts.rs), and this does so for what is there.

ALTER TABLE identities ADD COLUMN backward TEXT NOT NULL DEFAULT '';
UPDATE identities SET backward = (
    WITH RECURSIVE turned (place, text) AS (
        SELECT length(identities.lookup), ''
        UNION ALL
        SELECT place - 1, text || substr(lower(identities.lookup), place, 1) FROM turned WHERE place > 0
    )
    SELECT text FROM turned WHERE place = 0
);
CREATE INDEX identities_by_beginning ON identities (workspace_id, kind, lower(lookup));
CREATE INDEX identities_by_end ON identities (workspace_id, kind, backward);
