-- +goose Up
-- Who was said by mistake to have come from elsewhere is back where they were: a stay
-- that ended as moved goes on. It takes its nights anew, so all of them are checked.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION stay_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
    'moved>present', 'present>accepted', 'present>present', 'present>left', 'present>moved', 'present>host_ended', 'present>unknown') THEN
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
    ELSIF NEW.persons > OLD.persons OR OLD.state = 'moved' THEN
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
-- A stay that goes on keeps its rooms only if they still fit, as one that gets longer.
DROP TRIGGER stay_rooms_guard ON stay;
CREATE TRIGGER stay_rooms_guard AFTER UPDATE ON stay FOR EACH ROW
WHEN (NEW.state IN ('offered', 'accepted', 'present') AND (OLD.state = 'moved'
  OR NEW.from_night < OLD.from_night OR NEW.until_night > OLD.until_night OR NEW.share_consent < OLD.share_consent))
EXECUTE FUNCTION stay_rooms_guard();
