-- +goose Up
-- What was put to a person stays on record, and its state has a way.
CREATE TRIGGER next_place_kept BEFORE DELETE ON next_place FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER next_place_not_emptied BEFORE TRUNCATE ON next_place EXECUTE FUNCTION refuse_change();
-- The same table as ways in nextplace.go.
-- +goose StatementBegin
CREATE FUNCTION next_place_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state || '>' || NEW.state NOT IN (
    'waiting>offered', 'waiting>turned', 'waiting>stale', 'none>stale', 'turned>waiting') AND OLD.state <> NEW.state THEN
    RAISE EXCEPTION 'onderdak:illegal_state';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER next_place_guard BEFORE UPDATE ON next_place FOR EACH ROW EXECUTE FUNCTION next_place_guard();
