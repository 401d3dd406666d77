import type { FactValue } from "../../catalog/fact.ts";

/**
 * Do two definitions that different versions of PostgreSQL printed say the same? White space may differ, and quotes
 * round a plain lower-case name: newer versions have more keywords and quote them.
 *
 * @param options.qualifiersMayMiss `t.name` on one side may be `name` on the other.
 */
export function sameSql(
  a: FactValue,
  b: FactValue,
  options: { qualifiersMayMiss: boolean },
): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => sameSql(item, b[i], options));
  if (typeof a !== "string" || typeof b !== "string") return false;
  const [left, right] = [tokens(a), tokens(b)];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if (options.qualifiersMayMiss && isQualifierOf(left, i, right, j)) i += 2;
    else if (options.qualifiersMayMiss && isQualifierOf(right, j, left, i)) j += 2;
    else if (left[i++] !== right[j++]) return false;
  }
  return i === left.length && j === right.length;
}

/** Here `name . other`, there just `other`. */
function isQualifierOf(
  here: readonly string[],
  i: number,
  there: readonly string[],
  j: number,
): boolean {
  return here[i + 1] === "." && here[i + 2] === there[j] && there[j + 1] !== ".";
}

function tokens(text: string): string[] {
  const list = text.match(/'[^']*(?:''[^']*)*'|"(?:[^"]|"")*"|[\p{L}\p{N}_$]+|\s+|[^]/gu) ?? [];
  return list
    .filter((token) => token.trim() !== "")
    .map((token) => /^"([a-z_][a-z0-9_$]*)"$/.exec(token)?.[1] ?? token);
}
