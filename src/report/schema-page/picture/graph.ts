import type { Outline } from "./picture.ts";

/** What the page's program knows. */
export interface PageData {
  graph: PictureGraph;
  /** Of the picture that is in the page; undefined: there is none. */
  outline?: Outline | undefined;
  detail?: Detail | undefined;
}

/** What the picture shows: tables, and what links them. Goes into the page as JSON, so it is brief. */
export interface PictureGraph {
  /** In the order of their names. */
  tables: readonly PictureTable[];
  links: readonly PictureLink[];
}

export interface PictureTable {
  /** As people write it, with its schema: `public.user`. */
  name: string;
  schema: string;
  /** The name without the schema. */
  label: string;
  /** Its place in the page. */
  address: string;
  columns: readonly PictureColumn[];
  /** How many partitions it has; they aren't in the picture. */
  partitions: number;
}

/** Name, type, and what it is: a sum of `columnFlags`. */
export type PictureColumn = readonly [name: string, type: string, flags: number];

/** What a column is, each a bit of its own. */
export const columnFlags = { primary: 1, foreign: 2, unique: 4, notNull: 8 } as const;

/** A foreign key, or a table that inherits. Tables and columns are told by their index. */
export interface PictureLink {
  from: number;
  to: number;
  kind: "foreign key" | "inherits";
  /** The columns that refer; none where tables inherit. */
  columns: readonly number[];
  /** The columns that are referred to. */
  target: readonly number[];
  /** A row may refer to nothing. */
  optional: boolean;
  /** At most one row refers to another. */
  unique: boolean;
}

/** How much of a table the picture shows. */
export type Detail = "names" | "keys" | "columns";
