-- +goose Up
-- When a session was last used, to the hour, and with what kind of browser
-- (firefox/android): enough to recognise one's own, not enough to follow anyone.
ALTER TABLE session ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
CREATE INDEX session_expires ON session (expires_at);
CREATE INDEX login_link_expires ON login_link (expires_at);

-- How long links and sessions work and are kept; what is not here has its
-- default.
CREATE TABLE org_term (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL CHECK (value > 0),
  changed_at BIGINT NOT NULL
);
