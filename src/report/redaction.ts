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
