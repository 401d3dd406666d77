const marker = "--> statement-breakpoint";

/**
 * Drizzle's migrators send what is between two breakpoints, with or without a semicolon at its end; for psql's language each
 * statement needs one. Lines stay where they are.
 */
export function endStatements(text: string): string {
  const parts = text.split(marker);
  if (parts.length === 1) return text;
  return parts
    .map((part, index) => (index === parts.length - 1 || isEnded(part) ? part : `${part};`))
    .join(marker);
}

/** Ends in a semicolon, or holds nothing but comments. What follows the last statement on its line may be a comment. */
function isEnded(part: string): boolean {
  const code = part
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/--.*$/gm, "")
    .trim();
  return code === "" || code.endsWith(";");
}
