import { createHash } from "node:crypto";
import { escapeHtml } from "./html-escape.ts";

interface Page {
  title: string;
  /** The only style sheet, and the only script that runs. */
  style: string;
  script: string;
  /** What stands in the body before the script, as HTML. */
  body: readonly string[];
}

/**
 * A page that needs nothing else: no network, no other file. Its policy lets nothing run or load but its own style sheet and
 * script, which it knows by their hashes. Pure.
 */
export function renderPage({ title, style, script, body }: Page): string {
  const policy = `default-src 'none'; style-src '${sourceHash(style)}'; script-src '${sourceHash(script)}'; base-uri 'none'; form-action 'none'`;
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style></head><body>`,
    ...body,
    `<script>${script}</script>`,
    "</body></html>",
    "",
  ].join("\n");
}

function sourceHash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
