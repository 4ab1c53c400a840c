-- +goose Up
-- "Arrived", pressed by mistake, is taken back: the household is awaited again. Both
-- guards learn that one step; nothing else of them changes.
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
    'present>accepted', 'present>present', 'present>left', 'present>moved', 'present>host_ended', 'present>unknown') THEN
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
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION offer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state || '>' || NEW.state NOT IN (
    'open>accepted', 'open>declined', 'open>expired', 'open>withdrawn',
    'accepted>arrived', 'accepted>not_arrived', 'accepted>withdrawn', 'arrived>accepted') AND OLD.state <> NEW.state THEN
    RAISE EXCEPTION 'onderdak:illegal_state';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
