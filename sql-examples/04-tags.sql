-- Tags: keys and values on catalogs, schemas, models and versions.

DROP CATALOG IF EXISTS demo_tags CASCADE;

CREATE CATALOG demo_tags;
CREATE SCHEMA demo_tags.vision;
CREATE MODEL demo_tags.vision.defects TAGS ('team' = 'vision', 'tier' = 'bronze');
ALTER MODEL demo_tags.vision.defects ADD VERSION FROM 'runs:/1/model' TAGS ('dataset' = 'line_4');

-- SET TAGS sets or replaces values; UNSET TAGS ignores absent keys.

ALTER CATALOG demo_tags SET TAGS ('cost_center' = '4711');
ALTER SCHEMA demo_tags.vision SET TAGS ('pii' = '');
ALTER MODEL demo_tags.vision.defects SET TAGS ('tier' = 'gold', 'on_call' = 'yes');
ALTER MODEL demo_tags.vision.defects UNSET TAGS ('on_call', 'never_set');
ALTER MODEL demo_tags.vision.defects VERSION 1 SET TAGS ('validated' = 'true');

SHOW TAGS ON MODEL demo_tags.vision.defects;

-- SET TAG and UNSET TAG change one tag and report existing and absent keys as errors.

SET TAG ON MODEL demo_tags.vision.defects reviewed = yes;
!expect 42710
SET TAG ON MODEL demo_tags.vision.defects reviewed = no;
UNSET TAG ON MODEL demo_tags.vision.defects reviewed;
!expect 42704
UNSET TAG ON MODEL demo_tags.vision.defects reviewed;

-- Keys are case-sensitive; some characters are not allowed.

SET TAG ON MODEL demo_tags.vision.defects Team = robotics;
!expect 22023
ALTER MODEL demo_tags.vision.defects SET TAGS ('cost.center' = '1');

SELECT object_type, full_name, tag_name, tag_value
  FROM tags
 WHERE catalog_name = 'demo_tags'
 ORDER BY full_name, tag_name;

SELECT version, tag_name, tag_value
  FROM version_tags
 WHERE full_name = 'demo_tags.vision.defects'
 ORDER BY version, tag_name;

-- APPLY TAG is a separate privilege: it does not allow reading or changing versions.

CREATE USER librarian;
GRANT USE CATALOG ON CATALOG demo_tags TO librarian;
GRANT USE SCHEMA, APPLY TAG ON SCHEMA demo_tags.vision TO librarian;

!connect librarian

ALTER MODEL demo_tags.vision.defects SET TAGS ('shelf' = 'B12');
!expect 42501
COMMENT ON MODEL demo_tags.vision.defects IS 'Found on shelf B12';

SELECT full_name, tag_value AS shelf FROM tags WHERE tag_name = 'shelf';

SELECT COUNT(*) AS readable FROM version_tags;

!connect admin

DROP CATALOG demo_tags CASCADE;
DROP USER librarian;
