import { defineKind } from "../kind.ts";
import { createSqlFile } from "../create-sql-file.ts";
import { folder } from "../options.ts";
import { readSqlSource } from "../sql.ts";

export const kind = defineKind({
  name: "sql",
  says: "SQL files, in the order of their names, as psql reads them.",
  options: { directory: folder("Folder of the `.sql` files, relative to the project.") },
  example: { name: "app", kind: "sql", directory: "sql" },
  read: ({ name, directory }, place) => readSqlSource(place.directory, { name, directory }),
  create: createSqlFile,
  watched: { deep: false, wanted: /^[^.].*\.sql$/is },
  records: () => [],
  connects: false,
});
