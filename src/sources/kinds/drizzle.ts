import { readDrizzleSource } from "../drizzle.ts";
import { defineKind } from "../kind.ts";
import { folder } from "../options.ts";

export const kind = defineKind({
  name: "drizzle",
  says: "Drizzle's own migrations; its bookkeeping table is maintained as drizzle-kit would.",
  options: { directory: folder("drizzle-kit's `out` folder, relative to the project.") },
  example: { name: "drizzle", kind: "drizzle", directory: "drizzle" },
  read: (entry, { directory, drizzleMigrationsTable }) =>
    readDrizzleSource(directory, entry, drizzleMigrationsTable),
  create: "dbfirst generate, or dbfirst generate -- --custom --name NAME for an empty one",
  watched: { deep: true, wanted: /^(?!catalog\.json)[^.].*\.(sql|json)$/is },
  records: (_, { drizzleMigrationsTable: { schema, table } }) => [{ schema, name: table }],
  connects: false,
});
