import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Project } from "../../config/load.ts";
import { DbfirstError, ScriptError } from "../../errors.ts";
import { withFileLock } from "../../postgres/embedded/file-lock.ts";
import { projectFolder } from "../../postgres/embedded/project-folder.ts";
import type { Target } from "../../postgres/settings.ts";
import type { Source } from "../../sources/source.ts";
import { openFolderAlarm, type FolderAlarm } from "./folder-alarm.ts";
import { readProjectSources } from "../project-sources.ts";
import { openProofs, type ProofNews } from "./proof-queue.ts";
import { openRehearsal } from "./rehearsal.ts";
import type { Run } from "../run.ts";
import { RehearsalFailed, syncAgain, type Reasons, type SyncedAgain } from "./sync-again.ts";
import {
  changesBetween,
  foldersOf,
  stampsOf,
  watchedInput,
  watchedOutput,
  type FileChange,
  type Stamps,
  type Watched,
} from "./watched-files.ts";
import { openReserve } from "../pull/with-reserve.ts";
import { noteUnproved } from "../pull/write-committed.ts";

export interface WatchOptions {
  /** As it is at the beginning. */
  project: Project;
  target: Target;
  /** The files that may hold the configuration, relative to the project. */
  configFiles: readonly string[];
  /** Reads the configuration again; throws where that can't be done, or where it names another database now. */
  reload: () => Promise<Project>;
  tell: (news: WatchNews) => void;
}

/** What a watch has to say. */
export type WatchNews =
  /** After the first time: the folders of the sources. */
  | { kind: "watching"; folders: readonly string[] }
  /** `duration`: milliseconds from when the first of the changes was seen, of which there are none the first time. */
  | { kind: "synced"; changes: readonly FileChange[]; result: SyncedAgain; duration: number }
  /** `again`: the same as the last time. */
  | {
      kind: "failed";
      changes: readonly FileChange[];
      error: unknown;
      /** What the database was to be made anew for, if it is as it was. */
      untouched: Reasons | undefined;
      again: boolean;
    }
  | ProofNews;

/** Milliseconds in which nothing more happens, before what happened is taken for whole: a save, or a checkout. */
const quiet = { one: 40, several: 150 };

/** What is known of the project, from one time to the next. */
interface Known {
  project: Project;
  /** As far as they could be read. */
  sources: readonly Source[];
  watched: Watched;
  /** What the configuration and the sources were when they were read. */
  input: Stamps;
}

/**
 * Syncs, and does so again whenever a file that matters is saved, until the signal. A failure is told, and mended by a
 * save. The proofs come after the files, while nothing else is done.
 *
 * @returns whether what was written is proved.
 * @throws DbfirstError WATCH_RUNNING: two would make the database anew under each other.
 */
export function watch(options: WatchOptions, run: Run): Promise<boolean> {
  const file = join(projectFolder(options.project.directory), "watch.lock");
  const lock = { timeoutSeconds: 0, signal: run.signal, busy: isRunning };
  return withFileLock(file, lock, () => watchAlone(options, run));
}

function isRunning(file: string): DbfirstError {
  return new DbfirstError("WATCH_RUNNING", "Another watch of this project is running", {
    hint: `It sees what is saved, too; end it to have one here. If there is none, remove ${file}.`,
  });
}

