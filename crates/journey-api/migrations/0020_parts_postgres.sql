-- Identities by how they begin and by how they end, in lower case. By the bytes of the letters ("C"): only so all that begins
-- alike stands in one row.

CREATE INDEX identities_by_beginning ON identities (workspace_id, kind, lower(lookup COLLATE "C"));
CREATE INDEX identities_by_end ON identities (workspace_id, kind, reverse(lower(lookup COLLATE "C")));
