-- Users, groups and owners: who there is, who belongs where, and whose things are whose.

DROP CATALOG IF EXISTS demo_owners CASCADE;

CREATE CATALOG demo_owners;
CREATE SCHEMA demo_owners.audio;

-- A user with a password can connect from anywhere; one without is a service principal. Names with
-- unusual characters are quoted.

CREATE USER `carol@example.com` WITH PASSWORD 'open sesame';
CREATE USER dave;
CREATE USER nightly_job;
ALTER USER `carol@example.com` SET PASSWORD 'sesame, open';

-- Groups have users and groups in them.

CREATE GROUP speech WITH USER `carol@example.com`, dave;
CREATE GROUP research WITH GROUP speech USER nightly_job;
CREATE GROUP interns;
ALTER GROUP research ADD GROUP interns DROP USER nightly_job;

SELECT group_name, member_name, member_kind
  FROM group_members
 WHERE group_name IN ('speech', 'research', 'interns')
 ORDER BY group_name, member_name;

SHOW USERS LIKE 'car*|dave';

SHOW GROUPS LIKE 'speech|research';

SHOW GROUPS WITH USER dave;

SHOW GROUPS WITH GROUP speech;

-- A group is never inside itself, however long the way round.

!expect 22023
ALTER GROUP speech ADD GROUP research;

-- Everybody is one of the `account users`, whose members nobody has to write down.

GRANT USE CATALOG, USE SCHEMA ON CATALOG demo_owners TO `account users`;
GRANT CREATE MODEL ON SCHEMA demo_owners.audio TO research;

!connect dave

SELECT current_user() AS me,
       is_member('speech') AS in_speech,
       is_account_group_member('research') AS in_research,
       is_member('interns') AS in_interns,
       is_account_group_member('account users') AS in_everybody;

-- Who makes a thing owns it, and may do anything with it.

CREATE MODEL demo_owners.audio.wake_word;

-- A model can be handed to oneself or to a group one is in; other ways are for the admin.

!expect 42501
ALTER MODEL demo_owners.audio.wake_word OWNER TO nightly_job;
ALTER MODEL demo_owners.audio.wake_word OWNER TO speech;

!connect `carol@example.com`

COMMENT ON MODEL demo_owners.audio.wake_word IS 'Ours: Carol may, since the group owns it';

!connect admin

ALTER MODEL demo_owners.audio.wake_word SET OWNER TO nightly_job;
ALTER SCHEMA demo_owners.audio OWNER TO speech;
ALTER CATALOG demo_owners OWNER TO research;

SELECT full_name, owner FROM models WHERE catalog_name = 'demo_owners';

-- The metastore has an owner as well; whoever is or belongs to that owner is admin. There is always
-- one: giving it to a group without users is refused.

!expect 2BP01
ALTER METASTORE OWNER TO interns;
ALTER METASTORE OWNER TO admin;

-- Owners cannot be dropped; what they own has to go to somebody else first.

!expect 2BP01
DROP USER nightly_job;
ALTER MODEL demo_owners.audio.wake_word OWNER TO dave;
DROP USER nightly_job;

-- Grants are to the person, not to the name: who comes later under the same name starts afresh.

GRANT EXECUTE ON MODEL demo_owners.audio.wake_word TO interns;
DROP GROUP interns;
CREATE GROUP interns;

SHOW GRANTS interns ON MODEL demo_owners.audio.wake_word;

-- Who is in an external group is for an identity provider to say: its tokens name the group, and
-- what was granted to it counts for what is asked with such a token. It has no members here.

CREATE GROUP sso_listeners EXTERNAL;
GRANT EXECUTE ON MODEL demo_owners.audio.wake_word TO sso_listeners;

!expect 22023
ALTER GROUP sso_listeners ADD USER dave;

SHOW GROUPS LIKE 'sso*';

DROP GROUP sso_listeners;
DROP CATALOG demo_owners CASCADE;
DROP GROUP interns;
DROP GROUP research;
DROP GROUP speech;
DROP USER dave;
DROP USER `carol@example.com`;
