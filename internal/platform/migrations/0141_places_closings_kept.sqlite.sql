-- +goose Up
-- A closing is taken back by another word, never by erasing it.
-- +goose StatementBegin
CREATE TRIGGER location_closing_fixed BEFORE UPDATE ON location_closing BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER location_closing_kept BEFORE DELETE ON location_closing BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
