-- What the service writes down for itself: when it last saw that it can write ('ready'), and when it last deleted what is too
-- old ('retention') or did not as the clock had jumped ('retention refused'). `padding` makes a write as long as that of an event.

CREATE TABLE marks (
    name TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    padding TEXT NOT NULL
);
