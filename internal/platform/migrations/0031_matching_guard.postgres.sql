-- +goose Up
-- What a run saw and what happened to an offer is never rewritten.
CREATE TRIGGER match_snapshot_frozen BEFORE UPDATE OR DELETE ON match_snapshot
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER offer_event_append_only BEFORE UPDATE OR DELETE ON offer_event
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER offer_kept BEFORE DELETE ON offer
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The same table as offerWays in matching.go; a change that keeps the state is an
-- answer of one side, or a correction.
-- +goose StatementBegin
CREATE FUNCTION offer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state || '>' || NEW.state NOT IN (
    'open>accepted', 'open>declined', 'open>expired', 'open>withdrawn',
    'accepted>arrived', 'accepted>not_arrived', 'accepted>withdrawn') AND OLD.state <> NEW.state THEN
    RAISE EXCEPTION 'onderdak:illegal_state';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER offer_guard BEFORE UPDATE ON offer FOR EACH ROW EXECUTE FUNCTION offer_guard();
