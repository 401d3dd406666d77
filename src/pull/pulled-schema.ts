import type { Catalog } from "../catalog/fact.ts";
import type { KitEntities } from "./kit/kit-entities.ts";
import type { KitSource } from "./render/kit-source.ts";

/** What a pull found: drizzle-kit's builders and objects, and the catalog that they are checked against. */
export interface PulledSchema {
  /** The version of drizzle-kit. */
  drizzleKit: string;
  /** Each column's builder, from drizzle-kit's TypeScript. */
  source: KitSource;
  /** drizzle-kit's objects, without what is left out. */
  entities: KitEntities;
  /** What PostgreSQL holds. */
  catalog: Catalog;
}
