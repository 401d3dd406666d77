import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openSnapshotFile } from "../../catalog/snapshot-file.ts";
import type { Project } from "../../config/load.ts";
import { compareFacts } from "../../drift/compare/compare.ts";
import { DbfirstError } from "../../errors.ts";
import { makeBaseline, type Baseline } from "../../pull/kit/baseline-migration.ts";
import { ownedFolder } from "../../postgres/owned-folder.ts";
import { hashText } from "../../pull/files/generated-file.ts";
import { withoutIgnored } from "../../catalog/without-ignored.ts";
import { readCommitted, snapshotFile } from "../committed.ts";
import { changesOfAuthTables } from "../auth/table-changes.ts";
import { readProjectSources } from "../project-sources.ts";
import { renderProject, type RenderedProject } from "../pull/render-project.ts";
import { applySources } from "../replay.ts";
import { childOptions, replaying, type Run } from "../run.ts";
import { withShadowLike } from "../target-shadow.ts";

export interface GenerateResult {
  /** What drizzle-kit wrote, relative to the project: the migrations' SQL files. */
  written: string[];
  /** The migration that only brings drizzle-kit's snapshots up to date; undefined: none was needed. */
  baseline: string | undefined;
}

/**
 * Runs `generate` so that drizzle-kit compares the schema files with what all migrations together make, not with its own last
 * snapshot: what other sources made is in the files since the last pull, and drizzle-kit would make it again.
 *
 * @param generate runs drizzle-kit generate in the project; false: it failed.
 * @returns undefined where drizzle-kit failed, and has said why.
 * @throws DbfirstError SCHEMA_STALE when the files are older than the migrations.
 */
export async function generateMigration(
  project: Project,
  run: Run,
  generate: () => Promise<boolean>,
): Promise<GenerateResult | undefined> {
  const baseline = await findBaseline(project, run);
  const out = join(project.directory, project.outDirectory);
  const before = await sqlFiles(out);
  const undo = baseline === undefined ? undefined : await writeBaseline(out, baseline);
  const during = await sqlFiles(out);
  let kept = false;
  try {
    run.step("");
    // Migrations are named by the second, and run by name: what follows the baseline isn't of the same one.
    if (baseline !== undefined)
      await delay(1000 - (Date.now() % 1000), undefined, { signal: run.signal });
    if (!(await generate())) return undefined;
    const written = (await sqlFiles(out)).filter((file) => !during.includes(file));
    kept = written.length > 0;
    const added = during.find((file) => !before.includes(file));
    const paths = written.map((file) => `${project.outDirectory}/${file}`);
    for (const says of await changesOfAuthTables(project, paths)) run.warn(says);
    return {
      written: paths,
      baseline: kept && added !== undefined ? `${project.outDirectory}/${added}` : undefined,
    };
  } finally {
    if (!kept) await undo?.();
  }
}

/** What drizzle-kit's snapshots lack of what the migrations make. */
async function findBaseline(project: Project, run: Run): Promise<Baseline | undefined> {
  const snapshot = openSnapshotFile(
    join(project.directory, snapshotFile(project)),
    snapshotFile(project),
  );
  // Versions print definitions in different words, which drizzle-kit would take for others.
  const major = snapshot?.head.serverMajor ?? project.postgresMajor;
  return withShadowLike(project, major, run, async (shadow) => {
    const settings = await shadow.createDatabase();
    const sources = project.sources.length === 0 ? [] : readProjectSources(project);
    if (sources.length > 0) await applySources(project, settings, sources, replaying(run));
    // The files in the project are what is to be compared, so none of them may stand in for a pulled one.
    const everything = { ...run, full: true };
    const rendered = await renderProject(project, { settings, origin: "embedded" }, everything);
    run.step("Comparing drizzle-kit's snapshots with what the migrations make");
    const baseline = await makeBaseline({
      projectDirectory: project.directory,
      folder: join(project.directory, project.schemaDirectory),
      outDirectory: project.outDirectory,
      tree: await inWordsOfOld(project, rendered, snapshot),
      ...childOptions(run),
    });
    // Where its own snapshots hold all of it, they made it: from these very files.
    if (baseline !== undefined) await refuseStale(project, rendered, snapshot);
    return baseline;
  });
}

type Snapshot = ReturnType<typeof openSnapshotFile>;

