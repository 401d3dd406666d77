import { spawn, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { scratchFolder } from "../../postgres/owned-folder.ts";
import { childEnvironment, type Environment } from "./child-environment.ts";
import { codeCacheSource } from "./code-cache.ts";
import { programSource } from "./kit-program.ts";
import { pinnedDrizzleKit, type DrizzleKit } from "./locate.ts";
import { preloadSource } from "./preload.ts";

/** A program for a process that has drizzle-kit loaded. */
export interface KitJob {
  /** The body of an async function of `task`, `kit` (drizzle-kit's library) and `load`, which imports a file. */
  program: string;
  task: unknown;
}

export interface KitLimits {
  /** Seconds until the process is ended. */
  timeoutSeconds: number;
  signal?: AbortSignal | undefined;
}

/** How a job ended: with what it returned, with what was thrown or printed instead, or not in time. */
export type KitEnd =
  | { state: "answered"; answer: unknown }
  | { state: "failed"; printed: string }
  | { state: "timed out" };

/** A process that loads drizzle-kit, which takes half a second, and then does one job after another. */
export interface KitProcess {
  readonly kit: DrizzleKit;
  /** A folder of its own, where it runs. */
  readonly folder: string;
  /** Whether it can still be used. */
  isWaiting(): boolean;
  /** @throws the signal's reason when aborted. */
  run(job: KitJob, limits: KitLimits): Promise<KitEnd>;
  /** Ends it and removes its folder. */
  dispose(): Promise<void>;
}

export interface KitStart {
  kit: DrizzleKit;
  env: Environment;
  /** See `preloadSource`. */
  prototypeNames?: boolean | undefined;
  /** A folder for code that V8 made of the pinned drizzle-kit; see `codeCacheSource`. */
  codeFolder?: string | undefined;
  /** The folder that will hold the files to import: their drizzle-orm is loaded after the first job. */
  filesFolder?: string | undefined;
}

/** What modules and sessions leave behind in a process isn't let grow without end. */
const mostJobs = 30;

/** Starts a process. It ends with this one, whatever becomes of it. */
export function startKit(start: KitStart): KitProcess {
  const { kit, env, prototypeNames, codeFolder, filesFolder } = start;
  const folder = scratchFolder("pull");
  writeFileSync(join(folder, "program.cjs"), programSource);
  writeFileSync(join(folder, "preload.cjs"), preloadSource);
  writeFileSync(join(folder, "code-cache.cjs"), codeCacheSource);
  const keepsCode = codeFolder !== undefined && kit.version === pinnedDrizzleKit;
  const child = spawn(
    process.execPath,
    ["--expose-gc", "--require", join(folder, "preload.cjs"), join(folder, "program.cjs")],
    {
      cwd: folder,
      env: {
        ...childEnvironment(env),
        DBFIRST_KIT: kit.library,
        DBFIRST_CAUSE: join(folder, "cause.json"),
        DBFIRST_KIT_VERSION: kit.version,
        ...(filesFolder === undefined ? {} : { DBFIRST_FILES: filesFolder }),
        ...(keepsCode ? { DBFIRST_CODE: codeFolder } : {}),
        ...(prototypeNames === true ? { DBFIRST_PROTOTYPE_NAMES: "1" } : {}),
      },
      // Without a channel to this process it ends.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      windowsHide: true,
    },
  );
  let printed = "";
  for (const stream of [child.stderr, child.stdout])
    stream?.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const ended = endOf(child);
  let jobs = 0;
  let isBusy = false;
  return {
    kit,
    folder,
    isWaiting: () => !isBusy && jobs < mostJobs && child.connected,
    run: async (job, limits) => {
      jobs += 1;
      isBusy = true;
      printed = "";
      const end = await runJob(child, job, limits, ended);
      isBusy = false;
      return end.state === "failed" && end.printed === "" ? { ...end, printed } : end;
    },
    dispose: async () => {
      await kill(child, ended);
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** When it has ended and all that it printed was read, or couldn't be started, which is an end with that reason. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", () => resolve(""));
  });
}

async function runJob(
  child: ChildProcess,
  job: KitJob,
  { timeoutSeconds, signal }: KitLimits,
  ended: Promise<string>,
): Promise<KitEnd> {
  signal?.throwIfAborted();
  let isLate = false;
  const stop = () => void kill(child, ended);
  const timer = setTimeout(() => {
    isLate = true;
    stop();
  }, timeoutSeconds * 1000);
  signal?.addEventListener("abort", stop, { once: true });
  let onMessage = (_message: unknown): void => {};
  const answered = new Promise<KitEnd>((resolve) => {
    onMessage = (message) => resolve(message as KitEnd);
    child.once("message", onMessage);
  });
  try {
    // One that ended by itself takes no job; how it ended says why.
    child.send({ ...job }, () => {});
    const end = await Promise.race([
      answered,
      ended.then((reason): KitEnd => ({ state: "failed", printed: reason })),
    ]);
    signal?.throwIfAborted();
    return isLate ? { state: "timed out" } : end;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    child.off("message", onMessage);
  }
}

/** Milliseconds that it has to end by itself. */
const patience = 2000;

async function kill(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill();
  const timer = setTimeout(() => child.kill("SIGKILL"), patience);
  await ended;
  clearTimeout(timer);
}
