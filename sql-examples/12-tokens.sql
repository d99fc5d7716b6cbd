-- Personal access tokens: for programs that act for a user, without the user's password.

CREATE USER erin;
CREATE USER frank;

!connect erin

-- The answer is the only place where the token itself is ever told: the registry keeps no more of it
-- than a hash. Without LIFETIME a token is valid for 90 days.

!set format vertical

CREATE TOKEN COMMENT 'nightly training' LIFETIME 30 DAYS;

CREATE TOKEN;

-- A token can do what its user can, no more and no less, and only its user sees it in the list.

SHOW TOKENS;

!set format table

!expect 22023
CREATE TOKEN COMMENT 'for ever' LIFETIME 4000 DAYS;

!connect frank

SHOW TOKENS;

-- What belongs to somebody else is answered like what does not exist.

!expect 42704
DROP TOKEN 0;

-- The admin sees and may drop everybody's. In SQL they are a relation like any other.

!connect admin

SELECT user_name, comment, last_used_at
  FROM tokens
 WHERE user_name IN ('erin', 'frank')
 ORDER BY expires_at;

-- Tokens go with their user.

DROP USER erin;
DROP USER frank;

SELECT COUNT(*) AS left_over FROM tokens WHERE user_name IN ('erin', 'frank');
