-- +goose Up
-- The checklist before a location opens: who said of which item that it is in
-- order, open again, or does not apply here. The last word on an item holds.
CREATE TABLE readiness_tick (
  location TEXT NOT NULL REFERENCES location (id),
  seq BIGINT NOT NULL,
  item TEXT NOT NULL CHECK (item IN ('fire_safety', 'facilities', 'contact', 'first_necessities', 'care', 'school')),
  state TEXT NOT NULL CHECK (state IN ('open', 'ok', 'not_applicable')),
  reason TEXT NOT NULL,
  person TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (location, seq)
);

-- Who gave a room out, and when: the answer to somebody who wanted the same one.
ALTER TABLE stay_room ADD COLUMN person TEXT NOT NULL DEFAULT '';
ALTER TABLE stay_room ADD COLUMN given_at BIGINT NOT NULL DEFAULT 0;
