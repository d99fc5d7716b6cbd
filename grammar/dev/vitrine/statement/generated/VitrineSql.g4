/*
 * The governance statements of Vitrine. Queries are only lexed here, not parsed: the first word of
 * a statement decides.
 */
grammar VitrineSql;

options { caseInsensitive = true; }

singleStatement
    : statement EOF
    ;

statement
    : refusedStatement
    | containerStatement
    | modelStatement
    | objectStatement
    | showStatement
    | securityStatement
    | shareStatement
    | providerStatement
    | transactionStatement
    ;

containerStatement
    : CREATE CATALOG ifNotExists? name containerOption*                                # createCatalog
    | CREATE schema ifNotExists? qualifiedName containerOption*                        # createSchema
    | DROP CATALOG ifExists? name dropBehavior?                                        # dropCatalog
    | DROP schema ifExists? qualifiedName dropBehavior?                                # dropSchema
    | (USE | SET) CATALOG name                                                         # useCatalog
    | USE schema? qualifiedName                                                        # useSchema
    ;

modelStatement
    : CREATE MODEL ifNotExists? qualifiedName modelOption*                             # createModel
    | CREATE MODEL ifNotExists? target=qualifiedName
        FROM model source=qualifiedName (VERSION versionRef)? (COMMENT string)?        # createModelFromModel
    | DROP model ifExists? qualifiedName dropBehavior? PURGE?                          # dropModel
    | UNDROP model from=qualifiedName (WITH ID number)? (AS to=qualifiedName)?         # undropModel
    | ALTER model ifExists? from=qualifiedName RENAME TO to=qualifiedName              # renameModel
    | ALTER model qualifiedName ADD VERSION number? FROM string versionOption*         # addVersion
    | ALTER model target=qualifiedName
        ADD VERSION FROM model source=qualifiedName VERSION versionRef                 # copyVersion
    | ALTER model qualifiedName
        DROP VERSION ifExists? number (',' number)* PURGE?                             # dropVersions
    | ALTER model qualifiedName UNDROP VERSION number                                  # undropVersion
    | ALTER model qualifiedName VERSION versionRef SET ALIAS '='? name                 # setAlias
    | ALTER model qualifiedName UNSET ALIAS ifExists? name                             # unsetAlias
    | ALTER model qualifiedName VERSION versionRef SET METRICS metricList              # setMetrics
    ;

objectStatement
    : COMMENT ON versionedObject IS (string | NULL)                                    # commentOn
    | ALTER versionedObject SET TAGS tagList                                           # setTags
    | ALTER versionedObject UNSET TAGS '(' string (',' string)* ')'                    # unsetTags
    | SET TAG ON versionedObject tagKey ('=' tagValue)?                                # setTag
    | UNSET TAG ON versionedObject tagKey                                              # unsetTag
    | ALTER (METASTORE | object) SET? OWNER TO name                                    # transferOwnership
    | ALTER METASTORE SET RETENTION AUDIT (number DAYS | FOREVER)                      # setAuditRetention
    | ALTER METASTORE SET RETENTION HISTORY (number DAYS | FOREVER)                    # setHistoryRetention
    | ALTER METASTORE SET RETENTION DROPPED number DAYS                                # setDroppedRetention
    | ALTER METASTORE PURGE HISTORY OF object (COMMENT | TAG tagKey)?                  # purgeHistory
    ;

showStatement
    : SHOW CATALOGS pattern?                                                           # showCatalogs
    | SHOW (SCHEMAS | DATABASES) ((FROM | IN) name)? pattern?                          # showSchemas
    | SHOW (MODELS | FUNCTIONS) ((FROM | IN) container)? pattern? (SEARCH string)?     # showModels
    | SHOW MODELS DROPPED ((FROM | IN) container)?                                     # showDroppedModels
    | SHOW VERSIONS pattern? (FROM | IN) model? qualifiedName                          # showVersions
    | SHOW ALIASES (FROM | IN) model? qualifiedName asOf?                              # showAliases
    | SHOW TAGS ON object                                                              # showTags
    | SHOW CREATE model qualifiedName                                                  # showCreateModel
    | SHOW EFFECTIVE? GRANTS name? ON securable asOf?                                  # showGrants
    | SHOW USERS pattern?                                                              # showUsers
    | SHOW GROUPS (WITH member)? pattern?                                              # showGroups
    | SHOW TOKENS                                                                      # showTokens
    | SHOW SESSIONS                                                                    # showSessions
    | (DESC | DESCRIBE) METASTORE EXTENDED?                                            # describeMetastore
    | (DESC | DESCRIBE) CATALOG EXTENDED? name                                         # describeCatalog
    | (DESC | DESCRIBE) schema EXTENDED? qualifiedName                                 # describeSchema
    | (DESC | DESCRIBE) model EXTENDED? qualifiedName (VERSION versionRef)? asOf?      # describeModel
    ;

