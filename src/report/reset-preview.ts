import type { ResetPreview } from "../workflow/apply/reset.ts";
import { applyPreviewAsJson, renderApplyPreview } from "./apply-preview.ts";
import { formatCount } from "./measure.ts";
import type { Palette } from "./palette.ts";
import { printable } from "./printable.ts";

/** What a reset would take back, drop, apply and start. */
export function renderResetPreview(preview: ResetPreview, palette: Palette): string {
  const { commands, objects, dependents, applied, seed, largeObjects } = preview;
  return [
    ...(commands.length === 0 ? [] : ["Would first run:"]),
    ...commands.map(({ source, command }) => `    ${palette.dim(source)}  \`${command}\``),
    objects.length === 0
      ? "Nothing is there to be dropped."
      : `${commands.length === 0 ? "Would drop" : "Would then drop what is left of"} ${formatCount(objects.length, "object")}, with their parts and all rows:`,
    ...objects.map(
      ({ type, identity }) => `    ${palette.red("-")} ${type} ${printable(identity)}`,
    ),
    ...(dependents.length === 0
      ? []
      : [
          `${palette.yellow("!")} No source made what depends on it, and without --cascade the reset is refused: ${dependents.map(printable).join(", ")}`,
        ]),
    ...(largeObjects === 0
      ? []
      : [
          `${palette.yellow("!")} There ${largeObjects === 1 ? "is 1 large object" : `are ${largeObjects} large objects`}, which only --all removes.`,
        ]),
    renderApplyPreview(applied, palette),
    ...(seed === undefined ? [] : [`Would then seed: \`${seed}\``]),
  ].join("\n");
}

/** The same as data, for `--format json`. */
export function resetPreviewAsJson(preview: ResetPreview): unknown {
  const { commands, objects, dependents, applied, seed = null, largeObjects } = preview;
  const apply = applyPreviewAsJson(applied);
  return {
    schemaVersion: 1,
    dryRun: true,
    commands,
    objects,
    dependents,
    largeObjects,
    apply,
    seed,
  };
}
