import { join } from "node:path";
import type { Catalog } from "../../catalog/fact.ts";
import { PullError } from "../../errors.ts";
import { exportStatements, type ExportOptions } from "../kit/export-statements.ts";
import type { FileTree } from "../files/file-tree.ts";
import { generateStatements } from "../kit/generate-statements.ts";
import { addCommand, findPackageManager } from "../../postgres/embedded/install-command.ts";
import { locateDrizzleKit, type DrizzleKit } from "../kit/locate.ts";
import { findGaps } from "../render/gaps.ts";
import { forgottenSchema, tornPart, unreadableName } from "../render/lines/generate-noise.ts";
import type { OrmLine } from "../render/lines/orm-line.ts";
import { mendShadowedEnums } from "./mend-shadowed-enums.ts";
import { mendTypeNames } from "./mend-type-names.ts";

/** Files, and what they were made of. */
export interface WrittenSchema {
  /** The schema folder that they are for. */
  folder: string;
  tree: FileTree;
  /** The drizzle-orm that they are for. */
  line: OrmLine;
  /** The catalog that they were pulled from. */
  source: Catalog;
}

/**
 * The SQL that the drizzle-kit of their line makes of files, or why it can't be asked.
 *
 * @throws PullError with drizzle-kit's reason; the signal's reason when aborted.
 */
export async function makeStatements(
  { folder, tree, line, source }: WrittenSchema,
  options: ExportOptions & { projectDirectory: string },
): Promise<{ statements: string[] } | { impossible: string }> {
  if (line.kit === "pinned") {
    const statements = await exportStatements(folder, tree, options);
    return { statements: mendShadowedEnums(statements, source) };
  }
  const drizzleKit = await findKit(options.projectDirectory);
  if (drizzleKit?.version.startsWith(`${line.kit}.`) !== true)
    return { impossible: missing(line, options.projectDirectory) };
  const reason = whyUnreadable(source, line);
  if (reason !== undefined) return { impossible: reason };
  const statements = await generateStatements(folder, tree, { ...options, drizzleKit });
  return {
    statements: [...forgottenSchemas(source, line), ...mendTypeNames(statements, source)],
  };
}

function whyUnreadable(source: Catalog, line: OrmLine): string | undefined {
  const gaps = findGaps(source, line);
  const named = gaps.find(({ kind }) => kind === unreadableName);
  if (named !== undefined) return `drizzle-kit ${line.kit} can't read the name of ${named.object}.`;
  const torn = gaps.find(({ kind }) => kind === tornPart);
  return torn && `drizzle-kit ${line.kit} misreads ${torn.object}.`;
}

/** What makes the schemas that are listed as gaps, for the sake of their tables. */
function forgottenSchemas(source: Catalog, line: OrmLine): string[] {
  return findGaps(source, line)
    .filter(({ kind }) => kind === forgottenSchema)
    .map(({ object }) => `CREATE SCHEMA ${object};`);
}

/** The project's own drizzle-kit. */
async function findKit(projectDirectory: string): Promise<DrizzleKit | undefined> {
  try {
    return await locateDrizzleKit(join(projectDirectory, "package.json"));
  } catch (error) {
    if (error instanceof PullError && error.code === "KIT_MISSING") return undefined;
    throw error;
  }
}

function missing({ name, kit }: OrmLine, projectDirectory: string): string {
  const manager = findPackageManager(projectDirectory, undefined);
  const install = addCommand(manager, [`drizzle-kit@${kit}`], { isDevelopment: true });
  return `files for drizzle-orm ${name} are read by drizzle-kit ${kit}, which the project hasn't (${install}).`;
}
