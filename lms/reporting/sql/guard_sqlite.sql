CREATE TRIGGER IF NOT EXISTS reporting_snapshot_update BEFORE UPDATE ON reporting_snapshot
BEGIN
    SELECT RAISE(ABORT, 'A frozen report stays as it is.');
END
--;
CREATE TRIGGER IF NOT EXISTS reporting_snapshot_delete BEFORE DELETE ON reporting_snapshot
BEGIN
    SELECT RAISE(ABORT, 'A frozen report stays as it is.');
END
--;
-- INSERT OR REPLACE removes the old row without asking the trigger above.
CREATE TRIGGER IF NOT EXISTS reporting_snapshot_replace BEFORE INSERT ON reporting_snapshot
WHEN EXISTS (SELECT 1 FROM reporting_snapshot WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'A frozen report stays as it is.');
END
