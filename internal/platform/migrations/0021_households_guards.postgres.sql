-- +goose Up
-- An unaccompanied minor is never up for matching, and stays anywhere only under
-- an override that two persons signed, for that location.
-- +goose StatementBegin
CREATE FUNCTION household_safeguard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF position('unaccompanied_minor' IN lower(NEW.flags)) > 0 AND NEW.state NOT IN ('guardian', 'left', 'withdrawn')
    AND (NEW.state IN ('waiting', 'parked') OR NOT EXISTS (
      SELECT 1 FROM safeguard_override o WHERE o.household = NEW.id AND o.rule = 'unaccompanied_minor'
        AND o.second_person IS NOT NULL
        AND (NEW.state <> 'present' OR NEW.current_location IS NULL OR o.location = NEW.current_location)))
  THEN
    RAISE EXCEPTION 'onderdak:safeguard';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER household_safeguard BEFORE INSERT OR UPDATE ON household
  FOR EACH ROW EXECUTE FUNCTION household_safeguard();
-- An override starts with one signature and gets its second once.
-- +goose StatementBegin
CREATE FUNCTION safeguard_override_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.second_person IS NOT NULL THEN
    RAISE EXCEPTION 'onderdak:two_persons';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER safeguard_override_first BEFORE INSERT ON safeguard_override
  FOR EACH ROW EXECUTE FUNCTION safeguard_override_first();
-- +goose StatementBegin
CREATE FUNCTION safeguard_override_second() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.second_person IS NOT NULL OR NEW.id <> OLD.id OR NEW.household <> OLD.household OR NEW.rule <> OLD.rule
    OR NEW.location <> OLD.location OR NEW.reason <> OLD.reason
    OR NEW.first_person <> OLD.first_person OR NEW.first_at <> OLD.first_at
  THEN
    RAISE EXCEPTION 'onderdak:append_only';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER safeguard_override_second BEFORE UPDATE ON safeguard_override
  FOR EACH ROW EXECUTE FUNCTION safeguard_override_second();
CREATE TRIGGER safeguard_override_no_delete BEFORE DELETE ON safeguard_override
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER household_event_append_only BEFORE UPDATE OR DELETE ON household_event
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