securityStatement
    : GRANT privileges ON securable TO name                                            # grantPrivileges
    | REVOKE privileges ON securable FROM name                                         # revokePrivileges
    | CREATE USER name (WITH PASSWORD string)?                                         # createUser
    | ALTER USER name SET PASSWORD string passwordOption*                              # alterUserPassword
    | DROP USER name                                                                   # dropUser
    | CREATE GROUP name (EXTERNAL | WITH memberList+)?                                 # createGroup
    | ALTER GROUP name membershipChange+                                               # alterGroup
    | DROP GROUP name                                                                  # dropGroup
    | CREATE TOKEN tokenOption*                                                        # createToken
    | DROP TOKEN number                                                                # dropToken
    | TERMINATE SESSION (name | string)                                                # terminateSession
    ;

shareStatement
    : CREATE SHARE ifNotExists? name (COMMENT string)?                                 # createShare
    | ALTER SHARE name ADD model added=qualifiedName (AS sharedName=qualifiedName)?    # addToShare
    | ALTER SHARE name REMOVE model qualifiedName                                      # removeFromShare
    | ALTER SHARE share=name SET? OWNER TO owner=name                                  # transferShare
    | COMMENT ON SHARE name IS (string | NULL)                                         # commentOnShare
    | DROP SHARE ifExists? name                                                        # dropShare
    | GRANT SELECT ON SHARE share=name TO RECIPIENT recipient=name                     # grantShare
    | REVOKE SELECT ON SHARE share=name FROM RECIPIENT recipient=name                  # revokeShare
    | SHOW SHARES pattern?                                                             # showShares
    | SHOW ALL IN SHARE name                                                           # showAllInShare
    | SHOW GRANTS ON SHARE name                                                        # showShareGrants
    | (DESC | DESCRIBE) SHARE name                                                     # describeShare
    | CREATE RECIPIENT ifNotExists? name recipientOption*                              # createRecipient
    | ALTER RECIPIENT name ROTATE TOKEN activationOption*                              # rotateRecipientToken
    | ALTER RECIPIENT recipient=name SET? OWNER TO owner=name                          # transferRecipient
    | COMMENT ON RECIPIENT name IS (string | NULL)                                     # commentOnRecipient
    | DROP RECIPIENT ifExists? name                                                    # dropRecipient
    | SHOW RECIPIENTS pattern?                                                         # showRecipients
    | SHOW GRANTS TO RECIPIENT name                                                    # showRecipientGrants
    | (DESC | DESCRIBE) RECIPIENT name                                                 # describeRecipient
    ;

providerStatement
    : CREATE PROVIDER ifNotExists? name USING activation (COMMENT string)?             # createProvider
    | ALTER PROVIDER name USING activation                                             # alterProvider
    | ALTER PROVIDER provider=name SET? OWNER TO owner=name                            # transferProvider
    | COMMENT ON PROVIDER name IS (string | NULL)                                      # commentOnProvider
    | DROP PROVIDER ifExists? name                                                     # dropProvider
    | SHOW PROVIDERS pattern?                                                          # showProviders
    | SHOW SHARES (FROM | IN) PROVIDER name                                            # showProviderShares
    | (DESC | DESCRIBE) PROVIDER name                                                  # describeProvider
    | CREATE CATALOG ifNotExists? catalog=name
        USING SHARE provider=name '.' share=name (COMMENT string)?                     # createSharedCatalog
    | REFRESH CATALOG name                                                             # refreshCatalog
    ;

transactionStatement
    : (BEGIN TRANSACTION? | START TRANSACTION)                                         # startTransaction
    | COMMIT                                                                           # commitTransaction
    | ROLLBACK                                                                         # rollbackTransaction
    ;

