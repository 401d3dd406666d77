import type { Baselined } from "../apply/baseline.ts";
import { formatCount } from "./measure.ts";
import type { Palette } from "./palette.ts";

/** What was recorded as applied, or would be, and which records of files that are gone were taken away. */
export function renderBaseline(
  { recorded, forgotten }: Baselined,
  { dryRun }: { dryRun: boolean },
  palette: Palette,
): string {
  const tick = palette.green("✓");
  if (recorded.length === 0 && forgotten.length === 0)
    return `${tick} Nothing is pending, so there is nothing to record`;
  const [recordedNow, forgottenNow] = [recorded, forgotten].map((list) =>
    formatCount(list.length, "migration"),
  );
  return [
    ...(recorded.length === 0
      ? []
      : [
          dryRun
            ? `Would record ${recordedNow} as applied. Nothing was written.`
            : `${tick} Recorded ${recordedNow} as applied; nothing was run`,
          ...recorded.map(({ file }) => `    ${file}`),
        ]),
    ...(forgotten.length === 0
      ? []
      : [
          dryRun
            ? `Would forget ${forgottenNow} whose files are gone. Nothing was written.`
            : `${tick} Forgot ${forgottenNow} whose files are gone`,
          ...forgotten.map(({ source, name }) => `    ${source}: ${name}`),
        ]),
  ].join("\n");
}

/** The same as data, for `--format json`. */
export function baselineAsJson(
  { recorded, forgotten }: Baselined,
  { dryRun }: { dryRun: boolean },
): unknown {
  return {
    schemaVersion: 1,
    dryRun,
    recorded: recorded.map(({ source, name, file }) => ({ source, migration: name, file })),
    forgotten: forgotten.map(({ source, name }) => ({ source, migration: name })),
  };
}
