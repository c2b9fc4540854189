-- +goose Up
-- Answers of outside services: positions of addresses (found = 0: there is none), and
-- seconds from a centre to a place (-1: no way), positions packed into one number.
CREATE TABLE geocode (
    service text NOT NULL,
    address text NOT NULL,
    found integer NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    accuracy text NOT NULL,
    PRIMARY KEY (service, address)
) WITHOUT ROWID;
CREATE TABLE travel_time (
    service text NOT NULL,
    centre bigint NOT NULL,
    place bigint NOT NULL,
    seconds double precision NOT NULL,
    PRIMARY KEY (service, centre, place)
) WITHOUT ROWID;

-- +goose Down
SELECT 'migrations go forward only';
