import type { Fact } from "../../../catalog/fact.ts";
import type { Chain } from "../code.ts";

/** A line of drizzle-orm that schema files are written for. */
export type OrmLineName = "1.0" | "0.45";

/** What a line of drizzle-orm can say, and in which words, where the lines differ. The printers ask it. */
export interface OrmLine {
  name: OrmLineName;
  /** How a table says that row security is on: before its columns (`pgTable.withRLS(…)`) or after (`pgTable(…).enableRLS()`). */
  rowSecurity: { method: string; stands: "before" | "after" };
  /** The function that says relations: one call for all tables, or one for each. */
  relations: "defineRelations" | "relations";
  /** Whether a relation can lead across a junction table. */
  crossesJunctions: boolean;
  /** Whether a relation to one row that has a name has to say its columns, too. */
  namedOneSaysColumns: boolean;
  /** A column's builder, which drizzle-kit writes for 1.0. */
  column(builder: Chain): Chain;
  /** What the line can't say of a fact that 1.0 can, by the name of the gap; empty for most. */
  gapsOf(fact: Fact): readonly string[];
}
