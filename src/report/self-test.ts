import type { SelfTest, TriedChange } from "../drift/self-test/outcome.ts";
import { formatCount } from "./measure.ts";
import type { Palette } from "./palette.ts";

/** What a self-test gave, for people: each sort of change with what became of it. */
export function renderSelfTest(result: SelfTest, { palette }: { palette: Palette }): string {
  const { passed, counts, sorts, untried, changes } = result;
  const caught = `${counts.caught} of ${formatCount(counts.caught + counts.missed, "change")} would be caught`;
  const mark = passed ? palette.green("✓") : palette.red("✗");
  const missed = changes.filter(({ outcome }) => outcome === "missed");
  return [
    `${mark} ${palette.bold(caught)}, of ${formatCount(sorts, "sort")}`,
    "",
    ...bySort(changes).map((sort) => renderSort(sort, palette)),
    ...(missed.length === 0 ? [] : ["", "  Missed:"]),
    ...missed.map(({ sql }) => `    ${palette.red(sql)}`),
    "",
    `  ${counts.refused} the server refused on the object that they were tried on, ${counts["no effect"]} had no effect.`,
    ...(untried === 0
      ? []
      : [`  There was no time for ${formatCount(untried, "more change")}: --patience gives more.`]),
  ].join("\n");
}

interface Sort {
  name: string;
  caught: number;
  missed: number;
  first: TriedChange;
}

/** The sorts that took effect, in the order in which they were tried. */
function bySort(changes: readonly TriedChange[]): Sort[] {
  const sorts = new Map<string, Sort>();
  for (const change of changes) {
    const { name, outcome } = change;
    if (outcome !== "caught" && outcome !== "missed") continue;
    const sort = sorts.get(name) ?? { name, caught: 0, missed: 0, first: change };
    sort[outcome] += 1;
    sorts.set(name, sort);
  }
  return [...sorts.values()];
}

function renderSort({ name, caught, missed, first }: Sort, palette: Palette): string {
  const mark = missed === 0 ? palette.green("✓") : palette.red("✗");
  const where = first.object === null ? "" : palette.dim(`  ${first.object}`);
  const more = caught + missed > 1 ? palette.dim(` and ${caught + missed - 1} more`) : "";
  return `    ${mark} ${name}${where}${more}`;
}
