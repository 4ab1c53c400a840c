-- +goose Up
-- No night is promised beyond its open places (domain.md, invariant 1), whoever
-- writes. Writers are serial here, so the sums below are never old.

-- +goose StatementBegin
CREATE TRIGGER stay_fixed BEFORE UPDATE ON stay
WHEN NEW.id IS NOT OLD.id OR NEW.household IS NOT OLD.household OR NEW.location IS NOT OLD.location
  OR NEW.previous IS NOT OLD.previous OR NEW.created_at IS NOT OLD.created_at
BEGIN
  SELECT RAISE(ABORT, 'onderdak:fixed');
END;
-- +goose StatementEnd

-- INSERT OR REPLACE would remove the old row without a DELETE.
-- +goose StatementBegin
CREATE TRIGGER stay_not_replaced BEFORE INSERT ON stay
WHEN EXISTS (SELECT 1 FROM stay WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER stay_guard_insert AFTER INSERT ON stay BEGIN
  SELECT RAISE(ABORT, 'onderdak:illegal_state') WHERE NEW.state NOT IN ('offered', 'accepted', 'present');
  SELECT RAISE(ABORT, 'onderdak:no_location') WHERE NOT EXISTS (SELECT 1 FROM location WHERE id = NEW.location);
  UPDATE location SET rev = rev + 1 WHERE id = NEW.location;
  -- Only where something changes can the balance turn, so only there it is reckoned.
  SELECT RAISE(ABORT, 'onderdak:overbooked') WHERE EXISTS (
    SELECT 1 FROM (
      SELECT sum(sum(change)) OVER (ORDER BY night) AS beyond FROM (
        SELECT max(from_night, NEW.from_night) AS night, persons AS change FROM stay
        WHERE location = NEW.location AND state IN ('offered', 'accepted', 'present')
          AND from_night < NEW.until_night AND until_night > NEW.from_night
        UNION ALL
        SELECT until_night, -persons FROM stay
        WHERE location = NEW.location AND state IN ('offered', 'accepted', 'present')
          AND from_night < NEW.until_night AND until_night > NEW.from_night AND until_night < NEW.until_night
        UNION ALL
        SELECT max(from_night, NEW.from_night), -places FROM open_span
        WHERE location = NEW.location AND from_night < NEW.until_night AND (until_night > NEW.from_night OR until_night IS NULL)
        UNION ALL
        SELECT until_night, places FROM open_span
        WHERE location = NEW.location AND until_night > NEW.from_night AND until_night < NEW.until_night
      ) GROUP BY night
    ) WHERE beyond > 0);
  INSERT INTO stay_event (location, seq, stay, at, from_state, to_state, persons, from_night, until_night, end_known, reason, person)
  SELECT id, rev, NEW.id, NEW.updated_at, '', NEW.state, NEW.persons, NEW.from_night, NEW.until_night, NEW.end_known, NEW.reason, NEW.person
  FROM location WHERE id = NEW.location;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER stay_guard_update AFTER UPDATE ON stay
WHEN (NEW.state, NEW.persons, NEW.from_night, NEW.until_night, NEW.end_known)
  IS NOT (OLD.state, OLD.persons, OLD.from_night, OLD.until_night, OLD.end_known)
BEGIN
  -- The same table as transitions in stays.go; a change that keeps the state is
  -- one of persons or nights.
  SELECT RAISE(ABORT, 'onderdak:illegal_state') WHERE OLD.state || '>' || NEW.state NOT IN (
    'offered>offered', 'offered>accepted', 'offered>declined', 'offered>expired', 'offered>withdrawn',
    'accepted>accepted', 'accepted>present', 'accepted>not_arrived', 'accepted>withdrawn',
    'present>present', 'present>left', 'present>moved', 'present>host_ended', 'present>unknown');
  UPDATE location SET rev = rev + 1 WHERE id = NEW.location;
  -- Only nights on which more is taken than before (asked): in a shortage people
  -- may still accept, arrive, shorten and leave.
  SELECT RAISE(ABORT, 'onderdak:overbooked') WHERE EXISTS (
    SELECT 1 FROM (
      SELECT sum(sum(change)) OVER (PARTITION BY a ORDER BY night) AS beyond FROM (
        WITH asked (a, b) AS (
          SELECT NEW.from_night, NEW.until_night WHERE NEW.persons > OLD.persons
          UNION ALL
          SELECT NEW.from_night, min(NEW.until_night, OLD.from_night)
          WHERE NEW.persons <= OLD.persons AND NEW.from_night < OLD.from_night
          UNION ALL
          SELECT max(NEW.from_night, OLD.until_night), NEW.until_night
          WHERE NEW.persons <= OLD.persons AND NEW.until_night > OLD.until_night)
        SELECT a, max(from_night, a) AS night, persons AS change FROM asked JOIN stay
        ON location = NEW.location AND state IN ('offered', 'accepted', 'present') AND from_night < b AND until_night > a
        UNION ALL
        SELECT a, until_night, -persons FROM asked JOIN stay
        ON location = NEW.location AND state IN ('offered', 'accepted', 'present') AND from_night < b AND until_night > a AND until_night < b
        UNION ALL
        SELECT a, max(from_night, a), -places FROM asked JOIN open_span
        ON location = NEW.location AND from_night < b AND (until_night > a OR until_night IS NULL)
        UNION ALL
        SELECT a, until_night, places FROM asked JOIN open_span
        ON location = NEW.location AND until_night > a AND until_night < b
      ) GROUP BY a, night
    ) WHERE beyond > 0)
    AND NEW.state IN ('offered', 'accepted', 'present');
  INSERT INTO stay_event (location, seq, stay, at, from_state, to_state, persons, from_night, until_night, end_known, reason, person)
  SELECT id, rev, NEW.id, NEW.updated_at, OLD.state, NEW.state, NEW.persons, NEW.from_night, NEW.until_night, NEW.end_known, NEW.reason, NEW.person
  FROM location WHERE id = NEW.location;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER stay_kept BEFORE DELETE ON stay BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER stay_event_no_update BEFORE UPDATE ON stay_event BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER stay_event_no_delete BEFORE DELETE ON stay_event BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER stay_event_not_replaced BEFORE INSERT ON stay_event
WHEN EXISTS (SELECT 1 FROM stay_event WHERE location = NEW.location AND seq = NEW.seq)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER capacity_entry_no_update BEFORE UPDATE ON capacity_entry BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER capacity_entry_no_delete BEFORE DELETE ON capacity_entry BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER capacity_entry_not_replaced BEFORE INSERT ON capacity_entry
WHEN EXISTS (SELECT 1 FROM capacity_entry WHERE id = NEW.id OR (location = NEW.location AND seq = NEW.seq))
BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER location_kept BEFORE DELETE ON location BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER location_not_replaced BEFORE INSERT ON location
WHEN EXISTS (SELECT 1 FROM location WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
