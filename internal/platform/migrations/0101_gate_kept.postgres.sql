-- +goose Up
-- TRUNCATE fires no row trigger: what is never deleted is never emptied either.
CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON audit EXECUTE FUNCTION refuse_change();
CREATE TRIGGER household_not_emptied BEFORE TRUNCATE ON household EXECUTE FUNCTION refuse_change();
CREATE TRIGGER household_event_not_emptied BEFORE TRUNCATE ON household_event EXECUTE FUNCTION refuse_change();
CREATE TRIGGER safeguard_override_not_emptied BEFORE TRUNCATE ON safeguard_override EXECUTE FUNCTION refuse_change();
CREATE TRIGGER match_snapshot_not_emptied BEFORE TRUNCATE ON match_snapshot EXECUTE FUNCTION refuse_change();
CREATE TRIGGER offer_not_emptied BEFORE TRUNCATE ON offer EXECUTE FUNCTION refuse_change();
CREATE TRIGGER offer_event_not_emptied BEFORE TRUNCATE ON offer_event EXECUTE FUNCTION refuse_change();
