-- Harvesters read deletions in the order of their instants, beside the books.
CREATE INDEX tombstones_at ON tombstones (at_ms, id);
