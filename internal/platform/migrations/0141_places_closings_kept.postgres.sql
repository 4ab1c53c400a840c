-- +goose Up
-- A closing is taken back by another word, never by erasing it.
CREATE TRIGGER location_closing_append_only BEFORE UPDATE OR DELETE ON location_closing FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER location_closing_not_emptied BEFORE TRUNCATE ON location_closing EXECUTE FUNCTION refuse_change();
