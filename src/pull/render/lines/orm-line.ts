import type { Fact } from "../../../catalog/fact.ts";
import type { KitIndexKey } from "../../kit/kit-entities.ts";
import type { Chain } from "../code.ts";
import type { Mode } from "../overrides.ts";
import type { Sequences } from "../sequence-gaps.ts";

/** A line of drizzle-orm that schema files are written for. */
export type OrmLineName = "1.0" | "0.45";

/** What faults of drizzle-kit's depend on besides a fact itself. */
export interface KitKnowledge {
  /** Tables, views and columns, by object. */
  holders: ReadonlyMap<string, Fact>;
  sequences: Sequences;
  enums: ReadonlySet<string>;
  /** Tables that have partitions. */
  partitioned: ReadonlySet<string>;
}

/** What a line of drizzle-orm can say, and in which words, where the lines differ. The printers ask it. */
export interface OrmLine {
  name: OrmLineName;
  /** The version to install where none of the line is. */
  install: string;
  /** How a table says that row security is on: before its columns (`pgTable.withRLS(…)`) or after (`pgTable(…).enableRLS()`). */
  rowSecurity: { method: string; stands: "before" | "after" };
  /** The function that says relations: one call for all tables, or one for each. */
  relations: "defineRelations" | "relations";
  /** Whether a relation can lead across a junction table. */
  crossesJunctions: boolean;
  /** Whether a relation to one row that has a name has to say its columns, too. */
  namedOneSaysColumns: boolean;
  /**
   * Whether columns say their names in the database also where these are their names in TypeScript. Before 1.0 the
   * latter can be recased at run time, and get lost where two views share a name.
   */
  namesEveryColumn: boolean;
  /**
   * A column's builder, which drizzle-kit writes for 1.0.
   *
   * @param written the default's SQL, if it has one.
   */
  column(builder: Chain, written: string | null): Chain;
  /** A key of an index, which may have to be said as SQL. */
  indexKey(key: KitIndexKey): KitIndexKey;
  /** Whether a builder has no such mode that 1.0 has. */
  lacksMode(builder: string, mode: Mode): boolean;
  /** The drizzle-kit that makes SQL of its files: the one that dbfirst brings, or the project's own, of this version. */
  kit: "pinned" | "0.31";
  /** What that drizzle-kit makes of a fact that isn't so, by the names of the gaps; empty for most. */
  gapsOf(fact: Fact, known: KitKnowledge): readonly string[];
}
