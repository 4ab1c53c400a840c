-- +goose Up
-- A household is who must stay together. No name stands here, nor any health
-- fact: matching and lists read this table alone.
CREATE TABLE household (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  municipality TEXT NOT NULL CHECK (municipality <> ''),
  region TEXT NOT NULL CHECK (region <> ''),
  persons BIGINT NOT NULL CHECK (persons BETWEEN 1 AND 50),
  minors BIGINT CHECK (minors BETWEEN 0 AND persons),
  from_night BIGINT NOT NULL,
  until_night BIGINT CHECK (until_night > from_night),
  needs TEXT NOT NULL,
  wishes TEXT NOT NULL,
  flags TEXT NOT NULL,
  waiting_since BIGINT NOT NULL,
  registration TEXT NOT NULL CHECK (registration IN ('unregistered', 'at_hub', 'brp', 'proof_of_stay')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'parked', 'offered', 'accepted', 'present', 'left', 'guardian', 'withdrawn')),
  parked_until BIGINT CHECK (parked_until IS NULL OR state = 'parked'),
  current_location TEXT CHECK (current_location <> ''),
  rev BIGINT NOT NULL CHECK (rev > 0),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX household_state ON household (state, waiting_since);
CREATE INDEX household_municipality ON household (municipality);
CREATE INDEX household_region ON household (region);
CREATE INDEX household_location ON household (current_location) WHERE current_location IS NOT NULL;

-- The persons, without their names.
CREATE TABLE person (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  household TEXT NOT NULL REFERENCES household (id),
  birth_date BIGINT,
  age BIGINT CHECK (age BETWEEN 0 AND 120),
  sex TEXT NOT NULL CHECK (sex IN ('', 'f', 'm', 'x')),
  languages TEXT NOT NULL,
  CHECK (birth_date IS NULL OR age IS NULL)
);
CREATE INDEX person_household ON person (household);

-- Who they are: read only by a look that is logged.
CREATE TABLE person_name (
  person TEXT PRIMARY KEY REFERENCES person (id),
  latin TEXT NOT NULL CHECK (latin <> ''),
  original TEXT NOT NULL
);

-- Households that want to be near each other; a sorts before b.
CREATE TABLE household_link (
  a TEXT NOT NULL REFERENCES household (id),
  b TEXT NOT NULL REFERENCES household (id),
  kind TEXT NOT NULL CHECK (kind IN ('family', 'friends', 'group')),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (a, b),
  CHECK (a <> b)
);
CREATE INDEX household_link_b ON household_link (b);

-- Locations that a reasoned decline excludes for a household.
CREATE TABLE household_exclusion (
  household TEXT NOT NULL REFERENCES household (id),
  location TEXT NOT NULL CHECK (location <> ''),
  reason TEXT NOT NULL,
  until_night BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (household, location, created_at)
);

-- Two named persons lift one safeguarding rule for one household at one location.
CREATE TABLE safeguard_override (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  household TEXT NOT NULL REFERENCES household (id),
  rule TEXT NOT NULL CHECK (rule <> ''),
  location TEXT NOT NULL CHECK (location <> ''),
  reason TEXT NOT NULL CHECK (reason <> ''),
  first_person TEXT NOT NULL CHECK (first_person <> ''),
  first_at BIGINT NOT NULL,
  second_person TEXT CHECK (second_person <> '' AND second_person <> first_person),
  second_at BIGINT,
  CHECK ((second_person IS NULL) = (second_at IS NULL))
);
CREATE INDEX safeguard_override_household ON safeguard_override (household);

-- Every change of a household; seq is the revision it made, facts the household
-- as it stood from then on.
CREATE TABLE household_event (
  household TEXT NOT NULL REFERENCES household (id),
  seq BIGINT NOT NULL CHECK (seq > 0),
  at BIGINT NOT NULL,
  person TEXT NOT NULL CHECK (person <> ''),
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  reason TEXT NOT NULL,
  facts TEXT NOT NULL,
  PRIMARY KEY (household, seq)
);
