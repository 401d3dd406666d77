import type { Finding, Origin } from "../finding.ts";
import type { Blamed } from "./hints.ts";
import { isRewritten, type DriftReport } from "../report.ts";
import type { Subject } from "./subject.ts";

/** What to look for in the migrations: each finding's subject, and what it stands on. In the order that `withOrigins` takes. */
export function subjectsToBlame({ findings }: DriftReport): Blamed[] {
  return findings.flatMap(({ kind, object, attribute, parent }) => [
    { kind, object, attribute, parent },
    {
      kind: parentKind({ kind, object, parent }),
      object: parent ?? "",
      attribute: null,
      parent: null,
    },
  ]);
}

/**
 * Gives findings their origins. A finding that the applied migrations don't explain, and whose line (or whose table's) stands
 * in a file that was edited after it was applied, is put down to that edit; one that none of them has a line for may come
 * from what the file held before, or from a file that is gone, and that can't be told. Pure.
 *
 * @param origins of the subjects of `subjectsToBlame`.
 */
export function withOrigins(report: DriftReport, origins: readonly (Origin | null)[]): DriftReport {
  const edited = new Set(
    report.pending.filter(isRewritten).map(({ source, migration }) => `${source}\0${migration}`),
  );
  const isEdited = (origin: Origin | null | undefined) =>
    origin != null && edited.has(`${origin.source}\0${origin.migration}`);
  return {
    ...report,
    findings: report.findings.map((finding, index): Finding => {
      const own = origins[index * 2] ?? null;
      const parent = origins[index * 2 + 1] ?? null;
      if (finding.cause !== "out-of-band") return { ...finding, origin: own };
      const suspect = [own, parent].find(isEdited);
      if (suspect === undefined)
        return {
          ...finding,
          cause: own === null && edited.size > 0 ? "unknown" : finding.cause,
          origin: own,
        };
      const fix = { ...finding.fix, command: null };
      return { ...finding, cause: "edited-migration", origin: own ?? suspect, fix };
    }),
  };
}

/** What columns, constraints, indexes and the like stand on; anything else isn't looked for. */
function parentKind({
  kind,
  parent,
  object,
}: Pick<Finding, "kind" | "parent" | "object">): Subject["kind"] {
  const isPart =
    parent !== null && (object.endsWith(` on ${parent}`) || object.startsWith(`${parent}.`));
  return isPart && kind !== "schema" ? "table" : "schema";
}
