-- +goose Up
-- An unaccompanied minor is never up for matching, and stays anywhere only under
-- an override that two persons signed, for that location.
-- +goose StatementBegin
CREATE TRIGGER household_safeguard_insert BEFORE INSERT ON household
WHEN instr(lower(NEW.flags), 'unaccompanied_minor') > 0 AND NEW.state NOT IN ('guardian', 'left', 'withdrawn')
  AND (NEW.state IN ('waiting', 'parked') OR NOT EXISTS (
    SELECT 1 FROM safeguard_override o WHERE o.household = NEW.id AND o.rule = 'unaccompanied_minor'
      AND o.second_person IS NOT NULL
      AND (NEW.state <> 'present' OR NEW.current_location IS NULL OR o.location = NEW.current_location)))
BEGIN
  SELECT RAISE(ABORT, 'onderdak:safeguard');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER household_safeguard_update BEFORE UPDATE ON household
WHEN instr(lower(NEW.flags), 'unaccompanied_minor') > 0 AND NEW.state NOT IN ('guardian', 'left', 'withdrawn')
  AND (NEW.state IN ('waiting', 'parked') OR NOT EXISTS (
    SELECT 1 FROM safeguard_override o WHERE o.household = NEW.id AND o.rule = 'unaccompanied_minor'
      AND o.second_person IS NOT NULL
      AND (NEW.state <> 'present' OR NEW.current_location IS NULL OR o.location = NEW.current_location)))
BEGIN
  SELECT RAISE(ABORT, 'onderdak:safeguard');
END;
-- +goose StatementEnd
-- An override starts with one signature and gets its second once.
-- +goose StatementBegin
CREATE TRIGGER safeguard_override_first BEFORE INSERT ON safeguard_override
WHEN NEW.second_person IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'onderdak:two_persons');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER safeguard_override_second BEFORE UPDATE ON safeguard_override
WHEN OLD.second_person IS NOT NULL OR NEW.id <> OLD.id OR NEW.household <> OLD.household OR NEW.rule <> OLD.rule
  OR NEW.location <> OLD.location OR NEW.reason <> OLD.reason
  OR NEW.first_person <> OLD.first_person OR NEW.first_at <> OLD.first_at
BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER safeguard_override_no_delete BEFORE DELETE ON safeguard_override BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER household_event_no_update BEFORE UPDATE ON household_event BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER household_event_no_delete BEFORE DELETE ON household_event BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
