/**
 * The text of a .gitignore that leaves the embedded database out; the same where it does already. A new one leaves out what
 * is in no repository.
 *
 * @param text undefined: there is none.
 */
export function ignoringDbfirst(text: string | undefined): string {
  const line = ".dbfirst/";
  // Everything is to be committed next.
  if (text === undefined) return ["node_modules/", ".env", ".env.local", line, ""].join("\n");
  const lines = text.split(/\r?\n/).map((item) => item.trim());
  if (lines.some((item) => /^(\*\*\/|\/)?\.dbfirst\/?\**$/.test(item) || item === ".*"))
    return text;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const separator = text === "" || text.endsWith("\n") ? "" : end;
  return `${text}${separator}${line}${end}`;
}
