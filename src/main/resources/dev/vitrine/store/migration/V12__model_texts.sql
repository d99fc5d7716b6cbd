-- The texts by which a model is found, in one narrow row per model, so that a search reads neither
-- comments of other objects nor tags and aliases. Each text is on a line of its own, in lower case;
-- line feeds in a text are tabs. Aliases are apart because reading them needs EXECUTE.
CREATE TABLE model_texts (
  model_id BIGINT PRIMARY KEY REFERENCES models (id) ON DELETE CASCADE,
  texts VARCHAR(1000000) NOT NULL, -- name, full name, comment, and tags as key:value
  alias_texts VARCHAR(10000) NOT NULL
);

INSERT INTO model_texts (model_id, texts, alias_texts)
SELECT m.id,
  ${lower}CHR(10) || m.name || CHR(10) || m.full_name || CHR(10)
    || COALESCE(REPLACE(m.comment, CHR(10), CHR(9)) || CHR(10), '')
    || COALESCE((SELECT STRING_AGG(
        REPLACE(t.tag_key || ':' || t.tag_value, CHR(10), CHR(9)) || CHR(10), '')
      FROM model_tags t WHERE t.model_id = m.id), '')${lowered},
  ${lower}CHR(10)
    || COALESCE((SELECT STRING_AGG(REPLACE(a.alias, CHR(10), CHR(9)) || CHR(10), '')
      FROM aliases a WHERE a.model_id = m.id), '')${lowered}
FROM models m;
