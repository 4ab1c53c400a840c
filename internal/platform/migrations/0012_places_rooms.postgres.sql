-- +goose Up
-- Nobody gets a bed that is taken, shares a room without consent of both, or is
-- put into a room that is elsewhere, closed or blocked.

-- What is wrong with a room in the eyes of one of its stays, or NULL.
-- +goose StatementBegin
CREATE FUNCTION room_trouble(which TEXT, guest TEXT) RETURNS TEXT LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM (
      SELECT sum(sum(change)) OVER (ORDER BY night) AS taken FROM (
        SELECT s.from_night AS night, x.persons AS change FROM stay_room x JOIN stay s ON s.id = x.stay
        WHERE x.room = which AND s.state IN ('offered', 'accepted', 'present')
        UNION ALL
        SELECT s.until_night, -x.persons FROM stay_room x JOIN stay s ON s.id = x.stay
        WHERE x.room = which AND s.state IN ('offered', 'accepted', 'present')
      ) AS changes GROUP BY night
    ) AS balance WHERE taken > (SELECT beds FROM room WHERE id = which)) THEN
    RETURN 'room_full';
  END IF;
  IF EXISTS (
    SELECT 1 FROM stay_room x JOIN stay a ON a.id = guest JOIN stay b ON b.id = x.stay
    WHERE x.room = which AND b.state IN ('offered', 'accepted', 'present') AND b.household <> a.household
      AND b.from_night < a.until_night AND a.from_night < b.until_night AND (a.share_consent = 0 OR b.share_consent = 0)) THEN
    RETURN 'no_consent';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION stay_room_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  trouble TEXT;
BEGIN
  UPDATE location SET rev = rev + 1 WHERE id = (SELECT location FROM room WHERE id = NEW.room);
  IF NOT EXISTS (SELECT 1 FROM room r JOIN stay s ON s.location = r.location
    WHERE r.id = NEW.room AND s.id = NEW.stay AND r.closed_at IS NULL) THEN
    RAISE EXCEPTION 'onderdak:room_elsewhere';
  END IF;
  IF EXISTS (SELECT 1 FROM room_block k JOIN stay s ON s.id = NEW.stay
    WHERE k.room = NEW.room AND k.lifted_at IS NULL
      AND k.from_night < s.until_night AND (k.until_night IS NULL OR k.until_night > s.from_night)) THEN
    RAISE EXCEPTION 'onderdak:room_blocked';
  END IF;
  trouble := room_trouble(NEW.room, NEW.stay);
  IF trouble IS NOT NULL THEN
    RAISE EXCEPTION 'onderdak:%', trouble;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER stay_room_guard AFTER INSERT ON stay_room FOR EACH ROW EXECUTE FUNCTION stay_room_guard();

-- A share is removed and given anew, never altered.
CREATE TRIGGER stay_room_fixed BEFORE UPDATE ON stay_room FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A stay that gets longer, or takes its consent back, keeps its rooms only if
-- they still fit.
-- +goose StatementBegin
CREATE FUNCTION stay_rooms_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lodging RECORD;
  trouble TEXT;
BEGIN
  FOR lodging IN SELECT room FROM stay_room WHERE stay = NEW.id LOOP
    UPDATE location SET rev = rev + 1 WHERE id = NEW.location;
    trouble := room_trouble(lodging.room, NEW.id);
    IF trouble IS NOT NULL THEN
      RAISE EXCEPTION 'onderdak:%', trouble;
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER stay_rooms_guard AFTER UPDATE ON stay FOR EACH ROW
WHEN (NEW.state IN ('offered', 'accepted', 'present')
  AND (NEW.from_night < OLD.from_night OR NEW.until_night > OLD.until_night OR NEW.share_consent < OLD.share_consent))
EXECUTE FUNCTION stay_rooms_guard();

-- +goose StatementBegin
CREATE FUNCTION room_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.location <> OLD.location THEN
    RAISE EXCEPTION 'onderdak:fixed';
  END IF;
  UPDATE location SET rev = rev + 1 WHERE id = NEW.location;
  IF NEW.beds < OLD.beds AND room_trouble(NEW.id, '') IS NOT NULL THEN
    RAISE EXCEPTION 'onderdak:room_full';
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER room_guard AFTER UPDATE ON room FOR EACH ROW EXECUTE FUNCTION room_guard();
