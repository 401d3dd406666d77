/**
 * The text of a .gitignore that leaves the embedded database out; the same where it does already.
 *
 * @param text undefined: there is none.
 */
export function ignoringDbfirst(text: string | undefined): string {
  const line = ".dbfirst/";
  if (text === undefined) return `${line}\n`;
  const lines = text.split(/\r?\n/).map((item) => item.trim());
  if (lines.some((item) => /^(\*\*\/|\/)?\.dbfirst\/?\**$/.test(item) || item === ".*"))
    return text;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const separator = text === "" || text.endsWith("\n") ? "" : end;
  return `${text}${separator}${line}${end}`;
}
