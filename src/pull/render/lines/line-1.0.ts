import { pushNoise } from "../push-noise.ts";
import type { OrmLine } from "./orm-line.ts";

/** drizzle-orm 1.0, which the pinned drizzle-kit writes for. */
export const line10: OrmLine = {
  name: "1.0",
  install: "1.0.0-rc.5",
  rowSecurity: { method: "withRLS", stands: "before" },
  relations: "defineRelations",
  crossesJunctions: true,
  namedOneSaysColumns: false,
  namesEveryColumn: false,
  column: (builder) => builder,
  indexKey: (key) => key,
  lacksMode: () => false,
  kit: "pinned",
  gapsOf: pushNoise,
};
