-- Personal access tokens, for programs that act for a user without the user's password.

CREATE USER erin;
CREATE USER frank;

!connect erin

-- The result is the only place that contains the token itself: the registry stores only a hash of
-- it. Without LIFETIME a token is valid for 90 days.

!set format vertical

CREATE TOKEN COMMENT 'nightly training' LIFETIME 30 DAYS;

CREATE TOKEN;

-- A token has the privileges of its user, and only its user sees it in the list.

SHOW TOKENS;

!set format table

!expect 22023
CREATE TOKEN COMMENT 'for ever' LIFETIME 4000 DAYS;

!connect frank

SHOW TOKENS;

-- A token of another user causes the same error as a missing one.

!expect 42704
DROP TOKEN 0;

-- Admins see and can drop all of them. They are also a relation.

!connect admin

SELECT user_name, comment, last_used_at
  FROM tokens
 WHERE user_name IN ('erin', 'frank')
 ORDER BY expires_at;

-- Tokens are dropped with their user.

DROP USER erin;
DROP USER frank;

SELECT COUNT(*) AS left_over FROM tokens WHERE user_name IN ('erin', 'frank');