async function watchAlone(options: WatchOptions, run: Run): Promise<boolean> {
  const { signal } = run;
  const reserve = await openReserve(options.project, run, { lasting: true });
  const proofs = openProofs(run, options.tell);
  const rehearsal = openRehearsal();
  const bell = createBell();
  const alarm = openFolderAlarm(bell.ring);
  signal.addEventListener("abort", bell.ring);
  const unfinished = { rebuild: undefined };
  const following: Run = { ...run, reserve, postpone: proofs.postpone };
  const tell = withoutRepeating(options.tell);
  const known: Known = {
    project: options.project,
    sources: [],
    watched: watchedInput(options.project, [], options.configFiles),
    input: new Map(),
  };
  let changes: FileChange[] = [];
  let began = performance.now();
  try {
    for (let isFirst = true; ; isFirst = false) {
      reserve.refill();
      let news: Unrepeated;
      try {
        await readAgain(known, options);
        const { project, sources } = known;
        const resync = { project, target: options.target, sources, rehearsal, unfinished };
        const result = await syncAgain(resync, following);
        news = { kind: "synced", changes, result, duration: performance.now() - began };
      } catch (error) {
        signal.throwIfAborted();
        news = { kind: "failed", changes, ...failureOf(error) };
      }
      // Before it is told: whoever reads that may write at once.
      const before = stampsOfSynced(known);
      tell(news);
      if (isFirst) tell({ kind: "watching", folders: sourceFolders(known.project) });
      reserve.refill();
      proofs.resume();
      ({ changes, began } = await nextChanges(known, before, { bell, alarm, signal }));
      proofs.pause();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    alarm.close();
    signal.removeEventListener("abort", bell.ring);
    await Promise.all([rehearsal.dispose(), reserve.dispose()]);
  }
  const isProved = !(await proofs.close());
  if (!isProved) noteUnproved(known.project);
  return isProved;
}

/** Reads configuration and sources, and remembers how the files were: what is saved meanwhile counts as a change. */
async function readAgain(known: Known, { configFiles, reload }: WatchOptions): Promise<void> {
  const looksElsewhere = (): boolean => {
    const watched = watchedInput(known.project, known.sources, configFiles);
    if (isDeepStrictEqual(watched, known.watched)) return false;
    known.watched = watched;
    return true;
  };
  do {
    do {
      known.input = stampsOf(known.project.directory, known.watched);
      known.project = await reload();
    } while (looksElsewhere());
    known.sources = readProjectSources(known.project);
  } while (looksElsewhere());
}

/** The files that were read, as they were then, and those that the sync wrote, which are as they should be. */
function stampsOfSynced({ project, input }: Known): Stamps {
  return new Map([...input, ...stampsOf(project.directory, watchedOutput(project))]);
}

/** Waits until files aren't what they were, and for whoever writes them to come to an end. */
async function nextChanges(
  known: Known,
  before: Stamps,
  { bell, alarm, signal }: { bell: Bell; alarm: FolderAlarm; signal: AbortSignal },
): Promise<{ changes: FileChange[]; began: number }> {
  const { directory } = known.project;
  const look = (): Stamps => {
    // First: a folder that was just made gets a file in a moment.
    alarm.watch(foldersOf(directory, everything(known)));
    return stampsOf(directory, everything(known));
  };
  for (; ; await bell.heard()) {
    signal.throwIfAborted();
    const began = performance.now();
    let last = look();
    let changes = changesBetween(before, last);
    while (changes.length > 0) {
      await delay(changes.length === 1 ? quiet.one : quiet.several, undefined, { signal });
      const now = look();
      if (changesBetween(last, now).length === 0) return { changes, began };
      last = now;
      changes = changesBetween(before, now);
    }
  }
}

function everything({ project, watched }: Known): Watched {
  const output = watchedOutput(project);
  return {
    folders: [...watched.folders, ...output.folders],
    files: [...watched.files, ...output.files],
  };
}

function sourceFolders({ sources }: Project): string[] {
  return [...new Set(sources.map(({ directory }) => `${directory.replace(/\/$/, "")}/`))];
}

/** A ring that nobody waits for is heard by the next who does. */
interface Bell {
  ring: () => void;
  heard: () => Promise<void>;
}

function createBell(): Bell {
  let isRung = false;
  let wake = (): void => {};
  return {
    ring: () => {
      isRung = true;
      wake();
    },
    heard: async () => {
      if (!isRung) await new Promise<void>((resolve) => (wake = resolve));
      isRung = false;
    },
  };
}

function failureOf(error: unknown): { error: unknown; untouched: Reasons | undefined } {
  return error instanceof RehearsalFailed
    ? { error: error.cause, untouched: error.reasons }
    : { error, untouched: undefined };
}

type Unrepeated = WatchNews | Omit<Extract<WatchNews, { kind: "failed" }>, "again">;

/** Marks the error that was told the last time, too. */
function withoutRepeating(tell: (news: WatchNews) => void): (news: Unrepeated) => void {
  let last: string | undefined;
  return (news) => {
    if (news.kind !== "failed") {
      if (news.kind === "synced") last = undefined;
      tell(news);
      return;
    }
    const text = textOf(news.error);
    tell({ ...news, again: text === last });
    last = text;
  };
}

function textOf(error: unknown): string {
  return JSON.stringify([String(error), error instanceof ScriptError ? error.position : null]);
}