/**
 * The files that a pull would write. Where the server that was asked is of another version than the pulled one, files that say
 * the same schema and that nobody has edited stand for themselves.
 */
async function inWordsOfOld(
  project: Project,
  rendered: RenderedProject,
  snapshot: Snapshot,
): Promise<RenderedProject["tree"]> {
  const { catalog, tree } = rendered;
  if (snapshot === undefined || snapshot.head.serverMajor === catalog.serverMajor) return tree;
  if ((await firstStale(project, catalog)) !== undefined) return tree;
  const settled = [...tree].map(async ([file, text]): Promise<[string, string]> => {
    const path = `${project.schemaDirectory}/${file}`;
    const there = await readFile(join(project.directory, path), "utf8").catch(() => undefined);
    return [
      file,
      there !== undefined && hashText(there) === snapshot.head.files[path] ? there : text,
    ];
  });
  return new Map(await Promise.all(settled));
}

/** Files of before the last migrations lack what these made: drizzle-kit would drop it. */
async function refuseStale(
  project: Project,
  { catalog, tree }: RenderedProject,
  snapshot: Snapshot,
): Promise<void> {
  if (snapshot === undefined) {
    throw new DbfirstError("SCHEMA_STALE", "The schema files were never pulled", {
      hint: "dbfirst sync pulls what the migrations make; change the files after that.",
    });
  }
  const { files } = snapshot.head;
  const changed = [...tree].filter(
    ([file, text]) => files[`${project.schemaDirectory}/${file}`] !== hashText(text),
  );
  if (changed.length === 0) return;
  // A newer dbfirst writes the same schema in other words.
  const first = await firstStale(project, catalog);
  if (first === undefined) return;
  throw new DbfirstError(
    "SCHEMA_STALE",
    `The schema files are older than the migrations, or of a database that was changed outside them: ${first.kind} ${first.object}`,
    {
      hint: "Pull first: dbfirst sync. It keeps files that were edited by hand; commit or stash the edit, sync, and make it again. Nothing was written.",
    },
  );
}

/** What the committed files lack of what the migrations make, or have besides. */
async function firstStale(project: Project, catalog: RenderedProject["catalog"]) {
  const committed = await readCommitted(project);
  return compareFacts(committed.catalog, withoutIgnored(catalog, project.ignore)).find(
    // Columns stand as their migrations came, which differs from database to database.
    ({ attribute, visibleToDrizzle }) => visibleToDrizzle && attribute !== "columnOrder",
  );
}

/**
 * Whole or not at all: whoever is killed on the way leaves a folder that no migrator looks into, and the next run removes.
 *
 * @returns what takes it away again.
 */
async function writeBaseline(out: string, { files }: Baseline): Promise<() => Promise<void>> {
  await mkdir(out, { recursive: true });
  const draft = ownedFolder(join(out, ".pulled"));
  const taken: { place: string; before: string | undefined }[] = [];
  const undo = async () => {
    for (const { place, before } of taken) {
      if (before !== undefined) await writeFile(place, before);
      else await rm(place, { recursive: true, force: true });
    }
  };
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(draft, path)), { recursive: true });
      await writeFile(join(draft, path), text);
    }
    for (const path of placesOf(out, [...files.keys()])) {
      const place = join(out, path);
      const before = existsSync(place) ? await readFile(place, "utf8") : undefined;
      await rename(join(draft, path), place);
      taken.push({ place, before });
    }
  } catch (error) {
    await undo();
    throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return undo;
}

/** What to move, in order: a folder that is new as one, and the journal, which names the others, last. */
function placesOf(out: string, files: readonly string[]): string[] {
  const places = files.map((path) => {
    const [top = path] = path.split(/[/\\]/);
    return existsSync(join(out, top)) ? path : top;
  });
  const holdsJournal = (path: string) =>
    files.some((file) => file.startsWith(path) && file.endsWith("_journal.json"));
  return [...new Set(places)].toSorted((a, b) => Number(holdsJournal(a)) - Number(holdsJournal(b)));
}

/** `NAME/migration.sql`, `NAME.sql`: what is there, relative to the folder. */
async function sqlFiles(out: string): Promise<string[]> {
  const files = await readdir(out, { recursive: true }).catch(() => []);
  return files
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".sql"))
    .toSorted();
}
