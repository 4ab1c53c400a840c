-- +goose Up
-- The places that can be promised follow from what was said: a span is made anew,
-- never altered, lies beside the others, and holds no more than somebody said of
-- one of its nights.
-- +goose StatementBegin
CREATE TRIGGER open_span_fixed BEFORE UPDATE ON open_span BEGIN
  SELECT RAISE(ABORT, 'onderdak:fixed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rung_span_fixed BEFORE UPDATE ON rung_span BEGIN
  SELECT RAISE(ABORT, 'onderdak:fixed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER open_span_said BEFORE INSERT ON open_span
WHEN NOT EXISTS (
    SELECT 1 FROM capacity_entry e WHERE e.location = NEW.location AND e.rung = 'open' AND e.places >= NEW.places
      AND (NEW.until_night IS NULL OR e.from_night < NEW.until_night) AND (e.until_night IS NULL OR e.until_night > NEW.from_night))
  OR NEW.from_night < (SELECT COALESCE(until_night, 100000) FROM open_span
    WHERE location = NEW.location AND from_night <= NEW.from_night ORDER BY from_night DESC LIMIT 1)
  OR COALESCE(NEW.until_night, 100000) > (SELECT from_night FROM open_span
    WHERE location = NEW.location AND from_night > NEW.from_night ORDER BY from_night LIMIT 1)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:not_said');
END;
-- +goose StatementEnd

-- The number of a location only grows: it orders what happened there.
-- +goose StatementBegin
CREATE TRIGGER location_rev_grows BEFORE UPDATE OF rev ON location
WHEN NEW.rev < OLD.rev
BEGIN
  SELECT RAISE(ABORT, 'onderdak:fixed');
END;
-- +goose StatementEnd
