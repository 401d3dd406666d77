import * as v from "valibot";
import { commonOptions } from "./options.ts";
import type { Source } from "./source.ts";

/** What reading a source needs of its project. */
export interface SourcePlace {
  /** Absolute path of the project's folder. */
  directory: string;
  drizzleMigrationsTable: { schema: string; table: string };
}

/** A table in which a migration system keeps its records: no part of the application's schema. */
export interface RecordsTable {
  /** Null: in whichever schema. */
  schema: string | null;
  name: string;
}

/** A migration that is to be written. */
export interface NewMigration {
  /** What its file is called, besides what says when it runs. */
  name: string;
  /** Absolute path of the project's folder. */
  projectDirectory: string;
  /** Undefined: as the last one. */
  language: "sql" | "ts" | "js" | undefined;
}

/** The options that a kind has besides the common ones; every source has a folder. */
type OwnOptions = v.ObjectEntries & { directory: v.GenericSchema<string> };

/** The schema of an entry. Named, because what TypeScript infers doesn't compile as a published declaration. */
type KindSchema<Name extends string, Options extends OwnOptions> = v.StrictObjectSchema<
  typeof commonOptions & {
    readonly kind: v.SchemaWithPipe<
      readonly [v.LiteralSchema<Name, undefined>, v.DescriptionAction<Name, string>]
    >;
  } & Options,
  undefined
>;

/** An entry of `sources`. */
type EntryOf<Name extends string, Options extends OwnOptions> = v.InferOutput<
  KindSchema<Name, Options>
>;

/** One kind of migration system: everything that dbfirst knows of it. */
export interface KindDefinition<Name extends string, Options extends OwnOptions> {
  name: Name;
  /** What it is, for the documentation. */
  says: string;
  options: Options;
  /** An entry of `sources`, for the documentation. */
  example: EntryOf<Name, Options>;
  /**
   * Reads a source from its folder. No database is involved; a program of its own is given as `tool`, whose code is loaded
   * when it is needed.
   *
   * @throws SourceError, ScriptError for the first folder or file that can't be used.
   */
  read: (entry: EntryOf<Name, Options>, place: SourcePlace) => Source;
  /**
   * Makes the file of the next migration, for somebody to fill in, and resolves to its path, relative to the project; or the
   * command that people use instead.
   *
   * @throws SourceError when the name isn't behind the others', or there is such a file.
   */
  create?: ((entry: EntryOf<Name, Options>, wanted: NewMigration) => Promise<string>) | string;
  /** The files of its folder that a watch looks at, by name; `deep`: also in folders of it. */
  watched: { deep: boolean; wanted: RegExp };
  /** Where it keeps its records. */
  records: (entry: EntryOf<Name, Options>, place: SourcePlace) => RecordsTable[];
  /** Whether a program connects to the database that may not take a Unix socket. */
  connects: boolean;
}

/** Describes a kind of source; each file of kinds/ exports one as `kind`. */
export function defineKind<const Name extends string, Options extends OwnOptions>(
  definition: KindDefinition<Name, Options>,
): KindDefinition<Name, Options> & { schema: KindSchema<Name, Options> } {
  const { name, says, options } = definition;
  const kind = v.pipe(v.literal(name), v.description(says));
  return { ...definition, schema: v.strictObject({ ...commonOptions, kind, ...options }) };
}
