import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { renderKindList } from "./kind-list.ts";

// Writes the list of the kinds of sources, and then the parts of the documentation that the code says already, between
// `<!-- NAME:start -->` and `<!-- NAME:end -->`. With --check: fails when one of them isn't what the code says.

const isCheck = process.argv.includes("--check");
const stale: string[] = [];

function settle(file: string, name: string, before: string, after: string): void {
  if (after === before) return;
  stale.push(`${file} (${name})`);
  if (!isCheck) writeFileSync(file, after);
}

const kindList = "src/sources/kinds.ts";
const kindFiles = readdirSync("src/sources/kinds");
settle(kindList, "kinds", readFileSync(kindList, "utf8"), renderKindList(kindFiles));

// What is loaded from here on has the kinds of that list.
const { renderHelp, renderOverview } = await import("../src/commands/help.ts");
const { commands } = await import("../src/commands/table.ts");
const { configSchema } = await import("../src/config/schema.ts");
const { sourceKinds } = await import("../src/sources/kinds.ts");
const coverage = await import("./coverage-tables.ts");

const fence = (text: string) => `\`\`\`text\n${text.trimEnd()}\n\`\`\``;

const blocks: readonly { file: string; name: string; text: string }[] = [
  { file: "README.md", name: "overview", text: fence(renderOverview(commands)) },
  {
    file: "docs/commands.md",
    name: "commands",
    text: commands
      .map((command) => `## ${command.name}\n\n${fence(renderHelp(command))}`)
      .join("\n\n"),
  },
  { file: "docs/configuration.md", name: "options", text: renderConfigTable() },
  { file: "docs/configuration.md", name: "kinds", text: renderSourceKinds() },
  { file: "docs/coverage.md", name: "kinds", text: coverage.renderKinds() },
  { file: "docs/coverage.md", name: "names", text: coverage.renderNames() },
  { file: "docs/coverage.md", name: "catalogs", text: coverage.renderExcludedCatalogs() },
  { file: "docs/coverage.md", name: "columns", text: coverage.renderExcludedColumns() },
];

interface SchemaNode {
  type?: string;
  wrapped?: SchemaNode;
  pipe?: readonly { kind?: string; type?: string; description?: string }[];
  entries?: Record<string, SchemaNode>;
  item?: SchemaNode;
  value?: SchemaNode;
  options?: readonly unknown[];
}

function renderSourceKinds(): string {
  return sourceKinds
    .map(({ name, says, example }) => {
      const entries = Object.entries(example).map(
        ([key, value]) => `${key}: ${JSON.stringify(value)}`,
      );
      return `- \`${name}\`: ${says}\n  \`{ ${entries.join(", ")} }\``;
    })
    .join("\n");
}

function renderConfigTable(): string {
  const rows = describe(configSchema as unknown as SchemaNode, "");
  return [
    "| option | meaning |",
    "|---|---|",
    ...rows.map(([path, text]) => `| \`${path}\` | ${text} |`),
  ].join("\n");
}

function describe(node: SchemaNode, path: string): [string, string][] {
  const schema = node.type === "optional" ? node.wrapped! : node;
  const text = schema.pipe?.find((action) => action.type === "description")?.description;
  const rows: [string, string][] = text === undefined || path === "" ? [] : [[path, text]];
  if (schema.type === "array") return [...rows, ...describe(schema.item!, `${path}[]`)];
  // Any key; what its value is called is said there. An object without text of its own has nothing to add.
  if (schema.type === "record") return [...rows, ...describe(schema.value!, `${path}[…]`)];
  if (schema.type === "variant") {
    const variants = (schema.options as SchemaNode[]).flatMap((option) => describe(option, path));
    const merged = new Map<string, Set<string>>();
    for (const [at, says] of variants) merged.set(at, (merged.get(at) ?? new Set()).add(says));
    return [
      ...rows,
      ...[...merged].map(([at, says]): [string, string] => [at, [...says].join(" Or: ")]),
    ];
  }
  const entries = Object.entries(schema.entries ?? {});
  return [
    ...rows,
    ...entries.flatMap(([key, child]) => describe(child, path === "" ? key : `${path}.${key}`)),
  ];
}

for (const { file, name, text } of blocks) {
  const before = readFileSync(file, "utf8");
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const from = before.indexOf(start);
  const to = before.indexOf(end);
  if (from < 0 || to < 0) throw new Error(`${file} lacks ${start} … ${end}`);
  const after = `${before.slice(0, from + start.length)}\n\n${text}\n\n${before.slice(to)}`;
  settle(file, name, before, after);
}
if (isCheck && stale.length > 0) {
  console.error(`Out of date: ${stale.join(", ")}. Run: pnpm run docs`);
  process.exitCode = 1;
}
