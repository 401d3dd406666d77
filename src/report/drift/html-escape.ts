import { printable, printableLines } from "../printable.ts";

/** Text on one line, within an element or an attribute. */
export function escapeHtml(text: string): string {
  return entities(printable(text));
}

/** Text of several lines, within an element. */
export function escapeHtmlLines(text: string): string {
  return entities(printableLines(text));
}

function entities(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
