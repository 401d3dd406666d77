import type { Bytes } from "../text/bytes.ts";

/** By byte: 1 where a command that may be refused can begin with it: \! \c… \e… \g… \i… \l… \o… \s… \w… */
const SUSPICIOUS = new Uint8Array(256);
for (const letter of "!cegilosw") SUSPICIOUS[letter.charCodeAt(0)] = 1;

const BACKSLASH = 92;

/**
 * Whether lines could hold a command that a script may not run. Reads no more than backslashes and backquotes, so that
 * a large dump isn't lexed twice; what it takes for harmless and isn't, is still stopped when it is reached.
 */
export function isSuspicious(lines: Bytes): boolean {
  for (let at = lines.indexOf("\\"); at >= 0; at = lines.indexOf("\\", at)) {
    const next = lines.charCodeAt(at + 1);
    if (SUSPICIOUS[next] === 1) return true;
    // Two of them separate commands, or are data.
    at += next === BACKSLASH ? 2 : 1;
  }
  for (let at = lines.indexOf("`"); at >= 0;) {
    const newline = lines.indexOf("\n", at);
    const end = newline < 0 ? lines.length : newline;
    const backslash = lines.indexOf("\\", lines.lastIndexOf("\n", at) + 1);
    if (backslash >= 0 && backslash < lines.lastIndexOf("`", end)) return true;
    at = lines.indexOf("`", end);
  }
  return false;
}
