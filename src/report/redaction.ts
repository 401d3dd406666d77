import { literalPattern } from "../literal-pattern.ts";

const hidden = "•••";

/** The passwords to take out of texts. */
export interface Secrets {
  /** Hidden wherever they stand. */
  anywhere: Iterable<string>;
  /** Also names that may be shown (`postgres:postgres@…`): hidden only where they are named as a password. */
  asPassword?: Iterable<string>;
}

/**
 * Takes passwords out of a text: the given secrets in plain and percent-encoded form, and whatever stands between `:`
 * and `@` in a URL. Pure.
 */
export function scrub(text: string, { anywhere, asPassword = [] }: Secrets): string {
  let scrubbed = text.replaceAll(/(:\/\/[^\s:/?#@]*):[^\s/?#]*@/g, `$1:${hidden}@`);
  // The longest first: one may begin with another.
  for (const secret of [...anywhere].toSorted((a, b) => b.length - a.length))
    scrubbed = scrubbed.replaceAll(secret, hidden).replaceAll(encodeURIComponent(secret), hidden);
  for (const secret of asPassword) {
    // PGPASSWORD=…, "password": "…", PASSWORD '…'
    const named = new RegExp(`(passw(?:or)?d\\W{1,4})${literalPattern(secret)}(?!\\w)`, "gi");
    scrubbed = scrubbed.replaceAll(named, `$1${hidden}`);
  }
  return scrubbed;
}

/** A value of plain data with every text in it replaced, keys included. */
export function scrubStrings<T>(value: T, scrubText: (text: string) => string): T {
  if (typeof value === "string") return scrubText(value) as T;
  if (Array.isArray(value)) return value.map((item) => scrubStrings(item, scrubText)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    scrubText(key),
    scrubStrings(item, scrubText),
  ]);
  return Object.fromEntries(entries) as T;
}
