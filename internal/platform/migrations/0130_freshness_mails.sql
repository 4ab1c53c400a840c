-- +goose Up
-- A mail in which the contact of one or more locations is asked whether what the
-- register knows still holds. The store holds a digest of the secret in its link:
-- who reads the store cannot answer with it. The address is the one the mail went
-- to, in small letters; the row is removed some time after the link ends.
CREATE TABLE freshness_mail (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  digest TEXT NOT NULL UNIQUE CHECK (digest <> ''),
  address TEXT NOT NULL CHECK (address <> ''),
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL CHECK (expires_at > asked_at)
);
CREATE INDEX freshness_mail_expires ON freshness_mail (expires_at);

-- Which locations the mail asks about.
CREATE TABLE freshness_question (
  mail TEXT NOT NULL REFERENCES freshness_mail (id),
  location TEXT NOT NULL REFERENCES location (id),
  PRIMARY KEY (mail, location)
);
CREATE INDEX freshness_question_location ON freshness_question (location);

-- When an address was last mailed, so that nobody is asked twice within a day,
-- however many programs ask.
CREATE TABLE freshness_pause (
  address TEXT PRIMARY KEY CHECK (address <> ''),
  at BIGINT NOT NULL
);

-- What was answered. How many places on which nights is NULL where the answer was
-- about something else. The mail may be gone by now.
CREATE TABLE freshness_answer (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  mail TEXT NOT NULL CHECK (mail <> ''),
  location TEXT NOT NULL REFERENCES location (id),
  kind TEXT NOT NULL CHECK (kind IN ('yes', 'number', 'gone', 'contact')),
  places BIGINT CHECK (places >= 0),
  from_night BIGINT,
  until_night BIGINT,
  lowered BIGINT NOT NULL CHECK (lowered IN (0, 1)),
  raised BIGINT NOT NULL CHECK (raised IN (0, 1)),
  at BIGINT NOT NULL,
  CHECK ((kind = 'number') = (places IS NOT NULL)),
  CHECK ((kind IN ('number', 'gone')) = (from_night IS NOT NULL))
);
CREATE INDEX freshness_answer_location ON freshness_answer (location, at);

-- Another contact, as the present one told us; a person takes it over or not.
-- Name, phone and address are erased once that is decided.
CREATE TABLE freshness_contact (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  location TEXT NOT NULL REFERENCES location (id),
  name TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT NOT NULL,
  told_at BIGINT NOT NULL,
  ended_at BIGINT,
  ended_by TEXT NOT NULL,
  taken BIGINT NOT NULL CHECK (taken IN (0, 1))
);
CREATE INDEX freshness_contact_open ON freshness_contact (location) WHERE ended_at IS NULL;
