import * as v from "valibot";

/** `pull.overrides` and `pull.aliases` of `dbfirst.config.ts`: what a user says about the pulled TypeScript. */

const text = (what: string) =>
  v.pipe(v.string(`expected ${what}`), v.minLength(1, `expected ${what}, found an empty string`));

const typeOverride = v.pipe(
  v.union(
    [
      v.string(),
      v.strictObject({ name: text("the type's name"), from: text("the module that exports it") }),
    ],
    'expected a type, such as "string[]", or { name: "Email", from: "./src/email.ts" }',
  ),
  v.description(
    "Drizzle's `$type`: a type that needs no import (`\"Record<string, string>\"`), or `{ name, from }`. `from` is a file from the project's folder (`./src/email.ts`) or a package.",
  ),
);

const modeOverride = v.pipe(
  v.picklist(
    ["date", "string", "number", "bigint"],
    'expected "date", "string", "number" or "bigint"',
  ),
  v.description(
    "What JavaScript gets: `date` or `string` for timestamps and dates; `number`, `bigint` or `string` for `bigint` and `numeric`.",
  ),
);

const customTypeOverride = v.pipe(
  v.strictObject({
    name: text("the name of the customType"),
    from: text("the module that exports it"),
    options: v.optional(
      v.record(
        v.string(),
        v.union(
          [v.string(), v.number(), v.boolean()],
          "expected a string, a number, true or false",
        ),
        "expected an object",
      ),
    ),
  }),
  v.description(
    "A `customType` of yours instead of Drizzle's builder: `{ name, from }`, and `options` for its argument. Its `dataType()` must return the column's type; the proof checks that.",
  ),
);

const builderOverrides = {
  type: v.optional(typeOverride),
  mode: v.optional(modeOverride),
  customType: v.optional(customTypeOverride),
};

const columnOverride = v.pipe(
  v.strictObject({
    name: v.optional(v.pipe(text("a name"), v.description("The property in TypeScript."))),
    ...builderOverrides,
  }),
  v.description('One column of a table or view, named as `"schema.table.column"`.'),
);

const typeMapOverride = v.pipe(
  v.strictObject(builderOverrides),
  v.description(
    'Every column of a type or domain: `citext`, `timestamptz`, `numeric(10,2)`, `"app.email"`; in arrays, each element. A column\'s own entry takes precedence.',
  ),
);

const file = v.optional(
  v.pipe(
    text("a file name"),
    v.description("Its file in the schema folder, without `.ts`; several may share one."),
  ),
);

const tableOverride = v.pipe(
  v.strictObject({
    name: v.optional(v.pipe(text("a name"), v.description("The exported constant."))),
    file,
  }),
  v.description('One table, view or materialized view, named as `"schema.table"`.'),
);

const enumOverride = v.pipe(
  v.strictObject({
    name: v.optional(v.pipe(text("a name"), v.description("The exported constant."))),
    file,
  }),
  v.description('One enum, named as `"schema.enum"`. Its file can\'t be one that holds tables.'),
);

const named = <Value extends v.GenericSchema>(value: Value) =>
  v.optional(v.record(v.string(), value, "expected an object with names for its keys"));

export const overridesSchema = v.strictObject({
  columns: named(columnOverride),
  types: named(typeMapOverride),
  tables: named(tableOverride),
  enums: named(enumOverride),
});

export const aliasesSchema = v.pipe(
  v.record(
    v.string(),
    text('a table or view, such as "auth.user"'),
    'expected an object, such as { user: "auth.user" }',
  ),
  v.description(
    'Further names for tables and views, exported as an object `aliases`: `{ user: "auth.user" }` gives `aliases.user`, for Better Auth\'s `schema`.',
  ),
);
