const name = String.raw`(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)`;
/** The start of the columns that stand behind the call of a function, or a table: `app.session() s(id, role`, `app.team t(id, name`. */
const columnsSoFar = new RegExp(
  String.raw`(?:\)|${name}\.${name}) ${name}\(${name}(?:, ${name})*$`,
  "u",
);
const moreColumns = new RegExp(`(?:, ${name})+`, "uy");

/**
 * Are these two prints of one expression or query, of which one names more columns of what functions return, or of a table with a
 * renamed column by which it is joined (USING)?
 * `FROM app.session() s(id, role)` names all that there are. Those that were added later are missing until PostgreSQL reads
 * its own print, as in a restored copy; nothing uses them, or they would stand in both.
 */
export function differInLaterColumns(left: string, right: string): boolean {
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) [i, j] = [i + 1, j + 1];
    else {
      const [toLeft, toRight] = [laterColumns(left, i, right, j), laterColumns(right, j, left, i)];
      if (toLeft + toRight === 0) return false;
      [i, j] = [i + toLeft, j + toRight];
    }
  }
  return i === left.length && j === right.length;
}

/** How many characters of `longer` go on with a list of columns that ends in `shorter`. */
function laterColumns(longer: string, from: number, shorter: string, end: number): number {
  if (shorter[end] !== ")" || !columnsSoFar.test(shorter.slice(0, end))) return 0;
  moreColumns.lastIndex = from;
  const [found = ""] = moreColumns.exec(longer) ?? [];
  return longer[from + found.length] === ")" ? found.length : 0;
}
