import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnvironment, type Environment } from "./child-environment.ts";
import { programSource } from "./kit-program.ts";
import type { DrizzleKit } from "./locate.ts";
import { preloadSource } from "./preload.ts";

/** What a process needs to know to pull; drizzle-kit sees it as environment variables. */
export type KitVariables = Readonly<Record<`DBFIRST_${string}`, string>>;

/** How it ended. */
export interface KitEnd {
  exitCode: number | undefined;
  timedOut: boolean;
  stdout: string;
  stderr: string;
}

/** A process that loads drizzle-kit, which takes half a second, and then waits for its one pull. */
export interface KitProcess {
  readonly kit: DrizzleKit;
  /** A folder of its own, where it runs. */
  readonly folder: string;
  /** Whether it can still be used. */
  isWaiting(): boolean;
  /** Lets it pull. Resolves when it has ended; it is ended when the time is up or the signal says so. */
  pull(
    variables: KitVariables,
    limits: { timeoutSeconds: number; signal?: AbortSignal | undefined },
  ): Promise<KitEnd>;
  /** Ends it and removes its folder. */
  dispose(): Promise<void>;
}

export interface KitStart {
  kit: DrizzleKit;
  env: Environment;
  /** See `preloadSource`. */
  prototypeNames?: boolean | undefined;
}

/** Starts a process. It ends with this one, whatever becomes of it. */
export async function startKit({ kit, env, prototypeNames }: KitStart): Promise<KitProcess> {
  const folder = await mkdtemp(join(tmpdir(), "dbfirst-pull-"));
  await writeFile(join(folder, "program.cjs"), programSource);
  await writeFile(join(folder, "preload.cjs"), preloadSource);
  // Loaded when needed: a check never does.
  const { execa } = await import("execa");
  const child = execa(
    process.execPath,
    ["--expose-gc", "--require", join(folder, "preload.cjs"), join(folder, "program.cjs")],
    {
      cwd: folder,
      extendEnv: false,
      env: {
        ...childEnvironment(env),
        DBFIRST_KIT: kit.library,
        ...(prototypeNames === true ? { DBFIRST_PROTOTYPE_NAMES: "1" } : {}),
      },
      reject: false,
      forceKillAfterDelay: 2000,
    },
  );
  // One that ended by itself takes no task; how it ended says why.
  child.stdin.on("error", () => {});
  let used = false;
  return {
    kit,
    folder,
    isWaiting: () => !used && child.exitCode === null && child.signalCode === null,
    pull: async (variables, { timeoutSeconds, signal }) => {
      used = true;
      let timedOut = false;
      const end = () => child.kill();
      const timer = setTimeout(() => {
        timedOut = true;
        end();
      }, timeoutSeconds * 1000);
      signal?.addEventListener("abort", end, { once: true });
      if (signal?.aborted === true) end();
      child.stdin.end(`${JSON.stringify(variables)}\n`);
      try {
        const { exitCode, stdout, stderr } = await child;
        return { exitCode, timedOut, stdout, stderr };
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
      }
    },
    dispose: async () => {
      child.kill();
      await child;
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A process that is always one pull ahead, for commands that pull again and again. */
export interface KitReserve {
  /** The process that waits, if it is of that drizzle-kit. */
  take(kit: DrizzleKit): Promise<KitProcess | undefined>;
  /** Starts the next one. */
  refill(): void;
  dispose(): Promise<void>;
}

export function reserveKit(start: KitStart): KitReserve {
  let waiting: Promise<KitProcess | undefined> | undefined;
  const refill = (): void => {
    // Without one, a pull starts its own, and says what is wrong.
    waiting ??= startKit(start).catch(() => undefined);
  };
  const take = async (kit: DrizzleKit): Promise<KitProcess | undefined> => {
    const next = await waiting;
    waiting = undefined;
    if (next === undefined || (next.isWaiting() && next.kit.library === kit.library)) return next;
    await next.dispose();
    return undefined;
  };
  return {
    take,
    refill,
    dispose: async () => {
      const last = await waiting;
      waiting = undefined;
      await last?.dispose();
    },
  };
}
