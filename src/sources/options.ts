import * as v from "valibot";
import { nonEmpty } from "../non-empty.ts";
import { parseQualifiedName } from "../postgres/qualified-name.ts";

/** What options of several kinds of sources are made of. */

/** A table as SQL writes it. */
export const tableName = v.pipe(
  nonEmpty("a table's name"),
  v.check(
    // That it is empty is said already.
    (text) => text === "" || parseQualifiedName(text) !== undefined,
    'expected a table such as public.user or app."userRole", with capitals in quotes',
  ),
);

/** What every source may have. */
export const commonOptions = {
  name: v.pipe(nonEmpty("a name"), v.description("Unique name; the ledger records it.")),
  dependsOn: v.optional(
    v.pipe(
      v.array(nonEmpty("a source's name"), "expected a list of source names"),
      v.description("Sources that run before this one, wherever they stand in the list."),
    ),
  ),
  requires: v.optional(
    v.pipe(
      v.array(tableName, "expected a list of tables"),
      v.description(
        'Tables or views that must exist before this source runs, such as `public.user` or `public."twoFactor"`. If one doesn\'t, nothing of the source runs.',
      ),
    ),
  ),
  requiredEnv: v.optional(
    v.pipe(
      v.array(nonEmpty("a variable's name"), "expected a list of variable names"),
      v.description(
        "Environment variables that the source needs. If one isn't set, nothing runs, of any source.",
      ),
    ),
  ),
};

/** A regular expression, as a text. */
export const pattern = v.pipe(
  nonEmpty("a regular expression"),
  v.check(isPattern, "expected a regular expression"),
);

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** @param says what the folder holds. */
export const folder = (says: string) => v.pipe(nonEmpty("a folder"), v.description(says));

/** Characters that only a shell understands; a command is run without one. */
const shellCharacters = /["'`$|&;<>()*?[\]{}~#\\!\n]/;

/** A command, as a text or as its words. */
export const commandLine = (says: string) =>
  v.pipe(
    v.union(
      [
        v.pipe(
          nonEmpty("a command"),
          v.check(
            (text) => !shellCharacters.test(text),
            'holds characters that need a shell; write a list, ["sh", "-c", "…"] if it must be one',
          ),
        ),
        v.pipe(
          v.array(v.string("expected texts"), "expected a list of texts"),
          v.minLength(1, "expected a program"),
        ),
      ],
      "expected a command, or a list of its words",
    ),
    v.description(says),
  );

/** Where and how the commands of the project run. */
export const commandSettings = {
  workingDirectory: v.optional(
    v.pipe(
      nonEmpty("a folder"),
      v.description("Where the commands run, relative to the project. Default: the project."),
    ),
  ),
  env: v.optional(
    v.pipe(
      v.record(v.string(), v.string("expected a text"), "expected variables and their values"),
      v.description(
        "Environment variables for the commands. `{url}` stands for the database's URL, `{url:postgresql+psycopg2}` for one with that scheme, `{host}`, `{port}`, `{user}`, `{password}`, `{database}`, `{sslmode}` for its parts. `DATABASE_URL` and libpq's `PG…` variables are set anyway.",
      ),
    ),
  ),
  timeout: v.optional(
    v.pipe(
      v.number("expected a number of seconds"),
      v.minValue(1, "expected 1 or more seconds"),
      v.description("How long a command may take, in seconds. Default: no limit."),
    ),
  ),
};
