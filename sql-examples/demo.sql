-- The content of "server --demo": an insurance company's registry with three catalogs, a dozen
-- models, six users and their groups. It needs an empty registry. Files of some versions are
-- uploaded after this script, by the same requests that MLflow sends.

-- 1. Users and groups. Privileges are granted to groups only.

CREATE USER alice;
CREATE USER bob;
CREATE USER carol;
CREATE USER dave;
CREATE USER erin;
CREATE USER scoring_job;

CREATE GROUP data_scientists WITH USER alice, bob;
CREATE GROUP ml_engineers WITH USER carol;
CREATE GROUP analysts WITH USER dave;
CREATE GROUP governance WITH USER erin;
CREATE GROUP production_readers WITH USER scoring_job GROUP ml_engineers, analysts;

-- 2. Catalogs and schemas.

CREATE CATALOG prod COMMENT 'Models that applications load. Only ML engineers add versions.';
CREATE CATALOG staging COMMENT 'Candidates for production, validated by ML engineers.';
CREATE CATALOG research COMMENT 'Experiments. Nothing here is loaded by an application.';

CREATE SCHEMA prod.claims COMMENT 'Handling of insurance claims';
CREATE SCHEMA prod.customers COMMENT 'Retention and contact of customers';
CREATE SCHEMA staging.claims COMMENT 'Candidates for prod.claims';
CREATE SCHEMA staging.customers COMMENT 'Candidates for prod.customers';
CREATE SCHEMA research.tutorial COMMENT 'Small models for newcomers';
CREATE SCHEMA research.documents COMMENT 'Reading letters and forms';

ALTER CATALOG prod SET TAGS ('stage' = 'production', 'cost_center' = '4711');
ALTER CATALOG staging SET TAGS ('stage' = 'staging');
ALTER SCHEMA prod.claims SET TAGS ('domain' = 'claims', 'contains' = 'personal data');

-- 3. Privileges. They are inherited from catalogs by schemas and from schemas by models.

GRANT BROWSE ON CATALOG prod TO `account users`;
GRANT BROWSE ON CATALOG staging TO `account users`;
GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG research TO `account users`;
GRANT CREATE MODEL, APPLY TAG ON CATALOG research TO data_scientists;
GRANT USE CATALOG, USE SCHEMA, EXECUTE, CREATE MODEL, APPLY TAG ON CATALOG staging TO data_scientists;
GRANT USE CATALOG, USE SCHEMA, EXECUTE, APPLY TAG ON CATALOG staging TO ml_engineers;
GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG prod TO production_readers;
GRANT CREATE MODEL, APPLY TAG ON CATALOG prod TO ml_engineers;
GRANT MANAGE, USE CATALOG, USE SCHEMA ON CATALOG prod TO governance;

-- 4. Research.

!connect alice

USE research.tutorial;

CREATE MODEL iris
  COMMENT 'Classifies **iris flowers** into three species from four measurements.

Trained on the data set of Anderson and Fisher (1936). A good first model to load:

1. Choose a version or the alias `Champion`.
2. Copy the snippet of the tab *Use*.'
  TAGS ('task' = 'classification', 'level' = 'beginner');

CREATE MODEL wine_quality
  COMMENT 'Predicts the quality of red wine, from 0 to 10, from eleven chemical measurements.'
  TAGS ('task' = 'regression', 'level' = 'beginner');

USE research.documents;

CREATE MODEL letter_topics COMMENT 'Finds the topic of a letter' TAGS ('task' = 'classification', 'language' = 'en');
ALTER MODEL letter_topics ADD VERSION FROM 'runs:/8d0f6a5e/model' RUN ID '8d0f6a5e'
  SIGNATURE '{"inputs": "[{\"type\": \"string\", \"name\": \"letter\", \"required\": true}]", "outputs": "[{\"type\": \"string\", \"name\": \"topic\", \"required\": true}]", "params": null}'
  COMMENT 'TF-IDF and a linear model' TAGS ('f1' = '0.71') INPUTS (lake.letters.scanned);
