/**
 * Whether the words that a statement begins with are surely seen by psql as such: a name that is no literal's letter, behind
 * nothing but spaces and comments.
 */
const WORD_FIRST = /^(?:\s|--[^\n]*\n|\/\*[^*/]*\*\/)*(?!(?:[benx]|u&)?['"])[a-z_\x80-\xff]/i;

/**
 * Whether psql may have swallowed a part of a script: from 15.19 on, it takes a statement without a word outside parentheses
 * behind a COPY for another COPY (psql-compatibility.md). Told by the statements that it sent, as the session decides what
 * is a literal in the script. In doubt, it may have.
 */
export function isSwallowing(script: string, sent: readonly string[]): boolean {
  if (![script, ...sent].some((text) => /copy/i.test(text))) return false;
  // `\\;` keeps several statements in one; so does a semicolon within a literal, for which some scripts are lost here.
  return sent
    .filter((text) => !text.startsWith("data: "))
    .flatMap((text) => text.replace(/;\s*$/, "").split(";"))
    .some((statement) => !WORD_FIRST.test(statement));
}
