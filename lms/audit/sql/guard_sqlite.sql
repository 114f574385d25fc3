CREATE TRIGGER IF NOT EXISTS audit_entry_update BEFORE UPDATE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'The audit log is only ever added to.');
END
--;
CREATE TRIGGER IF NOT EXISTS audit_entry_delete BEFORE DELETE ON audit_entry
WHEN NOT EXISTS (
    SELECT 1 FROM audit_seal JOIN audit_segment ON audit_segment.id = audit_seal.segment_id
    WHERE audit_seal.entry_id = OLD.id AND audit_segment.purged_at IS NOT NULL
)
BEGIN
    SELECT RAISE(ABORT, 'The audit log is only ever added to.');
END
--;
-- INSERT OR REPLACE removes the old row without asking the trigger above.
CREATE TRIGGER IF NOT EXISTS audit_entry_replace BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'The audit log is only ever added to.');
END
--;
CREATE TRIGGER IF NOT EXISTS audit_seal_update BEFORE UPDATE ON audit_seal
BEGIN
    SELECT RAISE(ABORT, 'The audit log is only ever added to.');
END
--;
CREATE TRIGGER IF NOT EXISTS audit_seal_delete BEFORE DELETE ON audit_seal
WHEN NOT EXISTS (SELECT 1 FROM audit_segment WHERE id = OLD.segment_id AND purged_at IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'The audit log is only ever added to.');
END
--;
CREATE TRIGGER IF NOT EXISTS audit_segment_update BEFORE UPDATE ON audit_segment
WHEN OLD.purged_at IS NOT NULL
    OR (NEW.id, NEW.number, NEW.sealed_at, NEW.count, NEW.digest, NEW.previous_digest, NEW.key_id, NEW.signature)
        IS NOT
        (OLD.id, OLD.number, OLD.sealed_at, OLD.count, OLD.digest, OLD.previous_digest, OLD.key_id, OLD.signature)
BEGIN
    SELECT RAISE(ABORT, 'The audit log is only ever added to.');
END
--;
CREATE TRIGGER IF NOT EXISTS audit_segment_delete BEFORE DELETE ON audit_segment
BEGIN
    SELECT RAISE(ABORT, 'The audit log is only ever added to.');
END
