import type { Code, Link } from "./code.ts";
import { isIdentifier } from "./identifier.ts";
import { quote } from "./print-import.ts";
import { printWidth } from "./print-width.ts";

/** What the member-chain rule calls a simple argument: one that can't make a chain hard to read. */
export function isSimple(code: Code): boolean {
  switch (code.type) {
    case "raw":
    case "string":
      return true;
    case "sql":
    case "arrow":
      return false;
    case "object":
      return code.entries.every((entry) => entry.value !== undefined && isSimple(entry.value));
    case "array":
      return code.items.every(isSimple);
    case "chain":
      return code.links.every((link) => link.type === "member" || link.args.every(isSimple));
  }
}

export function canHug(code: Code | undefined): boolean {
  if (code === undefined) return false;
  if (code.type === "object") return code.entries.length > 0;
  if (code.type === "array") return code.items.length > 0;
  return (
    code.type === "arrow" &&
    (code.body.type === "object" || code.body.type === "array" || code.body.type === "chain")
  );
}

export function isMultilineTemplate(code: Code): boolean {
  return code.type === "sql" && code.text.includes("\n");
}

export function isLoneShort(args: readonly Code[]): boolean {
  const [only] = args;
  if (args.length !== 1 || only === undefined) return false;
  const length =
    only.type === "string"
      ? quote(only.value).length
      : only.type === "raw"
        ? only.text.length
        : Number.POSITIVE_INFINITY;
  return length <= printWidth / 4;
}

export function isDot(link: Link | undefined): boolean {
  return link?.type === "member" && isIdentifier(link.name);
}
