-- +goose Up
-- The places that can be promised follow from what was said: a span is made anew,
-- never altered, lies beside the others, and holds no more than somebody said of
-- one of its nights.
-- +goose StatementBegin
CREATE FUNCTION refuse_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'onderdak:fixed';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER open_span_fixed BEFORE UPDATE ON open_span FOR EACH ROW EXECUTE FUNCTION refuse_fixed();
CREATE TRIGGER rung_span_fixed BEFORE UPDATE ON rung_span FOR EACH ROW EXECUTE FUNCTION refuse_fixed();
CREATE TRIGGER open_span_not_emptied BEFORE TRUNCATE ON open_span EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rung_span_not_emptied BEFORE TRUNCATE ON rung_span EXECUTE FUNCTION refuse_change();
CREATE TRIGGER location_not_emptied BEFORE TRUNCATE ON location EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION open_span_said() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM capacity_entry e WHERE e.location = NEW.location AND e.rung = 'open' AND e.places >= NEW.places
      AND (NEW.until_night IS NULL OR e.from_night < NEW.until_night) AND (e.until_night IS NULL OR e.until_night > NEW.from_night))
    OR NEW.from_night < (SELECT COALESCE(until_night, 100000) FROM open_span
      WHERE location = NEW.location AND from_night <= NEW.from_night ORDER BY from_night DESC LIMIT 1)
    OR COALESCE(NEW.until_night, 100000) > (SELECT from_night FROM open_span
      WHERE location = NEW.location AND from_night > NEW.from_night ORDER BY from_night LIMIT 1)
  THEN
    RAISE EXCEPTION 'onderdak:not_said';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER open_span_said BEFORE INSERT ON open_span FOR EACH ROW EXECUTE FUNCTION open_span_said();

-- The number of a location only grows: it orders what happened there.
CREATE TRIGGER location_rev_grows BEFORE UPDATE OF rev ON location FOR EACH ROW
WHEN (NEW.rev < OLD.rev) EXECUTE FUNCTION refuse_fixed();