ALTER MODEL letter_topics ADD VERSION FROM 'runs:/1c77be02/model' RUN ID '1c77be02'
  SIGNATURE '{"inputs": "[{\"type\": \"string\", \"name\": \"letter\", \"required\": true}]", "outputs": "[{\"type\": \"string\", \"name\": \"topic\", \"required\": true}, {\"type\": \"double\", \"name\": \"probability\", \"required\": true}]", "params": null}'
  COMMENT 'A fine-tuned transformer' TAGS ('f1' = '0.84') INPUTS (lake.letters.scanned, lake.letters.topics);
ALTER MODEL letter_topics VERSION 2 SET ALIAS Best;

!connect bob

USE research.documents;

CREATE MODEL form_reader COMMENT 'Extracts the fields of damage reports' TAGS ('task' = 'extraction');
ALTER MODEL form_reader ADD VERSION FROM 'runs:/5be1c9d4/model' RUN ID '5be1c9d4'
  TAGS ('field_accuracy' = '0.88') INPUTS (lake.forms.scanned);

-- 5. Candidates in staging.

!connect alice

USE staging.claims;

CREATE MODEL fraud_detection
  COMMENT 'Scores new claims for **fraud**.

| input | meaning |
|---|---|
| `amount` | claimed amount in euros |
| `days_since_start` | age of the contract in days |
| `claims_before` | earlier claims of the customer |

Claims with a score above 0.8 are reviewed by hand. Retrained every Monday; ML engineers validate a version before it is copied to `prod`.'
  TAGS ('task' = 'classification', 'review' = 'monthly');
ALTER MODEL fraud_detection ADD VERSION FROM 'runs:/0a4f11c2/model' RUN ID '0a4f11c2'
  SIGNATURE '{"inputs": "[{\"type\": \"double\", \"name\": \"amount\", \"required\": true}, {\"type\": \"long\", \"name\": \"claims_before\", \"required\": true}]", "outputs": "[{\"type\": \"double\", \"name\": \"score\", \"required\": true}]", "params": null}'
  COMMENT 'Logistic regression, the baseline' TAGS ('auc' = '0.83', 'validated' = 'approved') INPUTS (lake.claims.closed);
ALTER MODEL fraud_detection ADD VERSION FROM 'runs:/77d2e950/model' RUN ID '77d2e950'
  SIGNATURE '{"inputs": "[{\"type\": \"double\", \"name\": \"amount\", \"required\": true}, {\"type\": \"long\", \"name\": \"claims_before\", \"required\": true}, {\"type\": \"long\", \"name\": \"days_since_start\", \"required\": true}]", "outputs": "[{\"type\": \"double\", \"name\": \"score\", \"required\": true}]", "params": null}'
  COMMENT 'Gradient boosting' TAGS ('auc' = '0.91', 'validated' = 'approved') INPUTS (lake.claims.closed, lake.contracts.active);
ALTER MODEL fraud_detection ADD VERSION FROM 'runs:/c0a9b3f8/model' RUN ID 'c0a9b3f8'
  SIGNATURE '{"inputs": "[{\"type\": \"double\", \"name\": \"amount\", \"required\": true}, {\"type\": \"long\", \"name\": \"claims_before\", \"required\": true}, {\"type\": \"long\", \"name\": \"days_since_start\", \"required\": true}, {\"type\": \"string\", \"name\": \"region\", \"required\": false}]", "outputs": "[{\"type\": \"double\", \"name\": \"score\", \"required\": true}, {\"type\": \"string\", \"name\": \"reason\", \"required\": true}]", "params": null}'
  COMMENT 'Gradient boosting with the region and a reason' TAGS ('auc' = '0.93', 'validated' = 'pending')
  INPUTS (lake.claims.closed, lake.contracts.active, lake.geo.regions);
ALTER MODEL fraud_detection VERSION 3 SET ALIAS Challenger;

