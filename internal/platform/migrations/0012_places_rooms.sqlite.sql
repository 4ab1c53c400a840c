-- +goose Up
-- Nobody gets a bed that is taken, shares a room without consent of both, or is
-- put into a room that is elsewhere, closed or blocked.

-- The nights on which the number in a room changes, and that number.
CREATE VIEW room_night AS
SELECT room, night, sum(sum(change)) OVER (PARTITION BY room ORDER BY night) AS taken FROM (
  SELECT x.room, s.from_night AS night, x.persons AS change FROM stay_room x JOIN stay s ON s.id = x.stay
  WHERE s.state IN ('offered', 'accepted', 'present')
  UNION ALL
  SELECT x.room, s.until_night, -x.persons FROM stay_room x JOIN stay s ON s.id = x.stay
  WHERE s.state IN ('offered', 'accepted', 'present')
) GROUP BY room, night;

-- Two households in one room at the same time of which one did not agree.
CREATE VIEW room_stranger AS
SELECT x.room AS room, a.id AS stay FROM stay_room x
JOIN stay a ON a.id = x.stay AND a.state IN ('offered', 'accepted', 'present')
JOIN stay_room y ON y.room = x.room
JOIN stay b ON b.id = y.stay AND b.state IN ('offered', 'accepted', 'present')
WHERE b.household <> a.household AND b.from_night < a.until_night AND a.from_night < b.until_night
  AND (a.share_consent = 0 OR b.share_consent = 0);

-- +goose StatementBegin
CREATE TRIGGER stay_room_guard_insert AFTER INSERT ON stay_room BEGIN
  UPDATE location SET rev = rev + 1 WHERE id = (SELECT location FROM room WHERE id = NEW.room);
  SELECT RAISE(ABORT, 'onderdak:room_elsewhere') WHERE NOT EXISTS (
    SELECT 1 FROM room r JOIN stay s ON s.location = r.location WHERE r.id = NEW.room AND s.id = NEW.stay AND r.closed_at IS NULL);
  SELECT RAISE(ABORT, 'onderdak:room_blocked') WHERE EXISTS (
    SELECT 1 FROM room_block k JOIN stay s ON s.id = NEW.stay WHERE k.room = NEW.room AND k.lifted_at IS NULL
    AND k.from_night < s.until_night AND (k.until_night IS NULL OR k.until_night > s.from_night));
  SELECT RAISE(ABORT, 'onderdak:room_full') WHERE EXISTS (
    SELECT 1 FROM room_night n JOIN room r ON r.id = n.room WHERE n.room = NEW.room AND n.taken > r.beds);
  SELECT RAISE(ABORT, 'onderdak:no_consent') WHERE EXISTS (
    SELECT 1 FROM room_stranger WHERE room = NEW.room AND stay = NEW.stay);
END;
-- +goose StatementEnd

-- A share is removed and given anew, never altered.
-- +goose StatementBegin
CREATE TRIGGER stay_room_fixed BEFORE UPDATE ON stay_room BEGIN
  SELECT RAISE(ABORT, 'onderdak:append_only');
END;
-- +goose StatementEnd

-- A stay that gets longer, or takes its consent back, keeps its rooms only if
-- they still fit.
-- +goose StatementBegin
CREATE TRIGGER stay_rooms_guard AFTER UPDATE ON stay
WHEN NEW.state IN ('offered', 'accepted', 'present')
  AND (NEW.from_night < OLD.from_night OR NEW.until_night > OLD.until_night OR NEW.share_consent < OLD.share_consent)
  AND EXISTS (SELECT 1 FROM stay_room WHERE stay = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'onderdak:room_full') WHERE EXISTS (
    SELECT 1 FROM stay_room x JOIN room r ON r.id = x.room JOIN room_night n ON n.room = x.room WHERE x.stay = NEW.id AND n.taken > r.beds);
  SELECT RAISE(ABORT, 'onderdak:no_consent') WHERE EXISTS (
    SELECT 1 FROM room_stranger WHERE stay = NEW.id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER room_guard AFTER UPDATE ON room BEGIN
  SELECT RAISE(ABORT, 'onderdak:fixed') WHERE NEW.location <> OLD.location;
  UPDATE location SET rev = rev + 1 WHERE id = NEW.location;
  SELECT RAISE(ABORT, 'onderdak:room_full') WHERE NEW.beds < OLD.beds AND EXISTS (
    SELECT 1 FROM room_night WHERE room = NEW.id AND taken > NEW.beds);
END;
-- +goose StatementEnd
