import type { Gap } from "./gaps.ts";
import { groupBy } from "./kit-source.ts";
import { compareText } from "./model.ts";

const namedGaps = 4;

/** Only PostgreSQL 18 and later know it; the files are the same on every version. */
const notNullName = "not-null constraint's name";

/** What the reader of the file should know that the TypeScript can't say: one line for each kind. */
export function gapComments(gaps: readonly Gap[]): string {
  const told = gaps.filter(({ kind }) => kind !== notNullName);
  if (told.length === 0) return "";
  const byKind = [...groupBy(told, (gap) => gap.kind)].sort(([a], [b]) => compareText(a, b));
  const lines = byKind.map(([kind, own]) => {
    const named = own.slice(0, namedGaps).map((gap) => gap.object);
    const more = own.length > namedGaps ? ` and ${own.length - namedGaps} more` : "";
    return `//   ${oneLine(`${kind}: ${named.join(", ")}${more}`)}\n`;
  });
  return `// In the database, but beyond what Drizzle can express:\n${lines.join("")}`;
}

/** A name may hold anything, a line break too. */
function oneLine(value: string): string {
  return value.replaceAll(/[\r\n\u2028\u2029]+/g, " ");
}