CREATE MODEL claim_duration COMMENT 'Predicts the days until a claim is settled' TAGS ('task' = 'regression');
ALTER MODEL claim_duration ADD VERSION FROM 'runs:/3e5c8712/model' RUN ID '3e5c8712'
  TAGS ('mae_days' = '4.6', 'validated' = 'approved') INPUTS (lake.claims.closed);

USE staging.customers;

CREATE MODEL churn COMMENT 'Probability that a customer ends the contract within 90 days' TAGS ('task' = 'classification');
ALTER MODEL churn ADD VERSION FROM 'runs:/b2c6d0e1/model' RUN ID 'b2c6d0e1'
  COMMENT 'The first version with contact history' TAGS ('auc' = '0.79', 'validated' = 'approved')
  INPUTS (lake.customers.contracts, lake.customers.contacts);
ALTER MODEL churn ADD VERSION FROM 'runs:/94ad7f36/model' RUN ID '94ad7f36'
  COMMENT 'Fails on customers without contacts' TAGS ('auc' = '0.80', 'validated' = 'rejected')
  INPUTS (lake.customers.contracts, lake.customers.contacts);

!connect bob

USE staging.customers;

CREATE MODEL next_best_offer COMMENT 'Ranks offers for a customer' TAGS ('task' = 'ranking');
ALTER MODEL next_best_offer ADD VERSION FROM 'runs:/e1f0a2b4/model' RUN ID 'e1f0a2b4'
  TAGS ('map' = '0.42', 'validated' = 'pending') INPUTS (lake.customers.contacts, lake.offers.catalogue);

CREATE MODEL lifetime_value COMMENT 'Expected premium of a customer over ten years' TAGS ('task' = 'regression');
ALTER MODEL lifetime_value ADD VERSION FROM 'runs:/6d2b90aa/model' RUN ID '6d2b90aa'
  TAGS ('mae' = '212', 'validated' = 'pending') INPUTS (lake.customers.contracts);

-- 6. Promotion to production: a copy, so that later changes in staging have no effect.

!connect carol

CREATE MODEL prod.claims.fraud_detection FROM MODEL staging.claims.fraud_detection VERSION 1
  COMMENT 'Scores new claims for **fraud**. Loaded by the claims portal as `Champion`.';
ALTER MODEL prod.claims.fraud_detection VERSION 1 SET ALIAS Champion;
ALTER MODEL prod.claims.fraud_detection ADD VERSION FROM MODEL staging.claims.fraud_detection VERSION 2;
ALTER MODEL prod.claims.fraud_detection VERSION 2 SET ALIAS Champion;
ALTER MODEL prod.claims.fraud_detection VERSION 1 SET ALIAS Fallback;
ALTER MODEL prod.claims.fraud_detection SET TAGS ('task' = 'classification', 'on_call' = 'ml_engineers');

CREATE MODEL prod.claims.claim_duration FROM MODEL staging.claims.claim_duration VERSION 1;
ALTER MODEL prod.claims.claim_duration VERSION 1 SET ALIAS Champion;

CREATE MODEL prod.customers.churn FROM MODEL staging.customers.churn VERSION 1;
ALTER MODEL prod.customers.churn VERSION 1 SET ALIAS Champion;

ALTER MODEL prod.claims.fraud_detection OWNER TO ml_engineers;
ALTER MODEL prod.claims.claim_duration OWNER TO ml_engineers;
ALTER MODEL prod.customers.churn OWNER TO ml_engineers;

-- 7. What these users may not do is refused and recorded in the audit trail.

!connect dave

!expect 42501
ALTER MODEL prod.claims.fraud_detection VERSION 1 SET ALIAS Champion;

!connect bob

!expect 42501
CREATE MODEL prod.customers.next_best_offer FROM MODEL staging.customers.next_best_offer VERSION 1;

!connect admin

SELECT catalog_name, schema_name, COUNT(*) AS models FROM models GROUP BY catalog_name, schema_name ORDER BY 1, 2;
