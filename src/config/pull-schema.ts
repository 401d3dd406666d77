import * as v from "valibot";
import { aliasesSchema, overridesSchema } from "./override-schema.ts";

/** What the generated TypeScript is like: `pull`. */
export const pullSchema = v.strictObject({
  casing: v.optional(
    v.pipe(
      v.picklist(["camel", "preserve"], 'expected "camel" or "preserve"'),
      v.description(
        'Names in TypeScript: `"camel"` (default) or `"preserve"`, as in the database.',
      ),
    ),
  ),
  importExtension: v.optional(
    v.pipe(
      v.picklist(["", ".js", ".ts"], 'expected "", ".js" or ".ts"'),
      v.description(
        "File extension in the imports between generated files. Default: what tsconfig.json's module resolution needs.",
      ),
    ),
  ),
  layout: v.optional(
    v.pipe(
      v.picklist(["table", "schema", "single"], 'expected "table", "schema" or "single"'),
      v.description(
        'The files: `"table"` (default), one for each table and view; `"schema"`, one for each PostgreSQL schema; `"single"`, all in `schema.ts`.',
      ),
    ),
  ),
  engine: v.optional(
    v.pipe(
      v.picklist(["pinned", "project"], 'expected "pinned" or "project"'),
      v.description(
        'The drizzle-kit that reads the database: `"pinned"` (default), the one that dbfirst brings, or `"project"`, the project\'s own, of 1.0 or 0.31.',
      ),
    ),
  ),
  overrides: v.optional(overridesSchema),
  aliases: v.optional(aliasesSchema),
});