// Unsupported statements are parsed only as far as needed to name the alternative.
refusedStatement
    : CREATE feature=OR REPLACE rest                                                   # refusedReplace
    | GRANT privileges ON securable TO name feature=WITH GRANT OPTION                  # refusedGrantOption
    | REVOKE feature=GRANT OPTION FOR rest                                             # refusedGrantOption
    | feature=DENY rest                                                                # refusedDeny
    | ALTER model qualifiedName SET feature=DEFAULT_VERSION rest                       # refusedDefaultVersion
    | ALTER model qualifiedName (VERSION versionRef)? SET feature=STAGE rest           # refusedStage
    | (CREATE | ALTER | DROP) feature=STAGE rest                                       # refusedFileStage
    | ALTER model qualifiedName ADD VERSION name? FROM feature='@' rest                # refusedFileStage
    | feature=(DELETE | INSERT | MERGE | TRUNCATE | UPDATE) rest                       # refusedChange
    ;

rest
    : ~SEMICOLON*
    ;

ifExists
    : IF EXISTS
    ;

ifNotExists
    : IF NOT EXISTS
    ;

dropBehavior
    : CASCADE
    | RESTRICT
    ;

containerOption
    : COMMENT string
    | MANAGED LOCATION string
    ;

modelOption
    : COMMENT string
    | TAGS tagList
    ;

versionOption
    : RUN ID string
    | SIGNATURE string
    | COMMENT string
    | TAGS tagList
    | INPUTS '(' qualifiedName (',' qualifiedName)* ')'
    | PARAMS tagList
    | METRICS metricList
    | imported
    ;

imported
    : IMPORTED '(' AUTHOR author=string ',' CREATED created=string ')'
    ;

passwordOption
    : OLD PASSWORD string
    | KEEP TOKENS
    ;

tokenOption
    : COMMENT string
    | LIFETIME number DAYS
    ;

recipientOption
    : COMMENT string
    | activationOption
    ;

activationOption
    : EXPIRES AFTER number DAYS
    | ENDPOINT string
    ;

activation
    : (TEXT | FILE) string
    ;

tagList
    : '(' tag (',' tag)* ')'
    ;

tag
    : key=string '=' value=string
    ;

metricList
    : '(' metric (',' metric)* ')'
    ;

metric
    : key=string '=' metricValue (DATASET string)? (STEP number)?
    ;

metricValue
    : PARAMETER
    | numberPart+
    ;

// A number with a sign, a point and an exponent has several tokens; the builder checks their text.
numberPart
    : SYMBOL
    | INTEGER
    | WORD
    | '.'
    ;

tagKey
    : name
    | string
    ;

tagValue
    : name
    | string
    ;

pattern
    : LIKE? string
    ;

schema
    : SCHEMA
    | DATABASE
    ;

model
    : MODEL
    | FUNCTION
    ;

object
    : CATALOG name
    | schema qualifiedName
    | model qualifiedName
    ;

versionedObject
    : object
    | model qualifiedName VERSION versionRef
    ;

securable
    : METASTORE
    | CATALOG
    | object
    ;

asOf
    : AS OF string
    ;

container
    : CATALOG name
    | schema? qualifiedName
    ;

privileges
    : privilege (',' privilege)*
    ;

privilege
    : word+
    ;

member
    : (USER | GROUP) name
    ;

memberList
    : (USER | GROUP) name (',' name)*
    ;

membershipChange
    : (ADD | DROP) memberList+
    ;

versionRef
    : number
    | LATEST
    | name
    ;

qualifiedName
    : name ('.' name)*
    ;

name
    : IDENTIFIER '(' string ')'
    | BACKQUOTED_NAME
    | QUOTED_NAME
    | INTEGER
    | word
    ;

word
    : WORD
    | nonReserved
    ;

string
    : STRING
    | PARAMETER
    ;

number
    : INTEGER
    | PARAMETER
    ;

