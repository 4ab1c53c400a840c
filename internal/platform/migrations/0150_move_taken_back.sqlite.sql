-- +goose Up
-- Who was said by mistake to have come from elsewhere is back where they were: a stay
-- that ended as moved goes on. It takes its nights anew, so all of them are checked.
DROP TRIGGER stay_guard_update;
-- +goose StatementBegin
CREATE TRIGGER stay_guard_update AFTER UPDATE ON stay
WHEN (NEW.state, NEW.persons, NEW.from_night, NEW.until_night, NEW.end_known)
  IS NOT (OLD.state, OLD.persons, OLD.from_night, OLD.until_night, OLD.end_known)
BEGIN
  -- The same table as transitions in stays.go; a change that keeps the state is
  -- one of persons or nights.
  SELECT RAISE(ABORT, 'onderdak:illegal_state') WHERE OLD.state || '>' || NEW.state NOT IN (
    'offered>offered', 'offered>accepted', 'offered>declined', 'offered>expired', 'offered>withdrawn',
    'accepted>accepted', 'accepted>present', 'accepted>not_arrived', 'accepted>withdrawn',
    'moved>present', 'present>accepted', 'present>present', 'present>left', 'present>moved', 'present>host_ended', 'present>unknown');
  UPDATE location SET rev = rev + 1 WHERE id = NEW.location;
  -- Only nights on which more is taken than before (asked): in a shortage people
  -- may still accept, arrive, shorten and leave.
  SELECT RAISE(ABORT, 'onderdak:overbooked') WHERE EXISTS (
    SELECT 1 FROM (
      SELECT sum(sum(change)) OVER (PARTITION BY a ORDER BY night) AS beyond FROM (
        WITH asked (a, b) AS (
          SELECT NEW.from_night, NEW.until_night WHERE NEW.persons > OLD.persons OR OLD.state = 'moved'
          UNION ALL
          SELECT NEW.from_night, min(NEW.until_night, OLD.from_night)
          WHERE NEW.persons <= OLD.persons AND OLD.state <> 'moved' AND NEW.from_night < OLD.from_night
          UNION ALL
          SELECT max(NEW.from_night, OLD.until_night), NEW.until_night
          WHERE NEW.persons <= OLD.persons AND OLD.state <> 'moved' AND NEW.until_night > OLD.until_night)
        SELECT a, max(from_night, a) AS night, persons AS change FROM asked JOIN stay
        ON location = NEW.location AND state IN ('offered', 'accepted', 'present') AND from_night < b AND until_night > a
        UNION ALL
        SELECT a, until_night, -persons FROM asked JOIN stay
        ON location = NEW.location AND state IN ('offered', 'accepted', 'present') AND from_night < b AND until_night > a AND until_night < b
        UNION ALL
        SELECT a, max(from_night, a), -places FROM asked JOIN open_span
        ON location = NEW.location AND from_night < b AND (until_night > a OR until_night IS NULL)
        UNION ALL
        SELECT a, until_night, places FROM asked JOIN open_span
        ON location = NEW.location AND until_night > a AND until_night < b
      ) GROUP BY a, night
    ) WHERE beyond > 0)
    AND NEW.state IN ('offered', 'accepted', 'present');
  INSERT INTO stay_event (location, seq, stay, at, from_state, to_state, persons, from_night, until_night, end_known, reason, person)
  SELECT id, rev, NEW.id, NEW.updated_at, OLD.state, NEW.state, NEW.persons, NEW.from_night, NEW.until_night, NEW.end_known, NEW.reason, NEW.person
  FROM location WHERE id = NEW.location;
END;
-- +goose StatementEnd
-- A stay that goes on keeps its rooms only if they still fit, as one that gets longer.
DROP TRIGGER stay_rooms_guard;
-- +goose StatementBegin
CREATE TRIGGER stay_rooms_guard AFTER UPDATE ON stay
WHEN NEW.state IN ('offered', 'accepted', 'present') AND (OLD.state = 'moved'
  OR NEW.from_night < OLD.from_night OR NEW.until_night > OLD.until_night OR NEW.share_consent < OLD.share_consent)
  AND EXISTS (SELECT 1 FROM stay_room WHERE stay = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:room_full') WHERE EXISTS (
    SELECT 1 FROM stay_room x JOIN room r ON r.id = x.room JOIN room_night n ON n.room = x.room WHERE x.stay = NEW.id AND n.taken > r.beds);
  SELECT RAISE(ABORT, 'onderdak:no_consent') WHERE EXISTS (
    SELECT 1 FROM room_stranger WHERE stay = NEW.id);
END;
-- +goose StatementEnd
