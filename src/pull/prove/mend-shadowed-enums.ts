import type { Catalog } from "../../catalog/fact.ts";
import { enumNames } from "../render/enum-names.ts";
import { parseName } from "../render/known.ts";
import { shadowedEnum } from "../render/push-noise.ts";

/**
 * drizzle-kit 1.0 names an enum of `public` without its schema, which is another type where it is called like one of
 * PostgreSQL's own. Those are listed as gaps; here they are mended, so that the rest of their tables can be proved.
 */
export function mendShadowedEnums(statements: readonly string[], { facts }: Catalog): string[] {
  const enums = enumNames(facts);
  const byTable = new Map<string, { column: string; type: string }[]>();
  for (const fact of facts) {
    const type = fact.kind === "column" ? shadowedEnum(fact, enums) : undefined;
    if (type === undefined) continue;
    const [schema = "", table = "", column = ""] = parseName(fact.object);
    const opening = `CREATE TABLE ${schema === "public" ? "" : `"${schema}".`}"${table}" (`;
    byTable.set(opening, [...(byTable.get(opening) ?? []), { column, type }]);
  }
  return statements.map((statement) =>
    (byTable.get(statement.slice(0, statement.indexOf("(\n") + 1)) ?? []).reduce(mend, statement),
  );
}

/** The column's declaration, and the cast of its default. */
function mend(statement: string, { column, type }: { column: string; type: string }): string {
  const name = `"${type}"`;
  const start = `\n\t"${column}" `;
  const at = statement.indexOf(`${start}${name}`);
  if (at === -1) return statement;
  const rest = statement.slice(at + start.length + name.length);
  const [declared = ""] =
    /^(?:\[\])*(?: DEFAULT (?:'[^']*(?:''[^']*)*'|[^\n]*)::)?/.exec(rest) ?? [];
  const after = rest.slice(declared.length);
  const cast = declared.endsWith("::") && after.startsWith(name) ? `"public".${after}` : after;
  return `${statement.slice(0, at)}${start}"public".${name}${declared}${cast}`;
}
