import type { RepairPlan } from "../../drift/plan/repair.ts";
import type { DriftReport } from "../../drift/report.ts";
import { escapeHtml, escapeHtmlCode } from "../html-escape.ts";
import { heading, subheading, type PagePart } from "./html-part.ts";
import { describeIgnored } from "./ignored.ts";
import { leftovers, planAsScript, type ScriptUse } from "./repair-text.ts";
import { fileNotes, pendingNotes } from "./words.ts";
import { formatNumber } from "../measure.ts";

/** What a report has besides findings: SQL, files, migrations, what wasn't compared. */
export function renderAside(report: DriftReport, part: PagePart): string[] {
  const { files, settings, pending, unmodeled, ignored } = report;
  const lists: [title: string, items: string[]][] = [
    ["Generated files", files.map(({ path, change }) => `${code(path)} ${fileNotes[change]}`)],
    [
      "Settings",
      settings.map(
        ({ setting, expected, actual }) =>
          `${code(setting)}: ${code(expected ?? "not set")} → ${code(actual ?? "not set")}`,
      ),
    ],
    [
      "Migrations that the database doesn’t have as they are",
      pending.map(
        ({ source, migration, state }) =>
          `${code(`${source}: ${migration}`)} ${pendingNotes[state]}`,
      ),
    ],
    [
      "Can’t be compared",
      unmodeled.map(({ kind, object }) => `${escapeHtml(kind)} ${code(object)}`),
    ],
    [
      "Ignored",
      ignored.map((entry) => {
        const { effect, rule } = describeIgnored(entry);
        const text =
          entry.count === 0
            ? `<b class="hazard">warning: ${escapeHtml(effect)}</b>`
            : escapeHtml(effect);
        const names = (entry.objects ?? []).map(
          ({ kind, object }) => `<li>${escapeHtml(kind)} ${code(object)}</li>`,
        );
        const inner = names.length === 0 ? "" : `<ul>${names.join("")}</ul>`;
        return `${code(rule)}: ${text} (${escapeHtml(entry.reason)})${inner}`;
      }),
    ],
  ];
  return [
    ...renderRepair(report, part),
    ...lists.flatMap(([title, items]) => renderList(part, title, items)),
  ];
}

function code(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}

function renderList(part: PagePart, title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [
    `<section>${heading(part, `${title}<span class="count">${formatNumber(items.length)}</span>`)}`,
    `<div class="inner"><ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul></div></section>`,
  ];
}

function renderRepair({ repair }: DriftReport, part: PagePart): string[] {
  if (repair === null) return [];
  const plans = [
    ["What makes the database what the SQL files say", repair.revert, "psql"],
    ["For a new file that keeps what the database has", repair.keep, "migration"],
  ] as const;
  const parts = plans.flatMap(([title, plan, use]) =>
    renderPlan(subheading(part, title), plan, use),
  );
  if (parts.length === 0) return [];
  return [
    `<section>${heading(part, "SQL for both ways")}<div class="inner">`,
    "<p>Tried on a throw-away copy. Nothing was run on the database.</p>",
    ...parts,
    "</div></section>",
  ];
}

function renderPlan(title: string, plan: RepairPlan, use: ScriptUse): string[] {
  if (plan.statements.length === 0)
    return plan.reason === null ? [] : [`${title}<p>There is none: ${escapeHtml(plan.reason)}</p>`];
  const lines = planAsScript(plan, use).map((line) =>
    line.startsWith("--")
      ? `<span class="hazard">${escapeHtmlCode(line)}</span>`
      : escapeHtmlCode(line),
  );
  const rest = leftovers(plan);
  return [
    title,
    `<pre tabindex="0">${lines.join("\n")}</pre>`,
    ...(rest.length === 0 ? [] : [`<p>Stays different: ${rest.map(code).join(", ")}</p>`]),
  ];
}