// All keywords except FROM, IN, LIKE, ON and TO can be names. This rule must contain tokens only.
nonReserved
    : ADD | AFTER | ALIAS | ALIASES | ALL | ALTER | AS | AUDIT | AUTHOR | BEGIN | CASCADE
    | CATALOG | CATALOGS | COMMENT | COMMIT | CREATE | CREATED | DATABASE | DATABASES | DATASET
    | DAYS | DEFAULT_VERSION | DELETE | DENY | DESC | DESCRIBE | DROP | DROPPED | EFFECTIVE
    | ENDPOINT | EXISTS | EXPIRES | EXPLAIN | EXTENDED | EXTERNAL | FILE | FOR | FOREVER
    | FUNCTION | FUNCTIONS | GRANT | GRANTS | GROUP | GROUPS | HISTORY | ID | IDENTIFIER | IF
    | IMPORTED | INPUTS | INSERT | IS | KEEP | LATEST | LIFETIME | LOCATION | MANAGED | MERGE
    | METASTORE | METRICS | MODEL | MODELS | NOT | NULL | OF | OLD | OPTION | OR | OWNER | PARAMS
    | PASSWORD | PLAN | PROVIDER | PROVIDERS | PURGE | RECIPIENT | RECIPIENTS | REFRESH | REMOVE
    | RENAME | REPLACE | RESTRICT | RETENTION | REVOKE | ROLLBACK | ROTATE | RUN | SCHEMA
    | SCHEMAS | SEARCH | SELECT | SESSION | SESSIONS | SET | SHARE | SHARES | SHOW | SIGNATURE
    | STAGE | START | STEP | TABLE | TAG | TAGS | TERMINATE | TEXT | TOKEN | TOKENS | TRANSACTION
    | TRUNCATE | UNDROP | UNSET | UPDATE | USE | USER | USERS | USING | VALUES | VERSION
    | VERSIONS | WITH
    ;

ADD             : 'ADD' ;
AFTER           : 'AFTER' ;
ALIAS           : 'ALIAS' ;
ALIASES         : 'ALIASES' ;
ALL             : 'ALL' ;
ALTER           : 'ALTER' ;
AS              : 'AS' ;
AUDIT           : 'AUDIT' ;
AUTHOR          : 'AUTHOR' ;
BEGIN           : 'BEGIN' ;
CASCADE         : 'CASCADE' ;
CATALOG         : 'CATALOG' ;
CATALOGS        : 'CATALOGS' ;
COMMENT         : 'COMMENT' ;
COMMIT          : 'COMMIT' ;
CREATE          : 'CREATE' ;
CREATED         : 'CREATED' ;
DATABASE        : 'DATABASE' ;
DATABASES       : 'DATABASES' ;
DATASET         : 'DATASET' ;
DAYS            : 'DAYS' ;
DEFAULT_VERSION : 'DEFAULT_VERSION' ;
DELETE          : 'DELETE' ;
DENY            : 'DENY' ;
DESC            : 'DESC' ;
DESCRIBE        : 'DESCRIBE' ;
DROP            : 'DROP' ;
DROPPED         : 'DROPPED' ;
EFFECTIVE       : 'EFFECTIVE' ;
ENDPOINT        : 'ENDPOINT' ;
EXISTS          : 'EXISTS' ;
EXPIRES         : 'EXPIRES' ;
EXPLAIN         : 'EXPLAIN' ;
EXTENDED        : 'EXTENDED' ;
EXTERNAL        : 'EXTERNAL' ;
FILE            : 'FILE' ;
FOR             : 'FOR' ;
FOREVER         : 'FOREVER' ;
FROM            : 'FROM' ;
FUNCTION        : 'FUNCTION' ;
FUNCTIONS       : 'FUNCTIONS' ;
GRANT           : 'GRANT' ;
GRANTS          : 'GRANTS' ;
GROUP           : 'GROUP' ;
GROUPS          : 'GROUPS' ;
HISTORY         : 'HISTORY' ;
ID              : 'ID' ;
IDENTIFIER      : 'IDENTIFIER' ;
IF              : 'IF' ;
IMPORTED        : 'IMPORTED' ;
IN              : 'IN' ;
INPUTS          : 'INPUTS' ;
INSERT          : 'INSERT' ;
IS              : 'IS' ;
KEEP            : 'KEEP' ;
LATEST          : 'LATEST' ;
LIFETIME        : 'LIFETIME' ;
LIKE            : 'LIKE' ;
LOCATION        : 'LOCATION' ;
MANAGED         : 'MANAGED' ;
MERGE           : 'MERGE' ;
METASTORE       : 'METASTORE' ;
METRICS         : 'METRICS' ;
MODEL           : 'MODEL' ;
MODELS          : 'MODELS' ;
NOT             : 'NOT' ;
NULL            : 'NULL' ;
OF              : 'OF' ;
OLD             : 'OLD' ;
ON              : 'ON' ;
OPTION          : 'OPTION' ;
OR              : 'OR' ;
OWNER           : 'OWNER' ;
PARAMS          : 'PARAMS' ;
PASSWORD        : 'PASSWORD' ;
PLAN            : 'PLAN' ;
PROVIDER        : 'PROVIDER' ;
PROVIDERS       : 'PROVIDERS' ;
PURGE           : 'PURGE' ;
RECIPIENT       : 'RECIPIENT' ;
RECIPIENTS      : 'RECIPIENTS' ;
REFRESH         : 'REFRESH' ;
REMOVE          : 'REMOVE' ;
RENAME          : 'RENAME' ;
REPLACE         : 'REPLACE' ;
RESTRICT        : 'RESTRICT' ;
RETENTION       : 'RETENTION' ;
REVOKE          : 'REVOKE' ;
ROLLBACK        : 'ROLLBACK' ;
ROTATE          : 'ROTATE' ;
RUN             : 'RUN' ;
SCHEMA          : 'SCHEMA' ;
SCHEMAS         : 'SCHEMAS' ;
SEARCH          : 'SEARCH' ;
SELECT          : 'SELECT' ;
SESSION         : 'SESSION' ;
SESSIONS        : 'SESSIONS' ;
SET             : 'SET' ;
SHARE           : 'SHARE' ;
SHARES          : 'SHARES' ;
SHOW            : 'SHOW' ;
SIGNATURE       : 'SIGNATURE' ;
STAGE           : 'STAGE' ;
START           : 'START' ;
STEP            : 'STEP' ;
TABLE           : 'TABLE' ;
TAG             : 'TAG' ;
TAGS            : 'TAGS' ;
TERMINATE       : 'TERMINATE' ;
TEXT            : 'TEXT' ;
TO              : 'TO' ;
TOKEN           : 'TOKEN' ;
TOKENS          : 'TOKENS' ;
TRANSACTION     : 'TRANSACTION' ;
TRUNCATE        : 'TRUNCATE' ;
UNDROP          : 'UNDROP' ;
UNSET           : 'UNSET' ;
UPDATE          : 'UPDATE' ;
USE             : 'USE' ;
USER            : 'USER' ;
USERS           : 'USERS' ;
USING           : 'USING' ;
VALUES          : 'VALUES' ;
VERSION         : 'VERSION' ;
VERSIONS        : 'VERSIONS' ;
WITH            : 'WITH' ;

