-- +goose Up
-- How often a draft tried to name the code of another household, since when. Kept
-- beside the draft, not in it: a refused answer is not saved, its count is.
CREATE TABLE registration_guess (
  household TEXT PRIMARY KEY REFERENCES registration (household) ON DELETE CASCADE,
  tries BIGINT NOT NULL CHECK (tries > 0),
  since BIGINT NOT NULL
);

-- Drafts begun lately are counted at every beginning.
CREATE INDEX registration_begun ON registration (made_at) WHERE submitted_at IS NULL;
