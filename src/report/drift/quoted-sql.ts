/** A text or a name in SQL, from its prefix to its closing quote. */
export interface Quoted {
  /** Its offset. */
  at: number;
  token: string;
  /** In upper case: `E` of a text with backslashes, `U&` of one with code points. */
  prefix: "" | "E" | "U&";
  /** What opens and closes it: `'`, `"`, or the tag of a dollar quote. */
  quote: string;
}

/** What opens a text or a name. An E or U& behind a letter is no prefix, but the end of a type's name: `date'…'`. */
const openings = /(?<![\w$])(?:([eE]|[uU]&)(?=')|([uU]&)(?=")|(\$(?:[A-Za-z_]\w*)?\$))|['"]/g;

/**
 * The texts and names that SQL without comments holds, in order; one that isn't closed is none. Goes through texts of many
 * megabytes, for which a regular expression has no stack. Pure.
 */
export function* quotedIn(sql: string): Generator<Quoted> {
  const opening = new RegExp(openings);
  for (let match = opening.exec(sql); match !== null; match = opening.exec(sql)) {
    const prefix = (match[1] ?? match[2] ?? "").toUpperCase() as Quoted["prefix"];
    const start = match.index + prefix.length;
    const quote = match[3] ?? sql.charAt(start);
    const end = endOf(sql, start + quote.length, { quote, hasBackslashes: prefix === "E" });
    if (end === undefined) continue;
    yield { at: match.index, token: sql.slice(match.index, end), prefix, quote };
    opening.lastIndex = end;
  }
}

/** The offset behind the closing quote. */
function endOf(
  sql: string,
  from: number,
  { quote, hasBackslashes }: { quote: string; hasBackslashes: boolean },
): number | undefined {
  let at = from;
  for (;;) {
    const closing = sql.indexOf(quote, at);
    if (closing < 0) return undefined;
    if (hasBackslashes && isEscaped(sql, closing, at)) at = closing + 1;
    else if (quote.length === 1 && sql[closing + 1] === quote) at = closing + 2;
    else return closing + quote.length;
  }
}

/** Whether an odd number of backslashes stands before an offset, back to where the last quote was. */
function isEscaped(sql: string, at: number, from: number): boolean {
  let start = at;
  while (start > from && sql[start - 1] === "\\") start -= 1;
  return (at - start) % 2 === 1;
}
