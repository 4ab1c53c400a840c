-- +goose Up
-- What was put to a person stays on record, and its state has a way.
-- +goose StatementBegin
CREATE TRIGGER next_place_kept BEFORE DELETE ON next_place BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER next_place_not_replaced BEFORE INSERT ON next_place
WHEN EXISTS (SELECT 1 FROM next_place WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- The same table as ways in nextplace.go.
-- +goose StatementBegin
CREATE TRIGGER next_place_guard BEFORE UPDATE ON next_place
WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN (
  'waiting>offered', 'waiting>turned', 'waiting>stale', 'none>stale', 'turned>waiting')
BEGIN
  SELECT RAISE(ABORT, 'onderdak:illegal_state');
END;
-- +goose StatementEnd
