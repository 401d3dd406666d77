/** One ordered unit of a source: an SQL file of a directory, or a folder of Drizzle's. */
export interface Migration {
  /** The source's name, unique in a configuration: `better-auth`, `drizzle`. */
  source: string;
  /** Unique within the source, and the order within it: `2025-12-25T13-10-31.651Z.sql`. */
  name: string;
  /** The script to run, relative to the project's folder, with forward slashes. */
  file: string;
  /** The bytes to run, decoded; psql's language (Drizzle's statement-breakpoint lines are comments in it). */
  text: string;
  /** SHA-256 of the file's bytes with `\r\n` taken as `\n`, lower-case hex. */
  checksum: string;
  /** The script that undoes it, where there is one. */
  down?: { file: string; text: string } | undefined;
  /** The program that its file is written for, where that runs one part of it only and we run both. */
  writtenFor?: string | undefined;
  /** The files that the script includes by literal names (`\i`, `\ir`), with checksums of the same kind; undefined: not there. */
  includes?: readonly { file: string; checksum: string | undefined }[] | undefined;
}
