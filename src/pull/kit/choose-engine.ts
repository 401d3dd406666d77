import { join } from "node:path";
import { PullError } from "../../errors.ts";
import { locateDrizzleKit, type DrizzleKit } from "./locate.ts";

/**
 * The drizzle-kit that introspects: the one that dbfirst brings (undefined), or the project's own.
 *
 * @throws PullError when the project's own is missing, or older than 0.31.
 */
export async function chooseEngine(
  engine: "pinned" | "project" | undefined,
  projectDirectory: string,
): Promise<DrizzleKit | undefined> {
  if (engine !== "project") return undefined;
  const kit = await locateDrizzleKit(join(projectDirectory, "package.json"));
  if (!isBeforeOne(kit) || kit.version.startsWith("0.31.")) return kit;
  throw new PullError(
    "ENGINE_UNFIT",
    `pull.engine is "project", and of drizzle-kit before 1.0 only 0.31 can be pulled with, not the project's ${kit.version}.`,
    {
      hint: "Leave pull.engine out: the drizzle-kit that dbfirst brings introspects, and the files are for the project's drizzle-orm all the same.",
    },
  );
}

/** Whether it introspects as drizzle-kit did before 1.0. */
export function isBeforeOne({ version }: DrizzleKit): boolean {
  return version.startsWith("0.");
}
