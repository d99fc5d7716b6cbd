-- A restored version has the job of the client again, which no closed row has.
ALTER TABLE dropped_versions ADD COLUMN deployment_job_id VARCHAR(255);
