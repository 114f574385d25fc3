CREATE OR REPLACE FUNCTION reporting_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A frozen report stays as it is.' USING ERRCODE = 'integrity_constraint_violation';
END
$$
--;
CREATE OR REPLACE TRIGGER reporting_snapshot_update BEFORE UPDATE ON reporting_snapshot
FOR EACH ROW EXECUTE FUNCTION reporting_refuse()
--;
CREATE OR REPLACE TRIGGER reporting_snapshot_delete BEFORE DELETE ON reporting_snapshot
FOR EACH ROW EXECUTE FUNCTION reporting_refuse()
--;
CREATE OR REPLACE TRIGGER reporting_snapshot_truncate BEFORE TRUNCATE ON reporting_snapshot
FOR EACH STATEMENT EXECUTE FUNCTION reporting_refuse()
