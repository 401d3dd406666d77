import type { Catalog } from "../../catalog/fact.ts";
import { enumNames } from "../render/enum-names.ts";
import { parseName } from "../render/known.ts";
import { writtenType } from "../render/lines/generate-noise.ts";

/**
 * drizzle-kit 0.31 misquotes the names of some types. Those are listed as gaps; here they are mended, so that the rest of
 * their tables can be proved.
 */
export function mendTypeNames(statements: readonly string[], source: Catalog): string[] {
  const columns = misquotedColumns(source);
  return statements.map((statement) => {
    const own = columns.get(statement.slice(0, statement.indexOf("(\n") + 1)) ?? [];
    return own.reduce(replaceOnce, statement);
  });
}

/** How a column is declared, and how it should be. */
interface Declaration {
  written: string;
  right: string;
}

/** By what the statement that makes their table begins with. */
function misquotedColumns({ facts }: Catalog): Map<string, Declaration[]> {
  const enums = enumNames(facts);
  const byTable = new Map<string, Declaration[]>();
  for (const fact of facts) {
    if (fact.kind !== "column") continue;
    const { written, right } = writtenType(fact, enums);
    if (written === right) continue;
    const [schema = "", table = "", column = ""] = parseName(fact.object);
    const opening = `CREATE TABLE ${schema === "public" ? "" : `"${schema}".`}"${table}" (`;
    const declaration = { written: `\t"${column}" ${written}`, right: `\t"${column}" ${right}` };
    byTable.set(opening, [...(byTable.get(opening) ?? []), declaration]);
  }
  return byTable;
}

function replaceOnce(statement: string, { written, right }: Declaration): string {
  const at = statement.indexOf(written);
  const after = statement.slice(at + written.length);
  return at === -1 || !/^[,\s]/.test(after) ? statement : statement.slice(0, at) + right + after;
}
