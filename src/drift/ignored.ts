import type { IgnoredObjects } from "../catalog/without-ignored.ts";

/** What the same rules left out of two catalogs: of each rule the larger number, so that 0 means neither had any. */
export function mergeIgnored(
  left: readonly IgnoredObjects[],
  right: readonly IgnoredObjects[],
): IgnoredObjects[] {
  const merged = new Map<string, IgnoredObjects>();
  for (const entry of [...left, ...right]) {
    const key = JSON.stringify([entry.kind, entry.object, entry.attribute]);
    const other = merged.get(key);
    if (other === undefined || other.count < entry.count) merged.set(key, entry);
  }
  return [...merged.values()];
}
