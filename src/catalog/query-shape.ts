// What the files of `queries/` have in common in their form, read from their text: they are our own, and a test compares
// what is found with the facts that they give.

export interface Token {
  text: string;
  /** How many parentheses it stands in; a parenthesis itself stands outside. */
  depth: number;
}

/** Words, texts and signs of a query, without comments. */
export function tokensOf(sql: string): Token[] {
  const texts = sql.match(/--.*|'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|\|\||[^\s\w]/g) ?? [];
  let depth = 0;
  return texts
    .filter((text) => !text.startsWith("--"))
    .map((text) => {
      if (text === ")") depth -= 1;
      const token = { text, depth };
      if (text === "(") depth += 1;
      return token;
    });
}

/** The queries that WITH names, and what follows them. */
export function withQueries(tokens: readonly Token[]): {
  queries: ReadonlyMap<string, readonly Token[]>;
  main: readonly Token[];
} {
  const queries = new Map<string, readonly Token[]>();
  if (tokens[0]?.text !== "WITH") return { queries, main: tokens };
  let end = 0;
  for (const [index, { text, depth }] of tokens.entries()) {
    if (depth > 0 || text !== "AS" || tokens[index + 1]?.text !== "(") continue;
    const close = tokens.findIndex(
      (token, at) => at > index && token.depth === 0 && token.text === ")",
    );
    if (close < 0 || close < end) continue;
    queries.set(nameBefore(tokens, index), tokens.slice(index + 2, close));
    end = close + 1;
    if (tokens[end]?.text !== ",") break;
  }
  return { queries, main: tokens.slice(end) };
}

/** `name AS (`, or `name (columns) AS (`. */
function nameBefore(tokens: readonly Token[], at: number): string {
  if (tokens[at - 1]?.text !== ")") return tokens[at - 1]?.text ?? "";
  const open = tokens.findLastIndex(
    ({ text, depth }, index) => index < at && text === "(" && depth === 0,
  );
  return tokens[open - 1]?.text ?? "";
}

/** The queries that UNION ALL joins. */
export function splitAtUnions(tokens: readonly Token[]): (readonly Token[])[] {
  const base = tokens[0]?.depth ?? 0;
  const starts = tokens.flatMap(({ text, depth }, index) =>
    depth === base && text === "UNION" ? [index] : [],
  );
  return [-2, ...starts].map((start, index) => tokens.slice(start + 2, starts[index]));
}

/** What stands between SELECT and FROM, split at its commas. */
export function itemsOf(query: readonly Token[]): (readonly Token[])[] {
  const base = query[0]?.depth ?? 0;
  const from = query.findIndex(({ text, depth }) => depth === base && text === "FROM");
  return splitAtCommas(query.slice(1, from < 0 ? undefined : from));
}

function splitAtCommas(tokens: readonly Token[]): (readonly Token[])[] {
  const base = tokens[0]?.depth ?? 0;
  const list: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text === "," && token.depth === base) list.push([]);
    else list.at(-1)!.push(token);
  }
  return list;
}

/**
 * The keys of the object that an expression builds: of each `jsonb_build_object` in it that isn't the value of another, and
 * of the `value` of each query of WITH that it joins to these with `||`.
 */
export function keysOf(
  expression: readonly Token[],
  branch: readonly Token[],
  queries: ReadonlyMap<string, readonly Token[]>,
): string[] {
  const keys: string[] = [];
  for (let at = 0; at < expression.length; at += 1) {
    const { text, depth } = expression[at]!;
    if (text === "jsonb_build_object") {
      const close = expression.findIndex(
        (token, index) => index > at && token.text === ")" && token.depth === depth,
      );
      const parts = splitAtCommas(expression.slice(at + 2, close));
      keys.push(
        ...parts.flatMap((part, index) => (index % 2 === 0 ? [part[0]!.text.slice(1, -1)] : [])),
      );
      at = close;
    } else if (
      text === "value" &&
      depth === expression[0]!.depth &&
      expression[at - 1]?.text === "."
    ) {
      const query = queries.get(aliased(expression[at - 2]!.text, branch) ?? "");
      if (query !== undefined) keys.push(...keysOf(itemsOf(query).at(-1) ?? [], query, queries));
    }
  }
  return keys;
}

/** `JOIN name alias`: the name. */
function aliased(alias: string, branch: readonly Token[]): string | undefined {
  const at = branch.findIndex(
    ({ text }, index) => text === alias && ["JOIN", "FROM"].includes(branch[index - 2]?.text ?? ""),
  );
  return branch[at - 1]?.text;
}
