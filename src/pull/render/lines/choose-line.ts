import { line045 } from "./line-0.45.ts";
import { line10 } from "./line-1.0.ts";
import type { OrmLine, OrmLineName } from "./orm-line.ts";

/** Every line that schema files can be written for. */
export const ormLines: Readonly<Record<OrmLineName, OrmLine>> = { "1.0": line10, "0.45": line045 };

/** The line of the drizzle-orm that dbfirst brings. */
export const pinnedLine = line10;
