-- Groups whose members are not kept here: whoever an identity provider vouches for, for as long as
-- its token counts. They have no member list, are in no group, and so are never admin.

ALTER TABLE principals ADD COLUMN is_external BOOLEAN DEFAULT FALSE NOT NULL;

ALTER TABLE principals ADD CHECK (NOT is_external OR (kind = 'GROUP' AND id <> 1));
