import type { Setting, SourceDraft } from "./source-draft.ts";

/** The text of dbfirst.config.ts. */
export function dbfirstConfig(
  sources: readonly Pick<SourceDraft, "settings" | "remarks">[],
  {
    major,
    schemas,
    quote,
  }: { major: number | undefined; schemas: readonly string[] | undefined; quote: '"' | "'" },
): string {
  const entries = sources.flatMap(({ settings, remarks }) => [
    ...remarks.flatMap((remark) => comment(remark, 4)),
    `    ${inline(settings, quote)},`,
  ]);
  return [
    `import { defineConfig } from ${quote}drizzle-dbfirst/config${quote};`,
    "",
    "export default defineConfig({",
    ...(sources.length === 0
      ? []
      : ["  // They run in this order.", "  sources: [", ...entries, "  ],"]),
    ...(schemas === undefined
      ? []
      : [
          "  // The database's other schemas belong to somebody else, such as the host.",
          `  schemas: ${literal(schemas, quote)},`,
        ]),
    ...(major === undefined ? [] : [`  postgres: { major: ${major} },`]),
    "});",
    "",
  ].join("\n");
}

/** Columns of a line. */
const width = 100;

function comment(text: string, indent: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (indent + 3 + line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.map((line) => `${" ".repeat(indent)}// ${line}`);
}

/** An object on one line, or on one for each of its members where that is too long. */
function inline(settings: Readonly<Record<string, Setting>>, quote: string): string {
  const members = Object.entries(settings).map(
    ([key, value]) => `${key}: ${literal(value, quote)}`,
  );
  const line = `{ ${members.join(", ")} }`;
  if (line.length <= width - 5) return line;
  return ["{", ...members.map((member) => `      ${member},`), "    }"].join("\n");
}

function literal(value: Setting, quote: string): string {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") return quoted(value, quote);
  if (isList(value)) return `[${value.map((item) => quoted(item, quote)).join(", ")}]`;
  const members = Object.entries(value).map(([key, item]) => `${key}: ${quoted(item, quote)}`);
  return `{ ${members.join(", ")} }`;
}

function isList(value: Exclude<Setting, string | boolean>): value is readonly string[] {
  return Array.isArray(value);
}

function quoted(value: string, quote: string): string {
  const escaped = JSON.stringify(value).slice(1, -1);
  if (quote === '"') return `"${escaped}"`;
  return `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** The text of drizzle.config.ts. A type import costs nothing at run time, and needs nothing to be installed. */
export function drizzleConfig(
  { schemaDirectory, outDirectory }: { schemaDirectory: string; outDirectory: string },
  { isTyped, quote }: { isTyped: boolean; quote: '"' | "'" },
): string {
  const q = (value: string) => quoted(value, quote);
  return [
    ...(isTyped ? [`import type { Config } from ${q("drizzle-kit")};`, ""] : []),
    "export default {",
    `  dialect: ${q("postgresql")},`,
    `  schema: ${q(`./${schemaDirectory}/index.ts`)},`,
    `  out: ${q(`./${outDirectory}`)},`,
    "  // Where it isn't set, dbfirst takes its embedded database, and checks need none.",
    `  dbCredentials: { url: process.env.DATABASE_URL${isTyped ? " ?? " : " || "}${q("")} },`,
    `}${isTyped ? " satisfies Config" : ""};`,
    "",
  ].join("\n");
}

/**
 * The text of a drizzle.config file with another schema.
 *
 * @param named the schema as it is named there.
 * @returns undefined where it isn't said just once, as a text.
 */
export function withSchema(config: string, named: string, schema: string): string | undefined {
  const pattern = /(\bschema["']?\s*:\s*\[?\s*)(["'`])((?:(?!\2).)*)\2(\s*,?\s*\])?/g;
  const found = [...config.matchAll(pattern)].filter(([, , , value]) => value === named);
  const [match] = found;
  if (match === undefined || found.length > 1) return undefined;
  const [whole, start = "", quote = ""] = match;
  const before = start.replace(/\[\s*$/, "");
  return `${config.slice(0, match.index)}${before}${quote}${schema}${quote}${config.slice(match.index + whole.length)}`;
}
