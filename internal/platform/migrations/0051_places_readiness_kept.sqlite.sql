-- +goose Up
-- A word on the checklist is taken back by another word, never by erasing it.
-- +goose StatementBegin
CREATE TRIGGER readiness_tick_fixed BEFORE UPDATE ON readiness_tick BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER readiness_tick_kept BEFORE DELETE ON readiness_tick BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
