-- Finding models: plain SQL over the relations of system.registry, which need no prefix.

DROP CATALOG IF EXISTS demo_search CASCADE;

CREATE CATALOG demo_search;
CREATE SCHEMA demo_search.nlp;
CREATE SCHEMA demo_search.vision;
CREATE MODEL demo_search.nlp.sentiment COMMENT 'Is a review kind?' TAGS ('language' = 'en', 'tier' = 'gold');
CREATE MODEL demo_search.nlp.translation COMMENT 'English to French' TAGS ('language' = 'fr');
CREATE MODEL demo_search.vision.defects COMMENT 'Scratches on a line' TAGS ('tier' = 'gold');
CREATE MODEL demo_search.vision.ocr;
ALTER MODEL demo_search.nlp.sentiment ADD VERSION FROM 'runs:/a/model' RUN ID 'a';
ALTER MODEL demo_search.nlp.sentiment ADD VERSION FROM 'runs:/b/model' RUN ID 'b';
ALTER MODEL demo_search.nlp.sentiment ADD VERSION FROM 'runs:/c/model' RUN ID 'c';
ALTER MODEL demo_search.nlp.translation ADD VERSION FROM 'runs:/d/model' RUN ID 'd';
ALTER MODEL demo_search.vision.defects ADD VERSION FROM 's3://lake/defects/1';
ALTER MODEL demo_search.vision.defects ADD VERSION FROM 's3://lake/defects/2';
ALTER MODEL demo_search.nlp.sentiment VERSION 2 SET ALIAS Champion;
ALTER MODEL demo_search.vision.defects VERSION 2 SET ALIAS Champion;

-- By name and by comment.

SELECT full_name, comment
  FROM models
 WHERE catalog_name = 'demo_search'
   AND (model_name LIKE '%tion' OR UPPER(comment) LIKE '%LINE%')
 ORDER BY full_name;

-- By tag.

SELECT m.full_name
  FROM models m
 WHERE EXISTS (SELECT 1
                 FROM tags t
                WHERE t.full_name = m.full_name AND t.tag_name = 'tier' AND t.tag_value = 'gold')
 ORDER BY m.full_name;

-- By run: from an experiment to its models.

SELECT full_name, version FROM versions WHERE run_id IN ('b', 'd') ORDER BY full_name;

-- Models without a champion.

SELECT full_name
  FROM models
 WHERE catalog_name = 'demo_search'
   AND full_name NOT IN (SELECT full_name FROM aliases WHERE alias_key = 'champion')
 ORDER BY full_name;

-- Models per schema, and the share with versions.

SELECT schema_name, COUNT(*) AS models, COUNT(latest_version) AS with_versions
  FROM models
 WHERE catalog_name = 'demo_search'
 GROUP BY schema_name
HAVING COUNT(*) > 1
 ORDER BY schema_name;

-- The two newest versions of each model.

WITH numbered AS (
  SELECT full_name, version,
         ROW_NUMBER() OVER (PARTITION BY full_name ORDER BY version DESC) AS age
    FROM versions
   WHERE catalog_name = 'demo_search')
SELECT full_name, version FROM numbered WHERE age <= 2 ORDER BY full_name, version DESC;

-- Page by page.

SELECT full_name, version
  FROM versions
 WHERE catalog_name = 'demo_search'
 ORDER BY full_name, version
 LIMIT 2 OFFSET 2;

-- With the full name of the relation; its first part is a reserved word in other dialects.

SELECT COUNT(*) AS versions FROM system.registry.versions WHERE schema_name = 'vision';

-- These relations are read-only; the error names the statements to use.

!expect 0A000
DELETE FROM models WHERE full_name = 'demo_search.vision.ocr';

DROP CATALOG demo_search CASCADE;
