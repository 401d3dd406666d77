import { parseSync } from "oxc-parser";
import { hashText } from "./generated-file.ts";

/**
 * A hash of what a file says, however it is laid out: a formatter may change spaces, quotes, commas, semicolons, parentheses
 * and the order of imports. Comments count.
 *
 * @returns undefined when the text isn't TypeScript.
 */
export function hashCode(text: string): string | undefined {
  const { program, comments, errors } = parseSync("file.ts", text, {
    lang: "ts",
    sourceType: "module",
    preserveParens: false,
  });
  if (errors.length > 0) return undefined;
  const isImport = (statement: object) =>
    "type" in statement && statement.type === "ImportDeclaration";
  const imports = program.body
    .filter(isImport)
    .map((statement) => JSON.stringify(meaning(statement)));
  const rest = program.body.filter((statement) => !isImport(statement)).map(meaning);
  const said = comments.map(({ value }) => value.trim());
  return hashText(JSON.stringify([imports.toSorted(), rest, said]));
}

/** Where something stands, and how it is spelled. */
const layoutKeys = new Set(["start", "end", "raw", "range", "loc", "shorthand"]);

/** A node of the syntax tree without what a formatter may change. */
function meaning(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(meaning);
  if (typeof node === "bigint") return `${node}n`;
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node)
    .filter(([key]) => !layoutKeys.has(key))
    .map(([key, value]): [string, unknown] => [key, meaning(value)]);
  const plain: Record<string, unknown> = Object.fromEntries(entries);
  if (plain["type"] === "ImportDeclaration")
    return { ...plain, specifiers: sorted(plain["specifiers"]) };
  if (plain["type"] !== "Property" || plain["computed"] === true) return plain;
  return { ...plain, key: propertyName(plain["key"]) };
}

/** `{ a: 1 }` and `{ "a": 1 }` are the same. */
function propertyName(key: unknown): unknown {
  const { name, value } = key as { name?: unknown; value?: unknown };
  return name ?? value ?? key;
}

function sorted(specifiers: unknown): unknown {
  if (!Array.isArray(specifiers)) return specifiers;
  return specifiers.map((one) => JSON.stringify(one)).toSorted();
}
