import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readCatalog } from "../../src/catalog/read.ts";
import { differences } from "../../src/drift/compare/compare.ts";
import type { Finding } from "../../src/drift/finding.ts";
import { exportStatements } from "../../src/pull/kit/export-statements.ts";
import type { FileTree } from "../../src/pull/files/file-tree.ts";
import { withPlainNames } from "../../src/pull/plain-names.ts";
import { mendShadowedEnums } from "../../src/pull/prove/mend-shadowed-enums.ts";
import { buildFromStatements, type BuiltSchema } from "../../src/pull/prove/prove-statements.ts";
import { unexplained } from "../../src/pull/prove/unexplained.ts";
import type { PulledSchema } from "../../src/pull/pulled-schema.ts";
import { expressiblePart } from "../../src/pull/render/expressible.ts";
import { createTestDatabase } from "../support/database.ts";
import { projectFolder } from "../support/project-folder.ts";

/** A folder that sees this repository's packages, with files of its own. Call it inside a test. */
export async function foldersOfPackages(files: Record<string, string> = {}): Promise<string> {
  const folder = await projectFolder({ "package.json": '{ "type": "module" }\n', ...files });
  const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));
  await symlink(packages, join(folder, "node_modules"));
  return folder;
}

/**
 * What the exported TypeScript makes on the run's server, where it isn't what was pulled. Call it inside a test.
 *
 * @param folder the schema folder; by default one in a project without files.
 */
export async function proofOf(
  pulled: PulledSchema,
  tree: FileTree,
  folder?: string,
): Promise<{ found: Finding[]; built: BuiltSchema }> {
  const { catalog } = pulled;
  const schemas = folder ?? join(await foldersOfPackages(), "schemas");
  const exported = await exportStatements(schemas, tree, {
    env: process.env,
    timeoutSeconds: 600,
  });
  const statements = mendShadowedEnums(exported, catalog);
  const database = await createTestDatabase();
  try {
    const built = await buildFromStatements(
      database.settings,
      { statements, source: catalog, whole: catalog },
      { timeoutSeconds: 600 },
    );
    const actual = withPlainNames(await readCatalog(database.settings));
    const found = unexplained(
      differences(expressiblePart(catalog), expressiblePart(actual)),
      catalog,
    );
    return { found, built };
  } finally {
    await database.drop();
  }
}
