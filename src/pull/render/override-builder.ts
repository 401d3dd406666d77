import { parseSync } from "oxc-parser";
import type { ConfigProblem } from "../../errors.ts";
import { outlinedHead } from "./builder.ts";
import { builderOptions, methodArguments, withBuilderArguments } from "./chain.ts";
import { object, raw, sql, text, type Chain, type Code, type Entry, type Link } from "./code.ts";
import type { OrmLine } from "./lines/orm-line.ts";
import type { BuilderOverride, Mode } from "./overrides.ts";

/** The modes that Drizzle's builders know, the default one first; `bigint` has to say one. */
const modes: Readonly<Record<string, readonly Mode[]>> = {
  timestamp: ["date", "string"],
  date: ["string", "date"],
  numeric: ["string", "number", "bigint"],
  bigint: ["number", "bigint", "string"],
  bigserial: ["number", "bigint"],
};

/** What can't be said of a column, or of a type whose columns are like it. Undefined: there is no such column. */
export function builderProblems(
  at: string,
  { type, mode, customType }: BuilderOverride,
  column: { builder: Chain } | undefined,
  line: OrmLine,
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const wrong = (key: string, message: string) => problems.push({ at: `${at}.${key}`, message });
  if (typeof type === "string" && !isType(type))
    wrong("type", `"${type}" isn't a type of TypeScript on one line`);
  if (typeof type === "object" && !isImportable(type.name))
    wrong("type.name", `"${type.name}" doesn't begin with the name of an export`);
  if (customType !== undefined && !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(customType.name))
    wrong("customType.name", `"${customType.name}" can't be the name of an export`);
  if (column === undefined || column.builder.head === outlinedHead) return problems;
  const { builder } = column;
  const isMade = builder.links.some(
    (link) => link.type === "member" && link.name.endsWith("Identity"),
  );
  if (customType !== undefined && (isMade || /serial$/i.test(builder.head)))
    wrong("customType", "the column numbers itself, which a customType can't");
  if (mode === undefined) return problems;
  const known = customType === undefined ? modes[builder.head] : undefined;
  if (known === undefined)
    wrong("mode", `a column made by ${headOf(builder, customType)} has none`);
  else if (!known.includes(mode) || line.lacksMode(builder.head, mode))
    wrong("mode", knownModes(builder.head, known, line));
  return problems;
}

function knownModes(head: string, all: readonly Mode[], line: OrmLine): string {
  const own = all.filter((mode) => !line.lacksMode(head, mode));
  const where = own.length < all.length ? ` in drizzle-orm ${line.name}` : "";
  return `${head} knows ${own.map((mode) => `"${mode}"`).join(", ")}${where}`;
}

function headOf(builder: Chain, customType: BuilderOverride["customType"]): string {
  if (customType !== undefined || builder.head === "customType") return "a customType";
  return builder.head.startsWith("__") ? "an enum" : `${builder.head}()`;
}

/** Exactly one type, without a comment that would swallow what follows. */
function isType(written: string): boolean {
  if (/[\r\n\u2028\u2029]/.test(written)) return false;
  const { errors, comments, program } = parseSync("type.ts", `type Written = ${written};`, {
    lang: "ts",
    sourceType: "module",
  });
  const [declaration] = program.body;
  return (
    errors.length === 0 &&
    comments.length === 0 &&
    program.body.length === 1 &&
    declaration?.type === "TSTypeAliasDeclaration"
  );
}

/** `Settings`, `Settings["theme"]`, `Page<string>[]`: what stands first is imported. */
function isImportable(name: string): boolean {
  const [, first, rest] = /^([\p{ID_Start}$_][\p{ID_Continue}$]*)(.*)$/su.exec(name) ?? [];
  if (first === undefined || rest === undefined) return false;
  // `typeof x`, `readonly X[]` begin with a word of TypeScript's.
  return !/^\s+[\p{ID_Start}$_]/u.test(rest) && isType(`Imported${rest}`);
}

/** The names by which what is imported goes in the generated files. */
export interface LocalNames {
  type: string | undefined;
  customType: string | undefined;
}

/**
 * The builder as the user wants it. A constant default is written as SQL where the builder would want another value of
 * JavaScript for it: the column's default stays what it is.
 *
 * @param sqlDefault the default's SQL.
 */
export function overriddenBuilder(
  builder: Chain,
  override: BuilderOverride,
  { local, sqlDefault }: { local: LocalNames; sqlDefault: string | null },
): Chain {
  let result = builder;
  if (local.customType !== undefined) {
    const links = [
      customTypeCall(override.customType?.options),
      ...builder.links.slice(builder.head === "customType" ? 2 : 1),
    ];
    result = withSqlDefault({ ...builder, head: local.customType, links }, sqlDefault);
  } else if (override.mode !== undefined) {
    const moded = withMode(builder, override.mode);
    result = moded === builder ? builder : withSqlDefault(moded, sqlDefault);
  }
  return local.type === undefined ? result : withType(result, local.type, sqlDefault);
}

function customTypeCall(options: NonNullable<BuilderOverride["customType"]>["options"]): Link {
  const entries = Object.entries(options ?? {}).map(([key, value]): Entry => ({
    key,
    value: typeof value === "string" ? text(value) : raw(String(value)),
  }));
  return { type: "call", args: entries.length === 0 ? [] : [object(entries)] };
}

function withMode(builder: Chain, mode: Mode): Chain {
  const [byDefault] = modes[builder.head] ?? [];
  const saysAlways = builder.head.startsWith("big");
  const entries = builderOptions(builder)?.entries ?? [];
  const present = entries.find(({ key }) => key === "mode")?.value;
  const presentMode = present?.type === "string" ? present.value : byDefault;
  if (presentMode === mode) return builder;
  const said: Entry[] =
    mode === byDefault && !saysAlways ? [] : [{ key: "mode", value: text(mode) }];
  const options = [...said, ...entries.filter(({ key }) => key !== "mode")];
  return withBuilderArguments(builder, options.length === 0 ? [] : [object(options)]);
}

/** Methods of Drizzle's builders that stand for a default. */
const defaultMethods = new Set(["default", "defaultNow", "defaultRandom"]);

function withSqlDefault(builder: Chain, sqlDefault: string | null): Chain {
  if (sqlDefault === null) return builder;
  const links = builder.links.flatMap((link, index): Link[] => {
    const before = builder.links[index - 1];
    if (link.type === "member" && defaultMethods.has(link.name))
      return [{ type: "member", name: "default" }];
    const isDefault = before?.type === "member" && defaultMethods.has(before.name);
    if (link.type !== "call" || !isDefault || link.args[0]?.type === "sql") return [link];
    return [{ type: "call", args: [sql(sqlDefault)] }];
  });
  return { ...builder, links };
}

/** `$type` is about the elements of an array. Said last, it doesn't ask the default to be of that type. */
function withType(builder: Chain, type: string, sqlDefault: string | null): Chain {
  const said: Link[] = [
    { type: "member", name: "$type" },
    { type: "call", args: [], types: type },
  ];
  const array = builder.links.findIndex((link) => link.type === "member" && link.name === "array");
  if (array === -1) return { ...builder, links: [...builder.links, ...said] };
  const plain = isEmptyList(methodArguments(builder, "default")?.[0])
    ? builder
    : withSqlDefault(builder, sqlDefault);
  return { ...plain, links: plain.links.toSpliced(array, 0, ...said) };
}

function isEmptyList(code: Code | undefined): boolean {
  return code?.type === "array" && code.items.length === 0;
}
