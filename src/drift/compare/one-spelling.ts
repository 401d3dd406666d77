/**
 * SQL that PostgreSQL printed, in one spelling where its releases have several, so that the same database says the same before
 * and after an update of the server or a restore. Texts in quotes stay as they are. Pure.
 *
 * Of the minor releases of November 2026 (15.20), and not of those before:
 * - `EXTRACT("YEAR" FROM t)` of a field that was given as a text in capitals; fields are read in any case.
 * - `UPDATE t AS x`, `DELETE FROM t AS x`, `MERGE INTO t AS x`, which was `UPDATE t x`.
 * - `(x IS DOCUMENT)`, which was `x IS DOCUMENT`.
 *
 * `ON TRUE` is of a NATURAL JOIN without a common column; a restored copy says `ON (true)`.
 *
 * From 16 on: `XMLSERIALIZE(… NO INDENT)`, which is what was always done.
 */
export function inOneSpelling(printed: string): string {
  if (
    !/\bEXTRACT\("|\b(?:UPDATE|DELETE FROM|MERGE INTO) | ON TRUE\b| NO INDENT\)| IS DOCUMENT\)/.test(
      printed,
    )
  )
    return printed;
  // What stands in quotes, and what doesn't, in turn.
  const pieces = printed.split(/('[^']*(?:''[^']*)*')/);
  const respelled = pieces.map((piece, index) => (index % 2 === 1 ? piece : respell(piece)));
  return withoutParentheses(respelled.join(""));
}

function respell(sql: string): string {
  return sql
    .replaceAll(/\bEXTRACT\("(\w+)" FROM /g, "EXTRACT($1 FROM ")
    .replaceAll(targetWithAlias, "$1 ")
    .replaceAll(/ ON TRUE\b/g, " ON (true)")
    .replaceAll(" NO INDENT)", ")");
}

const name = String.raw`(?:"(?:[^"]|"")*"|[\w$\u0080-\uffff]+)`;

/** `UPDATE ONLY app.team AS `, before the other name. */
const targetWithAlias = new RegExp(
  String.raw`\b((?:UPDATE|DELETE FROM|MERGE INTO) (?:ONLY )?${name}(?:\.${name})?) AS (?=["\w\u0080-\uffff])`,
  "g",
);

const documentTest = " IS DOCUMENT)";

/**
 * Of each `(… IS DOCUMENT)`, also where more stands in them: what isn't at the end of its expression keeps its own, so that
 * no two expressions become one. Those round a function's arguments stay.
 */
function withoutParentheses(printed: string): string {
  let text = printed;
  for (let end = text.indexOf(documentTest); end >= 0; end = text.indexOf(documentTest, end + 1)) {
    const close = end + documentTest.length - 1;
    const open = openingOf(text, close);
    if (open < 0 || /[\w$"]/.test(text[open - 1] ?? "")) continue;
    text = text.slice(0, open) + text.slice(open + 1, close) + text.slice(close + 1);
    // There may be more of them round it.
    end = open - 1;
  }
  return text;
}

/** Where the parenthesis opens that closes there; texts and names in quotes hold none. */
function openingOf(text: string, close: number): number {
  const open: number[] = [];
  for (const { 0: token, index } of text.matchAll(/'[^']*(?:''[^']*)*'|"(?:[^"]|"")*"|[()]/g)) {
    if (index === close) return open.at(-1) ?? -1;
    if (token === "(") open.push(index);
    if (token === ")") open.pop();
  }
  return -1;
}
