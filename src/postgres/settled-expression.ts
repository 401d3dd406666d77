import { nameOfCast } from "./cast-name.ts";

/**
 * An expression, or a query, as PostgreSQL prints it once it has read its own print: after a restore, or when it was made by
 * the TypeScript. It prints some of what people write so that it reads it otherwise, and nothing else afterwards. Pure.
 *
 * - `v IN ('a', 'b')` of a varchar is `(ARRAY[…])::text[]`, which casts the list; read again, it casts each item.
 * - `a BETWEEN 1 AND 2 AND b` is `((… AND …) AND b)`; read again, an AND that begins with another is one. So is an OR.
 * - `extract('Year' FROM t)` is `EXTRACT(Year FROM t)`, which is read as `year`.
 * - `UNION SELECT NULL` within a query is `UNION SELECT NULL::integer`; read again, the column is called `int4`.
 *
 * @param printed as `pg_get_expr` or `pg_get_viewdef` gives it: keywords in capitals, expressions in parentheses.
 */
export function settledExpression(printed: string): string {
  if (!/\(\(|ARRAY\[|EXTRACT\(|SELECT [^]*::/.test(printed)) return printed;
  const tokens = readTokens(printed);
  const edits = tokens.flatMap((token, index) => {
    if (token.text === "EXTRACT") return smallField(tokens, index);
    // The columns of the outermost have the names of the view's.
    if (token.text === "SELECT" && token.isInner) return nameCasts(printed, tokens, index);
    if (token.text === "ARRAY") return castPlainItems(printed, tokens, index);
    if (token.text !== "(") return [];
    return tokens[index + 1]?.text === "ARRAY"
      ? castEachItem(printed, tokens, index)
      : joinFirst(tokens, index);
  });
  return applyEdits(printed, edits);
}

interface Token {
  text: string;
  at: number;
  /** The index of the parenthesis or bracket that closes this one. */
  close: number | undefined;
  /** It stands within a parenthesis or bracket. */
  isInner: boolean;
}

/** A replacement of a part of the text. */
interface Edit {
  at: number;
  length: number;
  text: string;
}

function readTokens(printed: string): Token[] {
  const found = printed.matchAll(
    /'[^']*(?:''[^']*)*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|[\d.]+(?:e[+-]?\d+)?|::|\S/gu,
  );
  const open: Token[] = [];
  return [...found].map((match, index) => {
    const token: Token = {
      text: match[0],
      at: match.index,
      close: undefined,
      isInner: open.length > 0,
    };
    if (token.text === "(" || token.text === "[") open.push(token);
    if (token.text === ")" || token.text === "]") {
      const opening = open.pop();
      if (opening !== undefined) opening.close = index;
    }
    return token;
  });
}

function smallField(tokens: readonly Token[], index: number): Edit[] {
  const [open, field, from] = tokens.slice(index + 1, index + 4);
  if (open?.text !== "(" || from?.text !== "FROM" || field === undefined) return [];
  // In quotes, as newer minor releases print capitals, it stays as it is.
  if (field.text.startsWith('"')) return [];
  return [{ at: field.at, length: field.text.length, text: field.text.toLowerCase() }];
}

/** `SELECT NULL::integer` → `SELECT NULL::integer AS int4`: of all columns of the query that begins at the index. */
function nameCasts(printed: string, tokens: readonly Token[], index: number): Edit[] {
  const edits: Edit[] = [];
  let cast: Token | undefined;
  let last: Token | undefined;
  for (let next = index + 1; ; next = (tokens[next]!.close ?? next) + 1) {
    const token = tokens[next];
    const isEnd = token === undefined || afterColumns.has(token.text);
    if (isEnd || token.text === ",") {
      const end = last === undefined ? 0 : last.at + last.text.length;
      const type = cast === undefined ? "" : printed.slice(cast.at + 2, end);
      if (typeName.test(type)) edits.push({ at: end, length: 0, text: ` AS ${nameOfCast(type)}` });
      cast = undefined;
    }
    if (isEnd) return edits;
    if (token.text === "::") cast = token;
    last = tokens[token.close ?? next];
  }
}

/** What the list of a query's columns ends before. */
const afterColumns: ReadonlySet<string> = new Set(
  ") FROM WHERE GROUP HAVING WINDOW UNION INTERSECT EXCEPT ORDER LIMIT OFFSET FETCH FOR ;".split(
    " ",
  ),
);
/** Nothing but a type: no name of a column after it, no END of a CASE. */
const typeName =
  /^(?:"(?:[^"]|"")*"(?!")|[\p{Ll}\p{Lo}_][\p{L}\p{N}_$]*(?![\p{L}\p{N}_$])|[. ]|\([\d,-]+\)|\[\])+$/u;

/** `((a AND b) AND c)` → `(a AND b AND c)`: the parenthesis at the index is the inner one. */
function joinFirst(tokens: readonly Token[], index: number): Edit[] {
  const { at, close } = tokens[index]!;
  if (tokens[index - 1]?.text !== "(" || close === undefined) return [];
  const connective = tokens[close + 1]?.text;
  if (connective !== "AND" && connective !== "OR") return [];
  const isSame = inside(tokens, index).some((inner) => tokens[inner]!.text === connective);
  return isSame ? [remove(at), remove(tokens[close]!.at)] : [];
}

/** `(ARRAY[a, b])::t[]` → `ARRAY[(a)::t, (b)::t]`: the parenthesis at the index is the first one. */
function castEachItem(printed: string, tokens: readonly Token[], index: number): Edit[] {
  const { at, close } = tokens[index]!;
  if (close === undefined || tokens[index + 2]?.close !== close - 1) return [];
  const end = tokens[close]!.at;
  const cast = arrayCast.exec(printed.slice(end));
  if (cast === null) return [];
  return [
    remove(at),
    ...castItems(tokens, index + 2, { before: "(", after: `)::${cast[1]}` }),
    { at: end, length: cast[0].length, text: "" },
  ];
}

/**
 * `ARRAY[a, b]::t[]` → `ARRAY[a::t, b::t]`: as statistics print the same, with as few parentheses as can be. The cast of
 * `ARRAY[]::t[]` stays, as nothing else says what an empty list is of.
 */
function castPlainItems(printed: string, tokens: readonly Token[], index: number): Edit[] {
  const close = tokens[index + 1]?.close;
  if (tokens[index + 1]?.text !== "[" || close === undefined || close === index + 2) return [];
  const end = tokens[close]!.at + 1;
  const cast = plainArrayCast.exec(printed.slice(end));
  if (cast === null) return [];
  return [
    ...castItems(tokens, index + 1, { before: "", after: `::${cast[1]}` }),
    { at: end, length: cast[0].length, text: "" },
  ];
}

const plainArrayCast = /^::((?:"(?:[^"]|"")*"(?!")|[\p{L}\p{N}_$. ]|\([\d,-]+\))+)\[\]/u;
const arrayCast = /^\)::((?:"(?:[^"]|"")*"(?!")|[\p{L}\p{N}_$. ]|\([\d,-]+\))+)\[\]/u;

