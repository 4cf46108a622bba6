-- What came of each write of a group (store/group_results).
ALTER TABLE idempotency ADD COLUMN results TEXT;
