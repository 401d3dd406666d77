/**
 * The query of a view on one table, function or subquery as PostgreSQL 16 and newer print it: its columns without that one's
 * name. Older ones print `SELECT t.id FROM t`. Pure.
 *
 * Columns of subqueries keep theirs, which all versions print; so do those in ORDER BY whose name is also that of another
 * column of the result, as 18 prints them: it would be taken for that.
 *
 * @param query as `pg_get_viewdef` gives it: keywords in capitals, expressions in parentheses.
 */
export function unqualifiedQuery(query: string): string {
  const tokens = readTokens(query);
  const outermost = tokens.filter(({ depth }) => depth === 0);
  const from = outermost.find(({ text }) => text === "FROM");
  if (from === undefined || outermost.some(({ text }) => combiners.has(text))) return query;
  const afterFrom = outermost.find(({ text, at }) => at > from.at && clauses.has(text));
  const fromEnd = afterFrom?.at ?? query.length;
  const inFrom = tokens.filter(({ at, inner }) => at > from.at && at < fromEnd && !inner);
  if (inFrom.some(({ text, depth }) => text === "JOIN" || (text === "," && depth === 0)))
    return query;
  const sample = inFrom.findIndex(({ text }) => text === "TABLESAMPLE");
  const one = inFrom
    .slice(0, sample === -1 ? undefined : sample)
    .findLast(({ text, depth }) => depth === 0 && isName(text));
  if (one === undefined) return query;
  const results = resultNames(outermost, from.at);
  const sorted = sortedPart(tokens);
  const isQualifier = ({ text, at, inner }: Token, index: number) => {
    if (text !== one.text || inner || (at > from.at && at < fromEnd)) return false;
    const [dot, column, next] = tokens.slice(index + 1, index + 4);
    if (dot?.text !== "." || column === undefined || !isName(column.text)) return false;
    // A function of a schema that is called like the table, a type, a collation, a field.
    if (next?.text === "(" || next?.text === "." || noColumn.has(tokens[index - 1]?.text ?? ""))
      return false;
    return !(sorted(at) && results.has(column.text));
  };
  const dropped = new Set(tokens.filter(isQualifier).map(({ at }) => at));
  let text = "";
  let end = 0;
  for (const at of dropped) {
    text += query.slice(end, at);
    end = at + one.text.length + 1;
  }
  return text + query.slice(end);
}

interface Token {
  text: string;
  at: number;
  /** How many parentheses it is in. */
  depth: number;
  /** It belongs to a query within the query. */
  inner: boolean;
}

function readTokens(query: string): Token[] {
  const found = [
    ...query.matchAll(
      /'[^']*(?:''[^']*)*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|[\d.]+(?:e[+-]?\d+)?|\S/gu,
    ),
  ];
  const open: boolean[] = [];
  return found.map(([text], index) => {
    const at = found[index]!.index;
    if (text === ")") open.pop();
    const token = { text, at, depth: open.length, inner: open.includes(true) };
    if (text === "(") open.push(/^(?:SELECT|WITH|VALUES)$/.test(found[index + 1]?.[0] ?? ""));
    return token;
  });
}

const combiners: ReadonlySet<string> = new Set(["UNION", "INTERSECT", "EXCEPT"]);
const clauses: ReadonlySet<string> = new Set(
  "WHERE GROUP HAVING WINDOW ORDER OFFSET LIMIT FETCH FOR ;".split(" "),
);
/** What a name with a dot isn't a column behind. */
const noColumn: ReadonlySet<string> = new Set([".", ":", "COLLATE"]);

/** PostgreSQL quotes every name that isn't in lower case. */
function isName(text: string): boolean {
  return text.startsWith('"') || /^[\p{Ll}\p{Lo}_]/u.test(text);
}

/** The names that the result's columns have been given. */
function resultNames(outermost: readonly Token[], from: number): Set<string> {
  return new Set(
    outermost.flatMap(({ text, at }, index) =>
      text === "AS" && at < from ? [outermost[index + 1]?.text ?? ""] : [],
    ),
  );
}

/** Whether a place is in ORDER BY or DISTINCT ON, where the names of the result's columns go first. */
function sortedPart(tokens: readonly Token[]): (at: number) => boolean {
  const order = tokens.find(({ text, depth }) => text === "ORDER" && depth === 0)?.at;
  const on = tokens.findIndex(
    ({ text, depth }, index) =>
      text === "ON" && depth === 0 && tokens[index - 1]?.text === "DISTINCT",
  );
  const distinct = on === -1 ? undefined : tokens[on]!.at;
  const distinctEnd = tokens.find(
    ({ text, depth }, index) => index > on + 1 && text === ")" && depth === 0,
  )?.at;
  return (at) =>
    (order !== undefined && at > order) ||
    (distinct !== undefined && distinctEnd !== undefined && at > distinct && at < distinctEnd);
}