/** Of the brackets of an ARRAY that has items; those of lists within it, too. */
function castItems(
  tokens: readonly Token[],
  bracket: number,
  cast: { before: string; after: string },
): Edit[] {
  const edits: Edit[] = [];
  let first = bracket + 1;
  for (const index of [...inside(tokens, bracket), tokens[bracket]!.close!]) {
    const isEnd = index === tokens[bracket]!.close;
    if (!isEnd && tokens[index]!.text !== ",") continue;
    const last = tokens[index - 1]!;
    if (tokens[first]?.text === "ARRAY" && tokens[first + 1]?.close === index - 1) {
      edits.push(...castItems(tokens, first + 1, cast));
    } else {
      edits.push({ at: tokens[first]!.at, length: 0, text: cast.before });
      edits.push({ at: last.at + last.text.length, length: 0, text: cast.after });
    }
    first = index + 1;
  }
  return edits;
}

/** The indexes of what stands directly between a parenthesis or bracket and the one that closes it. */
function inside(tokens: readonly Token[], open: number): number[] {
  const end = tokens[open]!.close ?? open;
  const indexes: number[] = [];
  for (let index = open + 1; index < end; index = (tokens[index]!.close ?? index) + 1)
    indexes.push(index);
  return indexes;
}

function remove(at: number): Edit {
  return { at, length: 1, text: "" };
}

function applyEdits(printed: string, edits: readonly Edit[]): string {
  let text = "";
  let end = 0;
  for (const edit of edits.toSorted((left, right) => left.at - right.at)) {
    text += printed.slice(end, edit.at) + edit.text;
    end = edit.at + edit.length;
  }
  return text + printed.slice(end);
}
