-- +goose Up
-- No night is promised beyond its open places (domain.md, invariant 1), whoever
-- writes. The location's row is locked by UPDATING it before anything is read:
-- at READ COMMITTED the sums below then see every earlier writer; at REPEATABLE
-- READ and above a writer that began too early gets a serialisation failure. A
-- lock by SELECT would let the latter read an old sum.
ALTER TABLE location SET (fillfactor = 60);

-- The first of the nights a..b-1 on which more is held than is open, or NULL.
-- Only where something changes can the balance turn, so only there it is
-- reckoned. Index scans are imposed because a plan made on an empty table
-- would be kept.
-- +goose StatementBegin
CREATE FUNCTION overbooked_night(place TEXT, a BIGINT, b BIGINT) RETURNS BIGINT LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
  RETURN (
    SELECT min(night) FROM (
      SELECT night, sum(sum(change)) OVER (ORDER BY night) AS beyond FROM (
        SELECT greatest(from_night, a) AS night, persons AS change FROM stay
        WHERE location = place AND state IN ('offered', 'accepted', 'present') AND from_night < b AND until_night > a
        UNION ALL
        SELECT until_night, -persons FROM stay
        WHERE location = place AND state IN ('offered', 'accepted', 'present') AND from_night < b AND until_night > a AND until_night < b
        UNION ALL
        SELECT greatest(from_night, a), -places FROM open_span
        WHERE location = place AND from_night < b AND (until_night > a OR until_night IS NULL)
        UNION ALL
        SELECT until_night, places FROM open_span
        WHERE location = place AND until_night > a AND until_night < b
      ) AS changes GROUP BY night
    ) AS balance WHERE beyond > 0
  );
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION stay_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  number BIGINT;
  before TEXT := '';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.id, NEW.household, NEW.location, NEW.previous, NEW.created_at)
      IS DISTINCT FROM (OLD.id, OLD.household, OLD.location, OLD.previous, OLD.created_at) THEN
      RAISE EXCEPTION 'onderdak:fixed';
    END IF;
    IF (NEW.state, NEW.persons, NEW.from_night, NEW.until_night, NEW.end_known)
      IS NOT DISTINCT FROM (OLD.state, OLD.persons, OLD.from_night, OLD.until_night, OLD.end_known) THEN
      RETURN NULL;
    END IF;
    before := OLD.state;
  END IF;
  -- The same table as transitions in stays.go; a change that keeps the state is
  -- one of persons or nights.
  IF before || '>' || NEW.state NOT IN (
    '>offered', '>accepted', '>present',
    'offered>offered', 'offered>accepted', 'offered>declined', 'offered>expired', 'offered>withdrawn',
    'accepted>accepted', 'accepted>present', 'accepted>not_arrived', 'accepted>withdrawn',
    'present>present', 'present>left', 'present>moved', 'present>host_ended', 'present>unknown') THEN
    RAISE EXCEPTION 'onderdak:illegal_state';
  END IF;
  UPDATE location SET rev = rev + 1 WHERE id = NEW.location RETURNING rev INTO number;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'onderdak:no_location';
  END IF;
  -- Only nights on which more is taken than before: in a shortage people may
  -- still accept, arrive, shorten and leave.
  IF NEW.state IN ('offered', 'accepted', 'present') THEN
    IF TG_OP = 'INSERT' THEN
      IF overbooked_night(NEW.location, NEW.from_night, NEW.until_night) IS NOT NULL THEN
        RAISE EXCEPTION 'onderdak:overbooked';
      END IF;
    ELSIF NEW.persons > OLD.persons THEN
      IF overbooked_night(NEW.location, NEW.from_night, NEW.until_night) IS NOT NULL THEN
        RAISE EXCEPTION 'onderdak:overbooked';
      END IF;
    ELSIF NEW.from_night < OLD.from_night
      AND overbooked_night(NEW.location, NEW.from_night, least(NEW.until_night, OLD.from_night)) IS NOT NULL
      OR NEW.until_night > OLD.until_night
      AND overbooked_night(NEW.location, greatest(NEW.from_night, OLD.until_night), NEW.until_night) IS NOT NULL THEN
      RAISE EXCEPTION 'onderdak:overbooked';
    END IF;
  END IF;
  INSERT INTO stay_event (location, seq, stay, at, from_state, to_state, persons, from_night, until_night, end_known, reason, person)
  VALUES (NEW.location, number, NEW.id, NEW.updated_at, before, NEW.state, NEW.persons, NEW.from_night, NEW.until_night,
    NEW.end_known, NEW.reason, NEW.person);
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER stay_guard AFTER INSERT OR UPDATE ON stay FOR EACH ROW EXECUTE FUNCTION stay_guard();

CREATE TRIGGER stay_kept BEFORE DELETE ON stay FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stay_not_emptied BEFORE TRUNCATE ON stay EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stay_event_append_only BEFORE UPDATE OR DELETE ON stay_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stay_event_not_emptied BEFORE TRUNCATE ON stay_event EXECUTE FUNCTION refuse_change();
CREATE TRIGGER capacity_entry_append_only BEFORE UPDATE OR DELETE ON capacity_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER capacity_entry_not_emptied BEFORE TRUNCATE ON capacity_entry EXECUTE FUNCTION refuse_change();
CREATE TRIGGER location_kept BEFORE DELETE ON location FOR EACH ROW EXECUTE FUNCTION refuse_change();
