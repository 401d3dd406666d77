import { printable, printableWithTabs } from "../printable.ts";

/**
 * Text as code that it can't end, within a table's cell too. GitHub takes nothing in it for a mention, a reference, a
 * link, an image or HTML. Empty for an empty text.
 */
export function code(text: string): string {
  const shown = printable(text);
  if (shown === "") return "";
  // Backticks end code, a bar ends a cell, and GitHub reads backslashes before it in two ways.
  return /[`|]|^\s|\s$/.test(shown) ? `<code>${entities(shown)}</code>` : `\`${shown}\``;
}

/** Lines of text between fences that they can't end. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const text = printableWithTabs(lines.join("\n"));
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Text within an HTML element, where neither HTML nor Markdown sees anything in it. */
export function entities(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
