// Texts of the SQL page: no access to the page, so that tests can run it alone.

/**
 * The text with asterisks for every literal, if one of them can be a password or the activation file
 * of a provider, which has a token. JSON without apostrophes around it is masked too.
 */
export function maskSecrets(statement) {
  if (/bearerToken/i.test(statement) || (/\bprovider\b/i.test(statement) && /\btext\b/i.test(statement))) {
    return statement.replace(/'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)/g, "'***'");
  }
  return /password/i.test(statement) ? statement.replace(/'(?:[^']|'')*(?:'|$)/g, "'***'") : statement;
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
