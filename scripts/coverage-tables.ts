import { attributesByKind, filesByKind } from "../src/catalog/attributes.ts";
import { bookkeepingTables } from "../src/catalog/bookkeeping.ts";
import { queryText } from "../src/catalog/query-text.ts";
import { secretNames } from "../src/catalog/session.ts";
import { excludedCatalogs, excludedColumns, type Exclusion } from "../test/catalog/exclusions.ts";

// The tables of docs/coverage.md, made from the queries and from the exclusions that the completeness test allows.

export function renderKinds(): string {
  const files = filesByKind();
  const rows = [...attributesByKind()].map(([kind, attributes]) => [
    kind,
    attributes.join(", "),
    files.get(kind)!.map(code).join(", "),
  ]);
  return table(["kind", "attributes", "file of `src/catalog/queries/`"], rows);
}

export function renderNames(): string {
  return table(
    ["what", "names"],
    [
      [
        "settings of the database that aren't read (a pattern, in any case)",
        code(ignoredSettings()),
      ],
      [
        "what an option or setting is called that may be a secret (a pattern, in any case)",
        code(secretNames),
      ],
      ["tables of migration systems", bookkeepingTables.map(bookkeepingName).map(code).join(", ")],
    ],
  );
}

export function renderExcludedCatalogs(): string {
  return exclusions("catalog", excludedCatalogs);
}

export function renderExcludedColumns(): string {
  return exclusions("columns", excludedColumns);
}

function exclusions(title: string, list: readonly Exclusion[]): string {
  return table(
    [title, "why"],
    list.map(({ names, why }) => [names.map(code).join(", "), why]),
  );
}

/** The pattern in the query itself. */
function ignoredSettings(): string {
  const pattern = /!~\s*'\^\(([^']*)\)\$'/.exec(queryText("database"))?.[1];
  if (pattern === undefined) throw new Error("queries/database.sql has no pattern of settings");
  return pattern;
}

function bookkeepingName({ schema, name }: (typeof bookkeepingTables)[number]): string {
  return `${schema ?? "*"}.${name ?? "*"}`;
}

/** A pipe would end the cell. */
function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|")}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
