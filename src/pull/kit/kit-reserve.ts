import { startKit, type KitProcess, type KitStart } from "./kit-process.ts";
import type { DrizzleKit } from "./locate.ts";

/** At most one process that waits with drizzle-kit loaded, so that nobody waits for that. */
export interface KitReserve {
  /** The process that waits, if it is of that drizzle-kit. */
  take(kit: DrizzleKit): Promise<KitProcess | undefined>;
  /** Starts one, where none waits. */
  refill(): void;
  /** Keeps a process for the next job, if it is still of use and none waits. */
  giveBack(process: KitProcess): Promise<void>;
  /** Said when a pull needs no process any more: one that waits begins to end, unless the reserve is lasting. */
  release(): void;
  dispose(): Promise<void>;
}

/** @param lasting whether it serves one pull after another. */
export function reserveKit({
  lasting = false,
  ...start
}: KitStart & { lasting?: boolean | undefined }): KitReserve {
  let waiting: KitProcess | undefined;
  let ending: Promise<unknown> = Promise.resolve();
  const end = (): void => {
    ending = Promise.all([ending, waiting?.dispose()]);
    waiting = undefined;
    // Whoever disposes of the reserve is told.
    ending.catch(() => {});
  };
  const take = async (kit: DrizzleKit): Promise<KitProcess | undefined> => {
    const next = waiting;
    waiting = undefined;
    if (next === undefined || (next.isWaiting() && next.kit.library === kit.library)) return next;
    await next.dispose();
    return undefined;
  };
  return {
    take,
    refill: () => {
      waiting ??= startKit(start);
    },
    giveBack: async (process) => {
      if (waiting === undefined && process.isWaiting()) waiting = process;
      else await process.dispose();
    },
    release: () => {
      if (!lasting) end();
    },
    dispose: async () => {
      end();
      await ending;
    },
  };
}

/** Lends `work` a process of the reserve, or one that it alone has. */
export async function withKit<T>(
  { reserve, ...start }: KitStart & { reserve?: KitReserve | undefined },
  work: (process: KitProcess) => Promise<T>,
): Promise<T> {
  const process = (await reserve?.take(start.kit)) ?? startKit(start);
  try {
    return await work(process);
  } finally {
    await (reserve === undefined ? process.dispose() : reserve.giveBack(process));
  }
}
