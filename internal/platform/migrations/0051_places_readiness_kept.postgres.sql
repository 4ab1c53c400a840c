-- +goose Up
-- A word on the checklist is taken back by another word, never by erasing it.
CREATE TRIGGER readiness_tick_append_only BEFORE UPDATE OR DELETE ON readiness_tick FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER readiness_tick_not_emptied BEFORE TRUNCATE ON readiness_tick EXECUTE FUNCTION refuse_change();