SEMICOLON       : ';' ;
LEFT_PAREN      : '(' ;
RIGHT_PAREN     : ')' ;
COMMA           : ',' ;
DOT             : '.' ;
EQUALS          : '=' ;
AT              : '@' ;
PARAMETER       : '?' ;
SYMBOL          : [-+*/%<>!|&^~:{}[\]#$\\] ;    // used in queries only

INTEGER         : [0-9]+ ;
WORD            : [A-Z0-9_]+ ;
STRING          : '\'' (~'\'' | '\'\'')* '\''
                | 'E' '\'' (~['\\] | '\'\'' | '\\' .)* '\''
                | '$$' .*? '$$' ;
BACKQUOTED_NAME : '`' (~'`' | '``')* '`' ;
QUOTED_NAME     : '"' (~'"' | '""')* '"' ;

SPACE           : [ \t\r\n\f\u000B]+ -> skip ;
LINE_COMMENT    : '--' ~[\r\n]* -> skip ;
BLOCK_COMMENT   : '/*' (~'*' | '*'+ ~[*/])* '*'+ '/' -> skip ;

// Any other character becomes a token, so that it can be named in an error.
UNCLOSED_STRING          : '\'' (~'\'' | '\'\'')*
                         | 'E' '\'' (~['\\] | '\'\'' | '\\' .)* '\\'?
                         | '$$' (~'$' | '$' ~'$')* '$'? ;
UNCLOSED_BACKQUOTED_NAME : '`' (~'`' | '``')* ;
UNCLOSED_QUOTED_NAME     : '"' (~'"' | '""')* ;
UNCLOSED_COMMENT         : '/*' (~'*' | '*'+ ~[*/])* '*'* ;
UNRECOGNIZED             : . ;
