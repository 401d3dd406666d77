import type { ProjectStatus } from "../workflow/apply/status.ts";
import { formatCount } from "./measure.ts";
import type { Palette } from "./palette.ts";
import { programAsJson, renderProgram } from "./program-status.ts";

/** Each source with its migrations and their states. */
export function renderStatus(
  { migrations: planned, programs, remedies }: ProjectStatus,
  palette: Palette,
): string {
  const paint = {
    applied: palette.green,
    pending: palette.yellow,
    changed: palette.red,
    missing: palette.red,
    interrupted: palette.red,
  };
  const width = Math.max(10, ...planned.map(({ state }) => state.length));
  const sources = [...new Set(planned.map((item) => item.source))];
  const blocks = sources.map((source) => {
    const items = planned.filter((item) => item.source === source);
    return [
      palette.bold(source),
      ...items.map(({ name, state, outOfOrder, recordedBy }) => {
        const remarks = [
          outOfOrder && "out of order: a later one is applied",
          recordedBy === "bookkeeping" && "by its own migrator",
          recordedBy === "program" && "as its own program says",
        ].filter((remark) => remark !== false);
        const remark = remarks.length === 0 ? "" : palette.dim(` (${remarks.join("; ")})`);
        return `  ${paint[state](state.padEnd(width))} ${name}${remark}`;
      }),
      ...programs
        .filter((program) => program.source === source)
        .map((program) => renderProgram(program, palette)),
    ].join("\n");
  });
  const counts = (["applied", "pending", "changed", "missing", "interrupted"] as const)
    .map((state) => ({ state, count: planned.filter((item) => item.state === state).length }))
    .filter(({ state, count }) => count > 0 || state === "pending");
  return [
    ...blocks,
    `${formatCount(planned.length, "migration")}: ${counts.map(({ state, count }) => `${count} ${state}`).join(", ")}`,
    ...remedies.map(({ state, hint }) => `${paint[state](state)}: ${hint}`),
  ].join("\n\n");
}

/** The same as data, for `--format json`. */
export function statusAsJson({ migrations: planned, programs }: ProjectStatus): unknown {
  return {
    schemaVersion: 1,
    migrations: planned.map(({ source, name, state, outOfOrder, migration, recordedBy }) => ({
      source,
      migration: name,
      file: migration?.file ?? null,
      state,
      outOfOrder,
      recordedBy: recordedBy ?? null,
    })),
    programs: programs.map(programAsJson),
  };
}
