/** What a user says about the TypeScript of a column, or of every column of a type. */
export interface BuilderOverride {
  /** Drizzle's `$type`: a type as written, or one that a module exports. */
  type?: string | ModuleName | undefined;
  mode?: Mode | undefined;
  customType?: (ModuleName & { options?: CustomTypeOptions | undefined }) | undefined;
}

export type Mode = "date" | "string" | "number" | "bigint";
export type CustomTypeOptions = Readonly<Record<string, string | number | boolean>>;

/** What a module exports. */
export interface ModuleName {
  name: string;
  /** A file by its path from the project's folder, beginning with `./` or `../`; or a package. */
  from: string;
}

export interface ColumnOverride extends BuilderOverride {
  /** The property. */
  name?: string | undefined;
}

export interface ObjectOverride {
  /** The exported constant. */
  name?: string | undefined;
  /** Its file, without extension. */
  file?: string | undefined;
}

/** `pull.overrides`, by names as the user writes them: `schema.table.column`, `schema.table`, a type's. */
export interface Overrides {
  columns?: Readonly<Record<string, ColumnOverride>> | undefined;
  types?: Readonly<Record<string, BuilderOverride>> | undefined;
  tables?: Readonly<Record<string, ObjectOverride>> | undefined;
  enums?: Readonly<Record<string, ObjectOverride>> | undefined;
}

/** More names for tables and views: `{ user: "auth.user" }`. */
export type Aliases = Readonly<Record<string, string>>;

/** The same, of the very objects of a model. Nothing in it is wrong. */
export interface ResolvedOverrides {
  /** What holds for a column, its type's entry included, by `columnKey`. */
  columns: ReadonlyMap<string, ColumnOverride>;
  /** By `objectKey`. */
  tables: ReadonlyMap<string, ObjectOverride>;
  enums: ReadonlyMap<string, ObjectOverride>;
  aliases: readonly { name: string; object: { schema: string; name: string } }[];
}
