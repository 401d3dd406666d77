import type { FactKind } from "../../catalog/fact.ts";
import type { ReadCatalogOptions } from "../../catalog/read.ts";
import type { ConnectionSettings } from "../../postgres/settings.ts";
import type { Shadow } from "../../postgres/shadow.ts";
import type { Run } from "../run.ts";
import { openPassingBench, type Bench, type PassingBench } from "./try-plan.ts";

/** Where plans for a throw-away database are tried, one after the other. */
export interface TrialPlace {
  /** A bench that leaves the database as it was: the same session each time. */
  bench: () => Promise<Bench>;
  /** Undoes what was tried on the bench: until then, whoever reads the database waits for its locks. */
  takeBack: () => Promise<void>;
  /** Reads in advance what will be read again and again: its queries are planned then. */
  prepare: (scope: ReadCatalogOptions) => void;
  /** A copy of the database, which nobody may be connected to then. */
  copy: () => Promise<ConnectionSettings>;
  /** Hangs up. */
  end: () => Promise<void>;
}

/** @param mayHave the kinds of fact that the database has, and that plans may bring. */
export function openTrialPlace(
  shadow: Shadow,
  database: ConnectionSettings,
  mayHave: readonly FactKind[],
  run: Run,
): TrialPlace {
  let opened: Promise<PassingBench> | undefined;
  let preparing: Promise<unknown> | undefined;
  const end = async () => {
    const bench = await opened?.catch(() => undefined);
    await preparing;
    opened = undefined;
    bench?.end();
  };
  return {
    bench: async () => {
      if (opened === undefined) return (opened = openPassingBench(database, mayHave, run));
      await preparing;
      return opened;
    },
    takeBack: async () => {
      await (await opened)?.takeBack();
    },
    prepare: (scope) => {
      // What is wrong shows when it is read in earnest.
      preparing = opened?.then((bench) => bench.read(scope)).catch(() => undefined);
    },
    copy: async () => {
      await end();
      return shadow.copyDatabase(database);
    },
    end,
  };
}
