import * as v from "valibot";
import { factKinds } from "../catalog/fact.ts";
import { nonEmpty } from "../non-empty.ts";
import { sourceSchema } from "../sources/find-kind.ts";
import { commandLine, commandSettings } from "../sources/options.ts";
import { pullSchema } from "./pull-schema.ts";

/**
 * The options of `dbfirst.config.ts`. This is their only declaration: types, validation and the option table of
 * docs/configuration.md come from here.
 */

const ignoreRule = v.strictObject({
  kind: v.optional(
    v.pipe(
      v.picklist(factKinds, "expected a kind of object, such as table, function or policy"),
      v.description(
        "`table`, `function`, `policy`, … (docs/coverage.md lists them); left out: every kind.",
      ),
    ),
  ),
  object: v.pipe(
    nonEmpty("a name"),
    v.description(
      "Qualified name; `*` stands for any characters: `app.tmp_*`. Covers what belongs to it.",
    ),
  ),
  attribute: v.optional(
    v.pipe(
      nonEmpty("the name of an attribute"),
      v.description(
        "Ignore only this attribute, named as in reports: `comment`, `identity.increment`, `privileges.reader`; `*` as above. docs/coverage.md lists them.",
      ),
    ),
  ),
  reason: v.pipe(nonEmpty("the reason"), v.description("Why; reports repeat it.")),
});

const database = v.strictObject({
  name: v.pipe(nonEmpty("a name"), v.description("Unique name; reports and `--database` use it.")),
  url: v.optional(
    v.pipe(
      v.string("expected a URL, such as postgres://user@host/name"),
      v.description(
        "Its URL, which the file should read from the environment. If it has no value, this database can't be checked, but the others are.",
      ),
    ),
  ),
  sources: v.optional(
    v.pipe(
      v.array(nonEmpty("a source's name"), "expected a list of source names"),
      v.minLength(1, "expected at least one source"),
      v.description(
        "The sources to apply to it. Default: all. A database with only some of them has another schema, so `check-drift --databases` skips it; if it would skip all of them, it fails.",
      ),
    ),
  ),
});

export const configSchema = v.strictObject({
  sources: v.optional(
    v.pipe(
      v.array(sourceSchema, "expected a list of sources"),
      v.description(
        "Where migrations come from, in the order they run. Default: `better-auth_migrations/`, then Drizzle's `out` folder, whichever exist.",
      ),
    ),
  ),
  schemas: v.optional(
    v.pipe(
      v.array(nonEmpty("a schema name"), "expected a list of schema names"),
      v.minLength(1, "expected at least one schema name"),
      v.description("The PostgreSQL schemas to pull and check. Default: all but the system's."),
    ),
  ),
  ignore: v.optional(
    v.pipe(
      v.array(ignoreRule, "expected a list of rules"),
      v.description(
        "Objects, or attributes of objects, that neither the snapshot nor a check looks at.",
      ),
    ),
  ),
  pull: v.optional(pullSchema),
  databases: v.optional(
    v.pipe(
      v.array(database, "expected a list of databases"),
      v.minLength(1, "expected at least one database"),
      v.description(
        "Several databases with this schema, for `--databases` of `apply`, `status` and `check-drift`.",
      ),
    ),
  ),
  postgres: v.optional(
    v.strictObject({
      major: v.optional(
        v.pipe(
          v.picklist([14, 15, 16, 17, 18], "expected 14, 15, 16, 17 or 18"),
          v.description(
            "Major version of the embedded database, and of throw-away ones if no database is named, whose version they take. Default: 17.",
          ),
        ),
      ),
    }),
  ),
  shadow: v.optional(
    v.strictObject({
      url: v.optional(
        v.pipe(
          v.string("expected a URL, such as postgres://user@host/name"),
          v.description(
            "A server to make throw-away databases on, for extensions that the embedded one lacks (docs/extensions.md). `--shadow-url` and DBFIRST_SHADOW_URL take precedence. Default: an embedded server is started.",
          ),
        ),
      ),
    }),
  ),
  psql: v.optional(
    v.strictObject({
      executor: v.optional(
        v.pipe(
          v.picklist(["builtin", "psql"], 'expected "builtin" or "psql"'),
          v.description(
            'What runs migrations: `"builtin"` (default), or `"psql"`, the installed one.',
          ),
        ),
      ),
      allow: v.optional(
        v.strictObject({
          shell: v.optional(
            v.pipe(
              v.boolean("expected true or false"),
              v.description(
                "Migrations may run shell commands: `\\!`, backquotes, pipes, `\\copy … program`. Default: false.",
              ),
            ),
          ),
          paths: v.optional(
            v.pipe(
              v.array(nonEmpty("a folder"), "expected a list of folders"),
              v.description(
                "Folders besides the project's in which migrations may read and write files.",
              ),
            ),
          ),
          setenv: v.optional(
            v.pipe(
              v.boolean("expected true or false"),
              v.description("Migrations may use `\\setenv`. Default: false."),
            ),
          ),
        }),
      ),
    }),
  ),
  apply: v.optional(
    v.strictObject({
      lockTimeout: v.optional(
        v.pipe(
          v.number("expected a number of seconds"),
          v.minValue(0.001, "expected more than 0 seconds"),
          v.description(
            "How long a statement of a migration may wait for a lock of another session, in seconds: `lock_timeout`. Default: the server's.",
          ),
        ),
      ),
      statementTimeout: v.optional(
        v.pipe(
          v.number("expected a number of seconds"),
          v.minValue(0.001, "expected more than 0 seconds"),
          v.description(
            "How long a statement of a migration may take, in seconds: `statement_timeout`. Default: the server's.",
          ),
        ),
      ),
      retries: v.optional(
        v.pipe(
          v.number("expected a number"),
          v.integer("expected a whole number"),
          v.minValue(0, "expected 0 or more"),
          v.maxValue(100, "expected 100 at most"),
          v.description(
            "How often to retry a migration that waited too long for a lock, after 1, 2, 4 … 30 seconds; only if it runs in a transaction. Default: 0.",
          ),
        ),
      ),
    }),
  ),
  seed: v.optional(
    v.strictObject({
      command: commandLine("Fills a database after a reset: `tsx scripts/seed.ts`."),
      ...commandSettings,
    }),
  ),
  deploy: v.optional(
    v.strictObject({
      onFailure: v.optional(
        v.pipe(
          v.picklist(["stop", "restore"], 'expected "stop" or "restore"'),
          v.description(
            'What `deploy` does when a migration fails: `"stop"` (default), or `"restore"` the backup that it took, which loses whatever was written since.',
          ),
        ),
      ),
    }),
  ),
  lockTimeout: v.optional(
    v.pipe(
      v.number("expected a number of seconds"),
      v.minValue(0, "expected 0 or more seconds"),
      v.description("How long to wait for another run to finish, in seconds. Default: 60."),
    ),
  ),
});

/** What `dbfirst.config.ts` exports. */
export type DbfirstConfig = v.InferInput<typeof configSchema>;
export type DatabaseConfig = NonNullable<DbfirstConfig["databases"]>[number];
export type { SourceConfig } from "../sources/find-kind.ts";
export type PullConfig = NonNullable<DbfirstConfig["pull"]>;
export type IgnoreRule = NonNullable<DbfirstConfig["ignore"]>[number];
