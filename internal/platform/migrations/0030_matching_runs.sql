-- +goose Up
-- A match run: a plan made of a frozen snapshot. region is NULL for a national
-- run. Money and shares are whole numbers: the gap asked for is in millionths.
CREATE TABLE match_run (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  region TEXT CHECK (region <> ''),
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'stopped', 'failed')),
  person TEXT NOT NULL CHECK (person <> ''),
  requested_at BIGINT NOT NULL,
  seed BIGINT NOT NULL,
  horizon BIGINT NOT NULL CHECK (horizon > 0),
  time_limit BIGINT NOT NULL CHECK (time_limit > 0),
  gap_millionths BIGINT NOT NULL,
  locations BIGINT NOT NULL,
  households BIGINT NOT NULL,
  persons BIGINT NOT NULL,
  input_sha256 TEXT NOT NULL,
  attempt BIGINT NOT NULL DEFAULT 0,
  phase TEXT NOT NULL DEFAULT '',
  percent BIGINT NOT NULL DEFAULT 0,
  beat_at BIGINT NOT NULL DEFAULT 0,
  started_at BIGINT,
  stop_at BIGINT,
  finished_at BIGINT,
  failure TEXT NOT NULL DEFAULT '',
  certified BIGINT NOT NULL DEFAULT 0 CHECK (certified IN (0, 1)),
  objective BIGINT NOT NULL DEFAULT 0,
  bound BIGINT NOT NULL DEFAULT 0,
  baseline BIGINT NOT NULL DEFAULT 0,
  placed BIGINT NOT NULL DEFAULT 0,
  persons_placed BIGINT NOT NULL DEFAULT 0,
  certificate TEXT NOT NULL DEFAULT '',
  summary TEXT NOT NULL DEFAULT '',
  CHECK ((state IN ('done', 'stopped', 'failed')) = (finished_at IS NOT NULL)),
  CHECK (state <> 'done' OR certified = 1)
);
-- One region computes one plan at a time, and so does the nation.
CREATE UNIQUE INDEX match_run_under_way ON match_run (COALESCE(region, '')) WHERE state IN ('queued', 'running');

-- What the run saw: canonical JSON, compressed, in letters.
CREATE TABLE match_snapshot (
  run TEXT PRIMARY KEY REFERENCES match_run (id),
  data TEXT NOT NULL
);

-- A household and a location in a plan; why is the plan's own account of it.
CREATE TABLE match_proposal (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  run TEXT NOT NULL REFERENCES match_run (id),
  household TEXT NOT NULL,
  location TEXT NOT NULL,
  from_night BIGINT NOT NULL,
  until_night BIGINT,
  persons BIGINT NOT NULL CHECK (persons > 0),
  points BIGINT NOT NULL,
  why TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'offered', 'withdrawn', 'stale')),
  reason TEXT NOT NULL DEFAULT '',
  offer TEXT,
  updated_at BIGINT NOT NULL,
  UNIQUE (run, household),
  CHECK ((state = 'offered') = (offer IS NOT NULL))
);
CREATE INDEX match_proposal_household ON match_proposal (household, run);
CREATE INDEX match_proposal_state ON match_proposal (run, state);

-- A household without a place in a plan.
CREATE TABLE match_unplaced (
  run TEXT NOT NULL REFERENCES match_run (id),
  household TEXT NOT NULL,
  persons BIGINT NOT NULL,
  reason TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (run, household)
);
CREATE INDEX match_unplaced_household ON match_unplaced (household, run);

-- A promise put to both sides. The municipality and region of both stand here as
-- they were when it was made. due_at is the first deadline of a side that has
-- not answered. asks says whose data the last word says are wrong.
CREATE TABLE offer (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  run TEXT,
  proposal TEXT,
  household TEXT NOT NULL,
  household_municipality TEXT NOT NULL CHECK (household_municipality <> ''),
  household_region TEXT NOT NULL CHECK (household_region <> ''),
  location TEXT NOT NULL CHECK (location <> ''),
  municipality TEXT NOT NULL CHECK (municipality <> ''),
  region TEXT NOT NULL CHECK (region <> ''),
  stay TEXT NOT NULL,
  persons BIGINT NOT NULL CHECK (persons > 0),
  from_night BIGINT NOT NULL,
  until_night BIGINT NOT NULL CHECK (until_night > from_night),
  end_known BIGINT NOT NULL CHECK (end_known IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'expired', 'withdrawn', 'arrived', 'not_arrived')),
  location_answer TEXT NOT NULL CHECK (location_answer IN ('', 'accept', 'decline')),
  household_answer TEXT NOT NULL CHECK (household_answer IN ('', 'accept', 'decline')),
  location_deadline BIGINT NOT NULL,
  household_deadline BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  asks TEXT NOT NULL CHECK (asks IN ('', 'location', 'household')),
  corrected_at BIGINT,
  rev BIGINT NOT NULL CHECK (rev > 0),
  made_by TEXT NOT NULL CHECK (made_by <> ''),
  made_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  CHECK (state <> 'accepted' OR (location_answer = 'accept' AND household_answer = 'accept'))
);
-- A household has one promise at a time, whoever writes.
CREATE UNIQUE INDEX offer_promise ON offer (household) WHERE state IN ('open', 'accepted');
CREATE UNIQUE INDEX offer_stay ON offer (stay);
CREATE INDEX offer_due ON offer (due_at) WHERE state = 'open';
CREATE INDEX offer_household ON offer (household);
CREATE INDEX offer_location ON offer (location, state);
CREATE INDEX offer_region ON offer (region, state);
CREATE INDEX offer_asks ON offer (location, household) WHERE asks <> '' AND corrected_at IS NULL;

-- Every step of an offer; seq is the revision it made.
CREATE TABLE offer_event (
  offer TEXT NOT NULL REFERENCES offer (id),
  seq BIGINT NOT NULL CHECK (seq > 0),
  at BIGINT NOT NULL,
  person TEXT NOT NULL CHECK (person <> ''),
  side TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  answer TEXT NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (offer, seq)
);
