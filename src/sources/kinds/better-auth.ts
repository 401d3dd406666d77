import * as v from "valibot";
import { nonEmpty } from "../../non-empty.ts";
import { defineKind } from "../kind.ts";
import { folder } from "../options.ts";
import { readSqlSource } from "../sql.ts";

export const kind = defineKind({
  name: "better-auth",
  says: "SQL files that `dbfirst auth generate` writes, in the order of their names.",
  options: {
    directory: folder("Folder of the `.sql` files, relative to the project."),
    config: v.optional(
      v.pipe(
        nonEmpty("a file"),
        v.description(
          "The file that exports Better Auth's `auth`. Default: where Better Auth's own command line looks.",
        ),
      ),
    ),
  },
  example: { name: "better-auth", kind: "better-auth", directory: "better-auth_migrations" },
  read: ({ name, directory }, place) =>
    readSqlSource(place.directory, {
      name,
      directory,
      firstFile: "`dbfirst auth generate` writes its first file.",
    }),
  create: "dbfirst auth generate",
  watched: { deep: false, wanted: /^[^.].*\.sql$/is },
  records: () => [],
  connects: false,
});
