CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is only ever added to.' USING ERRCODE = 'integrity_constraint_violation';
END
$$
--;
CREATE OR REPLACE FUNCTION audit_refuse_unless_purged() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_segment bigint;
BEGIN
    IF TG_TABLE_NAME = 'audit_seal' THEN
        of_segment := OLD.segment_id;
    ELSE
        SELECT segment_id INTO of_segment FROM audit_seal WHERE entry_id = OLD.id;
    END IF;
    IF EXISTS (SELECT 1 FROM audit_segment WHERE id = of_segment AND purged_at IS NOT NULL) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The audit log is only ever added to.' USING ERRCODE = 'integrity_constraint_violation';
END
$$
--;
CREATE OR REPLACE TRIGGER audit_entry_update BEFORE UPDATE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_refuse()
--;
CREATE OR REPLACE TRIGGER audit_entry_delete BEFORE DELETE ON audit_entry
FOR EACH ROW EXECUTE FUNCTION audit_refuse_unless_purged()
--;
CREATE OR REPLACE TRIGGER audit_entry_truncate BEFORE TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
--;
CREATE OR REPLACE TRIGGER audit_seal_update BEFORE UPDATE ON audit_seal
FOR EACH ROW EXECUTE FUNCTION audit_refuse()
--;
CREATE OR REPLACE TRIGGER audit_seal_delete BEFORE DELETE ON audit_seal
FOR EACH ROW EXECUTE FUNCTION audit_refuse_unless_purged()
--;
CREATE OR REPLACE TRIGGER audit_seal_truncate BEFORE TRUNCATE ON audit_seal
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
--;
CREATE OR REPLACE TRIGGER audit_segment_update BEFORE UPDATE ON audit_segment
FOR EACH ROW WHEN (
    OLD.purged_at IS NOT NULL
    OR (NEW.id, NEW.number, NEW.sealed_at, NEW.count, NEW.digest, NEW.previous_digest, NEW.key_id, NEW.signature)
        IS DISTINCT FROM
        (OLD.id, OLD.number, OLD.sealed_at, OLD.count, OLD.digest, OLD.previous_digest, OLD.key_id, OLD.signature)
) EXECUTE FUNCTION audit_refuse()
--;
CREATE OR REPLACE TRIGGER audit_segment_delete BEFORE DELETE ON audit_segment
FOR EACH ROW EXECUTE FUNCTION audit_refuse()
--;
CREATE OR REPLACE TRIGGER audit_segment_truncate BEFORE TRUNCATE ON audit_segment
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
