// Texts of the SQL page: no access to the page, so that tests can run it alone.

/** The tokens of the grammar: comments, strings, names, words, and single characters. */
const TOKENS = /--[^\r\n]*|\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|e'(?:[^'\\]|''|\\[\s\S])*(?:'|\\?(?![\s\S]))|'(?:[^']|'')*(?:'|(?![\s\S]))|\$\$[\s\S]*?(?:\$\$|(?![\s\S]))|"(?:[^"]|"")*(?:"|(?![\s\S]))|`(?:[^`]|``)*(?:`|(?![\s\S]))|[a-z0-9_]+|[\s\S]/gi;

/** What stays readable behind the word in front of a secret. */
const SHOWN = new Set(['comment', 'keep', 'old', 'password', 'set', 'text', 'tokens', 'using', 'with']);

/**
 * The text with asterisks for every literal, if one of them can be a password or the activation file
 * of a provider, which has a token. Words behind PASSWORD and TEXT are masked too: the quotes of a
 * secret may be missing.
 */
export function maskSecrets(statement) {
  const provider = /\bprovider\b/i.test(statement);
  if (!provider && !/password|bearerToken|\bidentified\b/i.test(statement)) {
    return statement;
  }
  let secret = false;
  return statement.replace(TOKENS, (token) => {
    const word = token.toLowerCase();
    const quoted = /^(?:e?'|"|\$\$)/.test(word);
    const hidden = quoted || (secret && /^[a-z0-9_`]/.test(word) && !SHOWN.has(word));
    secret = word !== ';'
      && (secret || word === 'password' || word === 'by' || (provider && word === 'text'));
    return hidden ? "'***'" : token;
  });
}

/** The words of a text, in lower case. */
export function wordsOf(statement) {
  return new Set(statement.toLowerCase().match(/[a-z_][a-z0-9_]*/g) ?? []);
}

/** Rows as CSV (RFC 4180): NULL is an empty field, and an empty text is "". */
export function csvOf(schema, rows) {
  const field = (value) => (value === null ? '' : value === '' || /[",\r\n]/.test(value)
    ? '"' + value.replaceAll('"', '""') + '"' : value);
  return [schema.map((column) => column.name), ...rows]
    .map((row) => row.map(field).join(',') + '\r\n')
    .join('');
}
