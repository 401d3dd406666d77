import type { FactValue } from "../../catalog/fact.ts";
import { escapeHtml, escapeHtmlLines } from "../html-escape.ts";
import { attributeName } from "../drift/words.ts";

/** SQL, names and values, in a fixed-width font; what has several lines stands by itself. */
export function code(text: string): string {
  if (!text.trim().includes("\n")) return `<code>${escapeHtml(text.trim())}</code>`;
  return `<pre tabindex="0"><code>${escapeHtmlLines(withoutIndent(text))}</code></pre>`;
}

/** Text of several lines without the blank ones at its ends and the indentation that all lines have. */
function withoutIndent(text: string): string {
  const lines = text
    .replaceAll("\r\n", "\n")
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd()
    .split("\n");
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => /^ */.exec(line)![0].length);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent)).join("\n");
}

/** A comment, as its author's lines had it. */
export function comment(text: FactValue | undefined): string {
  return typeof text === "string" ? `<p class="comment">${escapeHtmlLines(text)}</p>` : "";
}

/** A term and its values, for what has no form of its own. */
export function facts(
  attributes: Readonly<Record<string, FactValue>>,
  shown: readonly string[],
): string {
  const rest = Object.entries(attributes).filter(([name]) => !shown.includes(name));
  if (rest.length === 0) return "";
  const rows = rest.map(
    ([name, value]) => `<dt>${escapeHtml(attributeName(name))}</dt><dd>${valueOf(value)}</dd>`,
  );
  return `<dl>${rows.join("")}</dl>`;
}

/** The same within a sentence: `storage main, statistics 500`. */
export function notes(
  attributes: Readonly<Record<string, FactValue>>,
  shown: readonly string[],
): string[] {
  return Object.entries(attributes)
    .filter(([name]) => !shown.includes(name))
    .map(([name, value]) => {
      const term = `<span class="term">${escapeHtml(attributeName(name))}</span>`;
      return value === true ? term : `${term} ${valueOf(value)}`;
    });
}

/** A value of any form: lists with commas, what is named as names with values. */
export function valueOf(value: FactValue): string {
  if (value === null) return "none";
  if (value === true) return "yes";
  if (value === false) return "no";
  if (value === "") return "<code>''</code>";
  if (typeof value !== "object") return code(String(value));
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(valueOf).join(", ");
  const entries = Object.entries(value);
  if (entries.length === 0) return "none";
  return `<ul>${entries.map(([name, item]) => `<li><span class="term">${escapeHtml(name)}</span> ${valueOf(item)}</li>`).join("")}</ul>`;
}
