import { fingerprint } from "../../catalog/fingerprint.ts";
import type { Project } from "../../config/load.ts";
import { hasExtensionViews } from "../../pull/extension-views.ts";
import type { FileTree } from "../../pull/files/file-tree.ts";
import { pinnedDrizzleKit } from "../../pull/kit/locate.ts";
import type { Selection } from "../../pull/parts.ts";
import { declaredObjects, objectName } from "../../pull/object-name.ts";
import { pullSchema, type PullOptions } from "../../pull/pull-schema.ts";
import { render, type RenderOptions } from "../../pull/render/render.ts";
import { agreesWithFacts, keepFiles, trustCommitted } from "./keep-files.ts";
import { childOptions, type Run } from "../run.ts";

/** What is pulled: the options that say nothing of how. */
export type PullScope = Pick<
  PullOptions,
  "settings" | "catalog" | "schemas" | "leftOut" | "drizzleKit" | "onPulled"
> & {
  /** Rules of `ignore` cover parts of what is pulled, so that a snapshot doesn't say what files were made of. */
  hasIgnoredParts: boolean;
};

/** The tables and views that drizzle-kit was asked for, and where all of them are; by their names in the catalog. */
export interface PulledPart {
  objects: readonly string[];
  fileOf: ReadonlyMap<string, string>;
}

export interface PulledFiles {
  drizzleKit: string;
  tree: FileTree;
  /** Undefined: everything. */
  pulled?: PulledPart | undefined;
}

/**
 * The files of a database. drizzle-kit is asked for what changed since the last pull, where the committed files can be
 * trusted for the rest: the result is the same to the byte. Otherwise, or on demand, for everything.
 */
export async function pullFiles(
  project: Project,
  scope: PullScope,
  options: RenderOptions,
  run: Run,
): Promise<PulledFiles> {
  const { catalog } = scope;
  const isOther = scope.drizzleKit !== undefined;
  const trusted =
    run.full === true || isOther || scope.hasIgnoredParts
      ? undefined
      : trustCommitted(project, catalog.serverMajor);
  if (trusted !== undefined) {
    const { fingerprint: before } = trusted;
    if (
      before === fingerprint(catalog.facts) &&
      !(await hasExtensionViews(catalog.facts, scope.settings, run.signal))
    )
      return { drizzleKit: pinnedDrizzleKit, tree: trusted.files };
    run.reserve?.refill();
    const kept = keepFiles(trusted, catalog, options);
    if (kept !== undefined) {
      const pulled = await pullSome(scope, kept.selection, run);
      if (agreesWithFacts(trusted, pulled, options)) {
        const { drizzleKit } = pulled;
        const tree = render(pulled, { ...options, kept: kept.files });
        return { drizzleKit, tree, pulled: kept.pulled };
      }
    }
  }
  const pulled = await pullSome(
    scope,
    { asked: declaredObjects(catalog).map(objectName), kept: [] },
    run,
  );
  return { drizzleKit: pulled.drizzleKit, tree: render(pulled, options) };
}

/** Says how far it is: the parts are of about the same size. */
function pullSome(scope: PullScope, selection: Selection, run: Run) {
  const { asked, kept } = selection;
  const all = asked.length + kept.length;
  const things = all === 1 ? "table or view" : "tables and views";
  const what = kept.length === 0 ? `${all} ${things}` : `${asked.length} of ${all} ${things}`;
  const onPart = (part: number, parts: number) => {
    const done = Math.round((part / parts) * asked.length);
    // A log would have the same line twice.
    if (done > 0) run.step(`Running drizzle-kit pull on ${what}: ${done} done`);
  };
  run.step(`Running drizzle-kit pull on ${what}`);
  return pullSchema({ ...scope, selection, onPart, ...childOptions(run) });
}
