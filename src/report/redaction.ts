const hidden = "•••";

/**
 * Takes passwords out of a text: the given secrets in plain and percent-encoded form, and whatever stands between `:`
 * and `@` in a URL. Pure.
 */
export function scrub(text: string, secrets: Iterable<string>): string {
  let scrubbed = text.replaceAll(
    /([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@]*):[^\s/?#]*@/gi,
    `$1:${hidden}@`,
  );
  for (const secret of secrets) {
    scrubbed = scrubbed.replaceAll(secret, hidden).replaceAll(encodeURIComponent(secret), hidden);
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
