import { expect, test } from "vitest";
import type { Catalog, Fact } from "../../../src/catalog/fact.ts";
import { parseDrizzleConfig, type DrizzleConfig } from "../../../src/config/drizzle-config.ts";
import { warnOfKitFilters } from "../../../src/workflow/pull/warn-of-kit-filters.ts";

const fact = (kind: Fact["kind"], object: string): Fact => ({
  kind,
  object,
  parent: null,
  attributes: {},
});
const shown: Catalog = {
  serverMajor: 17,
  facts: [
    fact("schema", "public"),
    fact("table", "public.app_user"),
    fact("table", 'public."Other"'),
    fact("view", '"Audit".seen'),
  ],
  unmodeled: [],
};

/** What is warned of where drizzle.config.ts has these filters. */
function warned(filters: Record<string, unknown>): string[] {
  const config = parseDrizzleConfig({ dialect: "postgresql", ...filters }) as DrizzleConfig;
  const messages: string[] = [];
  warnOfKitFilters(config, shown, { warn: (message) => messages.push(message) });
  return messages;
}

test.each([
  [{ schemaFilter: "public" }, '"Audit".seen;'],
  [{ schemaFilter: ["public", "!pg_*"] }, '"Audit".seen;'],
  [{ schemaFilter: ["!Audit"] }, '"Audit".seen;'],
  [{ tablesFilter: ["app_*"] }, 'public."Other" and 1 more;'],
  [{ schemaFilter: ["a*"], tablesFilter: [] }, "public.app_user and 2 more;"],
])("what %o leaves out and is pulled is named", (filters, named) => {
  expect(warned(filters)).toEqual([
    expect.stringContaining(`drizzle.config.ts filters out ${named} a pull doesn't`),
  ]);
});

test.each([
  {},
  { schemaFilter: ["*"] },
  { schemaFilter: ["public", "Audit"], tablesFilter: ["!schema_migrations"] },
  { tablesFilter: ["{app,other}_*"] },
])("%o leaves nothing out, or can't be read here", (filters) => {
  expect(warned(filters)).toEqual([]);
});
