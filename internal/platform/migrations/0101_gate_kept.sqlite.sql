-- +goose Up
-- INSERT OR REPLACE removes the old row without a DELETE: what is never deleted is
-- never replaced either.
-- +goose StatementBegin
CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE book = NEW.book AND seq = NEW.seq)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER household_event_not_replaced BEFORE INSERT ON household_event
WHEN EXISTS (SELECT 1 FROM household_event WHERE household = NEW.household AND seq = NEW.seq)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER safeguard_override_not_replaced BEFORE INSERT ON safeguard_override
WHEN EXISTS (SELECT 1 FROM safeguard_override WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER match_snapshot_not_replaced BEFORE INSERT ON match_snapshot
WHEN EXISTS (SELECT 1 FROM match_snapshot WHERE run = NEW.run)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER offer_event_not_replaced BEFORE INSERT ON offer_event
WHEN EXISTS (SELECT 1 FROM offer_event WHERE offer = NEW.offer AND seq = NEW.seq)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER offer_not_replaced BEFORE INSERT ON offer
WHEN EXISTS (SELECT 1 FROM offer WHERE id = NEW.id OR stay = NEW.stay)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
