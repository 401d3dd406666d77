import type { Finding } from "../../drift/finding.ts";
import type { PendingMigration } from "../../drift/report.ts";
import { splitName } from "./name-parts.ts";

/** A line of a file, from 1; the path is relative to the repository. */
export interface Location {
  file: string;
  line: number;
}

/** What is needed of a repository to say where in it a finding belongs. */
export interface RepositoryText {
  /** Path of the project within the repository, with a slash at its end; empty where they are the same. */
  prefix: string;
  /** The committed catalog snapshot; its path is relative to the project. */
  snapshot: { path: string; text: string };
  /** The generated files by their paths relative to the project. */
  schemaFiles: ReadonlyMap<string, string>;
  /** The migrations' files that are there, by `SOURCE: MIGRATION`; their paths are relative to the project. */
  migrationFiles: ReadonlyMap<string, string>;
}

/** Finds lines of a repository for findings. */
export interface Locator {
  /**
   * The statement that made the object; else where the generated files declare it; else its line in the catalog
   * snapshot, or its parent's; else the snapshot's first.
   */
  locate: (finding: Finding) => Location;
  /** The first line of a migration's file. Undefined: there is none. */
  locateMigration: (
    migration: Pick<PendingMigration, "source" | "migration">,
  ) => Location | undefined;
  /** A path of the project as one of the repository. */
  inRepository: (path: string) => string;
  /** The snapshot's first line, for what has no other place. */
  snapshot: Location;
}

/** Reads a repository's text once and finds lines in it. */
export function createLocator({
  prefix,
  snapshot,
  schemaFiles,
  migrationFiles,
}: RepositoryText): Locator {
  const facts = factLines(snapshot.text);
  const schemas = schemaConstants([...schemaFiles.values()].join("\n"));
  const declarations = [...schemaFiles].flatMap(([file, text]) =>
    declarationsIn(file, text, schemas),
  );
  const inRepository = (path: string) => prefix + path;
  const locate = (finding: Finding): Location => {
    const { origin, kind, object, parent, visibleToDrizzle } = finding;
    if (origin !== null) return { file: inRepository(origin.file), line: origin.line ?? 1 };
    const declared = visibleToDrizzle ? findDeclaration(declarations, finding) : undefined;
    if (declared !== undefined) return { file: inRepository(declared.file), line: declared.line };
    const line =
      facts.get(`${kind}\0${object}`) ?? (parent === null ? undefined : facts.get(parent));
    return { file: inRepository(snapshot.path), line: line ?? 1 };
  };
  const locateMigration: Locator["locateMigration"] = ({ source, migration }) => {
    const file = migrationFiles.get(`${source}: ${migration}`);
    return file === undefined ? undefined : { file: inRepository(file), line: 1 };
  };
  return {
    locate,
    locateMigration,
    inRepository,
    snapshot: { file: inRepository(snapshot.path), line: 1 },
  };
}

/** The lines of a snapshot by kind and object, and by object alone for those that others stand on. */
function factLines(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  text.split("\n").forEach((line, i) => {
    const match = /^\{"kind":("(?:[^"\\]|\\.)*"),"object":("(?:[^"\\]|\\.)*"),/.exec(line);
    if (match === null) return;
    const [kind, object] = [match[1]!, match[2]!].map((part) => JSON.parse(part) as string);
    lines.set(`${kind}\0${object}`, i + 1);
    if (!lines.has(object!)) lines.set(object!, i + 1);
  });
  return lines;
}

interface Declaration {
  file: string;
  line: number;
  schema: string;
  /** The name in the database. */
  name: string;
  /** The lines below it, up to what the file declares next. */
  body: readonly string[];
}

/** `const audit = pgSchema("audit")`: the schemas' names by their constants. */
function schemaConstants(text: string): Map<string, string> {
  const pattern = /\bconst ([\w$]+) = pgSchema\(\s*("(?:[^"\\]|\\.)*")/g;
  return new Map([...text.matchAll(pattern)].map((match) => [match[1]!, readString(match[2]!)]));
}

/** `pgTable("issue", …`, `audit.table(⏎ "event", …`: what a generated file declares. */
function declarationsIn(
  file: string,
  text: string,
  schemas: ReadonlyMap<string, string>,
): Declaration[] {
  const pattern =
    /(?:\bpg(?:Table|View|MaterializedView|Enum|Sequence)|\b([\w$]+)\.(?:table|view|materializedView|enum|sequence))\(\s*("(?:[^"\\]|\\.)*")/g;
  const lines = text.split("\n");
  let [line, counted] = [1, 0];
  return [...text.matchAll(pattern)].map((match) => {
    // On from the one before: a file may hold thousands of tables.
    line += text.slice(counted, match.index).split("\n").length - 1;
    counted = match.index;
    return {
      file,
      line,
      schema: match[1] === undefined ? "public" : (schemas.get(match[1]) ?? ""),
      name: readString(match[2]!),
      body: linesUntilNext(lines, line),
    };
  });
}

/** The lines from an index on, up to the next that begins a declaration: what is part of one is indented. */
function linesUntilNext(lines: readonly string[], from: number): string[] {
  let end = from;
  while (end < lines.length && !/^(?:export|const) /.test(lines[end]!)) end += 1;
  return lines.slice(from, end);
}

function readString(literal: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    // A literal of TypeScript that JSON hasn't, such as "\x00": no name that we look for.
    return literal;
  }
}

/** Where a table, view, enum or sequence is declared, and for a column, constraint or index its line there. */
function findDeclaration(
  declarations: readonly Declaration[],
  { kind, object, parent }: Finding,
): Location | undefined {
  const isPart = /^(?:column|constraint|index|policy)$/.test(kind) && parent !== null;
  const [schema, name] = splitName(isPart ? parent : object);
  const found = declarations.find((one) => one.name === name && one.schema === schema);
  if (found === undefined || !isPart) return found;
  const own = splitName(object.split(" on ")[0]!).at(-1)!;
  const quoted = JSON.stringify(own);
  const offset = found.body.findIndex(
    (line) =>
      line.includes(`(${quoted}`) ||
      line.includes(`: ${quoted}`) ||
      line.trimStart().startsWith(`${own}: `),
  );
  return offset < 0 ? found : { file: found.file, line: found.line + offset + 1 };
}
