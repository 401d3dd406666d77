const reading = /^(?:select|with|values|table|show|explain)\b/i;
/** What PostgreSQL's lexer takes for white space, and nothing that only JavaScript does. */
const blank = /[ \t\n\r\f\v(]/;

/**
 * Whether a statement begins as one that reads. It is no proof, since functions and WITH may write, and that is for the
 * server to refuse; but DO, COPY, CALL, SET, COMMIT or LOAD never get there.
 */
export function beginsAsReading(sql: string): boolean {
  return reading.test(sql.slice(firstWord(sql)));
}

/** The offset behind blanks, parentheses and comments. https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
function firstWord(sql: string): number {
  let at = 0;
  for (;;) {
    if (at < sql.length && blank.test(sql[at]!)) at += 1;
    else if (sql.startsWith("--", at)) at = endOfLine(sql, at);
    else if (sql.startsWith("/*", at)) at = endOfComment(sql, at);
    else return at;
  }
}

function endOfLine(sql: string, from: number): number {
  const length = sql.slice(from).search(/[\n\r]/);
  return length < 0 ? sql.length : from + length;
}

/** Comments nest. */
function endOfComment(sql: string, from: number): number {
  let depth = 0;
  for (let at = from; at < sql.length;) {
    if (sql.startsWith("/*", at)) {
      depth += 1;
      at += 2;
    } else if (sql.startsWith("*/", at)) {
      depth -= 1;
      at += 2;
      if (depth === 0) return at;
    } else at += 1;
  }
  return sql.length;
}
