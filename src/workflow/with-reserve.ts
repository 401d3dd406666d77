import { reserveKit } from "../pull/kit-reserve.ts";
import { locateDrizzleKit } from "../pull/locate.ts";
import type { Run } from "./run.ts";

/** Lets a pull, its check and its proof share one process that has drizzle-kit loaded, and ends that. */
export async function withReserve<T>(run: Run, work: (run: Run) => Promise<T>): Promise<T> {
  if (run.reserve !== undefined) return work(run);
  const reserve = reserveKit({ kit: await locateDrizzleKit(), env: run.env });
  try {
    return await work({ ...run, reserve });
  } finally {
    await reserve.dispose();
  }
}
