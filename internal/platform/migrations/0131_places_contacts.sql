-- +goose Up
-- Locations are asked about by the address of their contact. When each was last
-- asked stands with the mails now.
CREATE INDEX location_contact ON location (lower(contact_email)) WHERE closed_at IS NULL;
DROP TABLE location_asked;
