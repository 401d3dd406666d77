import { expect } from "vitest";
import { asResult, type ProjectFolder } from "./command-line.ts";

/** Lets so many processes apply at the same time: of each how much it applied and how much was there, who did least first. */
export async function appliedAtOnce(
  project: ProjectFolder,
  url: string,
  processes: number,
): Promise<[number, number][]> {
  const runs = Array.from({ length: processes }, () =>
    project.start(["apply", "--url", url, "--format", "json"], {}),
  );
  const results = (await Promise.all(runs)).map(asResult);
  for (const { code, shown } of results) expect(code, shown).toBe(0);
  const counts = results.map(({ stdout }): [number, number] => {
    const result = JSON.parse(stdout) as { applied: unknown[]; alreadyApplied: number };
    return [result.applied.length, result.alreadyApplied];
  });
  return counts.toSorted(([a], [b]) => a - b);
}
