-- +goose Up
-- A registration is what a household tells of itself: a draft until it is sent,
-- the way to its status page afterwards. The answers of a draft are sealed with a
-- key that only the secret gives; the store holds a digest of that secret.
CREATE TABLE registration (
  household TEXT PRIMARY KEY CHECK (household <> ''),
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  digest TEXT NOT NULL CHECK (digest <> ''),
  lang TEXT NOT NULL CHECK (lang IN ('nl', 'en', 'uk')),
  helper TEXT NOT NULL,
  sealed TEXT NOT NULL,
  wrong_tries BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  submitted_at BIGINT,
  household_code TEXT UNIQUE CHECK (household_code <> ''),
  together TEXT NOT NULL,
  arrived BIGINT,
  CHECK ((submitted_at IS NULL) = (household_code IS NULL)),
  CHECK (submitted_at IS NULL OR sealed = '')
);
CREATE INDEX registration_expiry ON registration (expires_at) WHERE submitted_at IS NULL;

-- How a household can be reached: read only by a look that is logged.
CREATE TABLE registration_contact (
  household TEXT PRIMARY KEY REFERENCES registration (household),
  phone TEXT NOT NULL,
  email TEXT NOT NULL
);
