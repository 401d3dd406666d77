import { join } from "node:path";
import { PullError } from "../errors.ts";
import { locateDrizzleKit, type DrizzleKit } from "./locate.ts";

/**
 * The drizzle-kit that introspects: the one that dbfirst brings (undefined), or the project's own.
 *
 * @throws PullError when the project's own is missing, or can't do it.
 */
export async function chooseEngine(
  engine: "pinned" | "project" | undefined,
  projectDirectory: string,
): Promise<DrizzleKit | undefined> {
  if (engine !== "project") return undefined;
  const kit = await locateDrizzleKit(join(projectDirectory, "package.json"));
  if (!kit.version.startsWith("0.")) return kit;
  throw new PullError(
    "ENGINE_UNFIT",
    `pull.engine is "project", and the project's drizzle-kit ${kit.version} can't be pulled with: it loses the order of keys, the pairs of foreign keys' columns, operator classes and conditions of policies.`,
    {
      hint: "Leave pull.engine out: the drizzle-kit that dbfirst brings introspects, and the files are for the project's drizzle-orm all the same.",
    },
  );
}
