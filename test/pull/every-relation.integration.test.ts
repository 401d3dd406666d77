import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createJiti } from "jiti";
import { expect, test } from "vitest";
import { createTestDatabase, runOn } from "../support/database.ts";
import { foldersOfPackages } from "./prove-fixture.ts";
import { renderFrom } from "./pull-fixture.ts";

// Whatever was pulled can be asked for: each table and view, and each table with all that it is related to.

const application = `import { is } from "drizzle-orm";
import { PgMaterializedView, PgTable, PgView } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schemas/index.ts";
import { relations } from "./schemas/relations.ts";

export async function walk(url: string) {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  const db = drizzle({ client, relations });
  const found = { objects: 0, relations: 0, failed: [] as string[] };
  const attempt = (what: string, query: PromiseLike<unknown>) =>
    Promise.resolve(query).catch((error) => found.failed.push(\`\${what}: \${error.cause ?? error}\`));
  try {
    for (const [name, object] of Object.entries(schema)) {
      if (![PgTable, PgView, PgMaterializedView].some((kind) => is(object, kind))) continue;
      found.objects += 1;
      await attempt(name, db.select().from(object as PgTable).limit(1));
    }
    for (const [name, { relations }] of Object.entries((db as any)._.relations)) {
      const names = Object.keys(relations as object);
      found.relations += names.length;
      const related = Object.fromEntries(names.map((one) => [one, true]));
      await attempt(name, (db as any).query[name].findMany({ with: related, limit: 1 }));
    }
    return found;
  } finally {
    await client.end();
  }
}
`;

test.each([
  ["../fixtures/pull/relations.sql", 10, 10],
  ["../fixtures/pull/odd-names.sql", 5, 1],
  ["../fixtures/pull/hostile-names.sql", 3, 0],
  ["../fixtures/schemas/shop.sql", 15, 10],
])(
  "every table, view and relation of %s",
  async (path, objects, relations) => {
    const database = await createTestDatabase();
    try {
      await runOn(database.settings, readFileSync(new URL(path, import.meta.url), "utf8"));
      const files = [...(await renderFrom(database.settings))].map(
        ([file, text]): [string, string] => [`schemas/${file}`, text],
      );
      const folder = await foldersOfPackages({
        ...Object.fromEntries(files),
        "application.ts": application,
      });
      const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false });
      const { walk } = await jiti.import<{
        walk(url: string): Promise<{ objects: number; relations: number; failed: string[] }>;
      }>(join(folder, "application.ts"));
      const found = await walk(database.url);
      expect(found.failed).toEqual([]);
      expect(found.objects).toBeGreaterThanOrEqual(objects);
      expect(found.relations).toBeGreaterThanOrEqual(relations);
    } finally {
      await database.drop();
    }
  },
  120_000,
);
