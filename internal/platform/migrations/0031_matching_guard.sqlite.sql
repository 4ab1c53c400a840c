-- +goose Up
-- What a run saw and what happened to an offer is never rewritten.
-- +goose StatementBegin
CREATE TRIGGER match_snapshot_no_update BEFORE UPDATE ON match_snapshot BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER match_snapshot_no_delete BEFORE DELETE ON match_snapshot BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER offer_event_no_update BEFORE UPDATE ON offer_event BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER offer_event_no_delete BEFORE DELETE ON offer_event BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER offer_kept BEFORE DELETE ON offer BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd
-- The same table as offerWays in matching.go; a change that keeps the state is an
-- answer of one side, or a correction.
-- +goose StatementBegin
CREATE TRIGGER offer_guard BEFORE UPDATE ON offer
WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN (
  'open>accepted', 'open>declined', 'open>expired', 'open>withdrawn',
  'accepted>arrived', 'accepted>not_arrived', 'accepted>withdrawn')
BEGIN
  SELECT RAISE(ABORT, 'onderdak:illegal_state');
END;
-- +goose StatementEnd
