import { createLocator, type Locator } from "../../../src/report/drift/location.ts";

const snapshot = [
  "{",
  '"format": 1,',
  '"facts": [',
  '{"kind":"function","object":"app.touch()","parent":"app","attributes":{"body":"x"}},',
  '{"kind":"table","object":"app.team","parent":"app","attributes":{}},',
  String.raw`{"kind":"table","object":"app.\"odd \\\" name\"","parent":"app","attributes":{}}`,
  "]",
  "}",
].join("\n");

const team = [
  'import { text } from "drizzle-orm/pg-core";',
  "",
  "export const team = app.table(",
  '  "team",',
  "  {",
  "    id: text().primaryKey(),",
  '    userName: text("user_name"),',
  "  },",
  '  (table) => [index("team_slug_idx").on(table.id)],',
  ");",
].join("\n");

const shared = [
  'export const status = pgEnum("status", ["open"]);',
  'export const app = pgSchema("app");',
];

/** Finds lines in a repository with a snapshot and two generated files; the project lies in `apps/api/`. */
export function sampleLocator(prefix = "apps/api/"): Locator {
  return createLocator({
    prefix,
    snapshot: { path: "drizzle/catalog.json", text: snapshot },
    schemaFiles: new Map([
      ["src/schema/team.ts", team],
      ["src/schema/shared.ts", shared.join("\n")],
    ]),
    migrationFiles: new Map([
      [
        "drizzle: 20260504101830_projects_and_issues",
        "drizzle/20260504101830_projects_and_issues/migration.sql",
      ],
    ]),
  });
}
