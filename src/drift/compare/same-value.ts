import type { FactValue } from "../../catalog/fact.ts";

/** Two values that mean the same, whatever the order of keys. */
export function sameValue(a: FactValue | undefined, b: FactValue | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (!Array.isArray(a)) return !Array.isArray(b) && sameEntries(a as Entries, b as Entries);
  if (!Array.isArray(b) || a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1)
    if (!sameValue(a[index], b[index])) return false;
  return true;
}

type Entries = Readonly<Record<string, FactValue>>;

/** Without lists of keys: whole catalogs are compared, of which nearly all is the same. */
function sameEntries(left: Entries, right: Entries): boolean {
  let more = 0;
  // JSON knows neither inherited keys nor undefined.
  for (const key in left) {
    more += 1;
    const value = left[key];
    const other = right[key];
    if (value !== other && !sameValue(value, other)) return false;
  }
  for (const _ in right) more -= 1;
  return more === 0;
}
