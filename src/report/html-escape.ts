import { printable, printableLines, printableWithTabs } from "./printable.ts";

/** Text on one line, within an element or an attribute. */
export function escapeHtml(text: string): string {
  return entities(printable(text));
}

/** Text of several lines, within an element. */
export function escapeHtmlLines(text: string): string {
  return entities(printableLines(text));
}

/** The same with its tabs, for what is there to be copied. */
export function escapeHtmlCode(text: string): string {
  return entities(printableWithTabs(text));
}

function entities(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
