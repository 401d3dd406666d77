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
  const imports: string[] = [];
  const rest: string[] = [];
  for (const statement of program.body)
    (statement.type === "ImportDeclaration" ? imports : rest).push(meaning(statement) ?? "null");
  const said = comments.map(({ value }) => value.trim());
  return hashText(
    `[${JSON.stringify(imports.toSorted())},[${rest.join(",")}],${JSON.stringify(said)}]`,
  );
}

/** Where something stands, and how it is spelled. */
const layoutKeys = new Set(["start", "end", "raw", "range", "loc", "shorthand"]);

/** A node of the syntax tree without what a formatter may change, as JSON; undefined where JSON has nothing for it. */
function meaning(node: unknown): string | undefined {
  if (typeof node === "bigint") return `"${node}n"`;
  if (typeof node !== "object" || node === null) return JSON.stringify(node);
  if (Array.isArray(node)) return `[${node.map((one) => meaning(one) ?? "null").join(",")}]`;
  const { type, computed } = node as { type?: unknown; computed?: unknown };
  let said = "";
  for (const [key, value] of Object.entries(node)) {
    if (layoutKeys.has(key)) continue;
    let text: string | undefined;
    if (key === "specifiers" && type === "ImportDeclaration") text = sorted(value);
    else if (key === "key" && type === "Property" && computed !== true) text = propertyName(value);
    else text = meaning(value);
    if (text !== undefined) said += `${said === "" ? "" : ","}"${key}":${text}`;
  }
  return `{${said}}`;
}

/** `{ a: 1 }` and `{ "a": 1 }` are the same. */
function propertyName(key: unknown): string | undefined {
  const { name, value } = key as { name?: unknown; value?: unknown };
  return meaning(name ?? value ?? key);
}

function sorted(specifiers: unknown): string | undefined {
  if (!Array.isArray(specifiers)) return meaning(specifiers);
  return JSON.stringify(specifiers.map((one) => meaning(one) ?? "null").toSorted());
}
