-- Users, groups, memberships and owners.

DROP CATALOG IF EXISTS demo_owners CASCADE;

CREATE CATALOG demo_owners;
CREATE SCHEMA demo_owners.audio;

-- A user with a password can connect to a server; one without is a service principal. Names with
-- special characters are quoted.

CREATE USER `carol@example.com` WITH PASSWORD 'open sesame';
CREATE USER dave;
CREATE USER nightly_job;
ALTER USER `carol@example.com` SET PASSWORD 'sesame, open';

-- Groups contain users and groups.

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

-- A group cannot contain itself, directly or indirectly.

!expect 22023
ALTER GROUP speech ADD GROUP research;

-- All users are members of `account users`, which has no member list.

GRANT USE CATALOG, USE SCHEMA ON CATALOG demo_owners TO `account users`;
GRANT CREATE MODEL ON SCHEMA demo_owners.audio TO research;

!connect dave

SELECT current_user() AS me,
       is_member('speech') AS in_speech,
       is_account_group_member('research') AS in_research,
       is_member('interns') AS in_interns,
       is_account_group_member('account users') AS in_everybody;

-- The creator of an object owns it and has all privileges on it.

CREATE MODEL demo_owners.audio.wake_word;

-- Owners can give a model to a group they belong to; other transfers need an admin.

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

-- The metastore has an owner too; the owner, or each member of the owning group, is an admin. The
-- last admin cannot be removed: giving the metastore to a group without users is refused.

!expect 2BP01
ALTER METASTORE OWNER TO interns;
ALTER METASTORE OWNER TO admin;

-- Owners cannot be dropped before their objects are transferred.

!expect 2BP01
DROP USER nightly_job;
ALTER MODEL demo_owners.audio.wake_word OWNER TO dave;
DROP USER nightly_job;

-- Grants refer to a user by ID: a later user of the same name inherits nothing.

GRANT EXECUTE ON MODEL demo_owners.audio.wake_word TO interns;
DROP GROUP interns;
CREATE GROUP interns;

SHOW GRANTS interns ON MODEL demo_owners.audio.wake_word;

-- The members of an external group come from an identity provider: its tokens claim the group, and
-- grants to the group apply to requests with such a token. It has no stored members.

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
