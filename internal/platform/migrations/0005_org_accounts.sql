-- +goose Up
-- People who work with Onderdak. (Those who flee are persons of a household.)
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  lang TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT
);

CREATE TABLE account_role (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  role TEXT NOT NULL,
  municipality TEXT NOT NULL,
  region TEXT NOT NULL,
  location TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT
);
CREATE INDEX account_role_account ON account_role (account);

-- Only digests are kept: who reads the store cannot sign in with what it holds.
CREATE TABLE login_link (
  digest TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  role TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX login_link_account ON login_link (account, made_at);

CREATE TABLE session (
  digest TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  role TEXT NOT NULL REFERENCES account_role (id),
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX session_account ON session (account);

-- Tables the operator imports (geo import): never part of the program.
CREATE TABLE geo_layer (
  name TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  content TEXT NOT NULL,
  imported_at BIGINT NOT NULL
);

CREATE TABLE postcode (
  pc4 TEXT NOT NULL,
  municipality TEXT NOT NULL,
  place TEXT NOT NULL,
  latitude BIGINT NOT NULL,
  longitude BIGINT NOT NULL,
  PRIMARY KEY (pc4, municipality)
);
