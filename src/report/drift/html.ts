import type { DriftReport } from "../../drift/report.ts";
import { plural } from "../kind.ts";
import { formatNumber } from "../measure.ts";
import { renderPage } from "../self-contained-page.ts";
import { adviseOn } from "./advice.ts";
import {
  comparison,
  countCauses,
  databasesLine,
  isInSync,
  verdictLine,
  verdictOn,
  verdictOnAll,
} from "./headline.ts";
import { renderAside } from "./html-aside.ts";
import { escapeHtml } from "../html-escape.ts";
import { capitalized, findingsByKind, idOf, renderKinds } from "./html-findings.ts";
import { heading, wholePage, type PagePart } from "./html-part.ts";
import { script } from "./html-script.ts";
import { style } from "./html-style.ts";
import { checksOf, reportsOf, type DriftResult, type NamedCheck } from "./result.ts";
import { causeNotes } from "./words.ts";

/** A drift report as one page that needs nothing else. */
export function renderDriftHtml(
  result: DriftResult,
  { toolVersion }: { toolVersion: string },
): string {
  const checks = checksOf(result);
  const title = checks.length === 1 ? pageTitle(checks[0]!) : databasesLine(checks);
  return renderPage({
    title,
    style,
    script,
    body: [
      '<a class="skip" href="#findings">To the findings</a>',
      ...renderHeader(title, result),
      ...renderBar(result),
      '<main id="findings">',
      ...checks.flatMap((check, i) =>
        renderCheck(check, checks.length === 1 ? wholePage : { idPrefix: `d${i + 1}-`, level: 3 }),
      ),
      '<p class="nothing" id="nothing" hidden>Nothing matches.</p>',
      `<footer>dbfirst ${escapeHtml(toolVersion)} check-drift</footer>`,
      "</main>",
    ],
  });
}

function pageTitle(check: NamedCheck): string {
  const line = verdictLine(check);
  return isInSync(check) ? "The schema is in sync" : line.replace(/^Drift: /, "Schema drift: ");
}

const signs = { "in-sync": "✓", drift: "✗", unknown: "?" } as const;
const verdictWords = { "in-sync": "In sync", drift: "Drift", unknown: "Can’t tell" } as const;

function renderHeader(title: string, result: DriftResult): string[] {
  const verdict = verdictOnAll(checksOf(result));
  const reports = reportsOf(result);
  const compared = [...new Set(reports.map(comparison))].map((text) => `Compared: ${text}`);
  const findings = reports.flatMap((report) => report.findings);
  const count = (change: string) => findings.filter((one) => one.change === change).length;
  const hidden = findings.filter(({ visibleToDrizzle }) => !visibleToDrizzle).length;
  const causes = reports.flatMap(countCauses);
  const tiles: [number, string][] = [
    [count("changed"), "changed"],
    [count("removed"), "missing"],
    [count("added"), "new"],
    ...Object.entries(causeNotes).flatMap(([cause, note]): [number, string][] => {
      const sum = causes.reduce((total, one) => total + (one.cause === cause ? one.count : 0), 0);
      return note === null ? [] : [[sum, note]];
    }),
    [hidden, "that Drizzle doesn’t show"],
  ];
  return [
    "<header><div>",
    `<span class="verdict ${verdict}">${signs[verdict]} ${verdictWords[verdict]}</span>`,
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="lead">${escapeHtml(compared.join("; "))}</p>`,
    '<ul class="tiles">',
    ...tiles
      .filter(([number]) => number > 0)
      .map(
        ([number, label]) =>
          `<li><b>${formatNumber(number)}</b><span>${escapeHtml(label)}</span></li>`,
      ),
    "</ul></div></header>",
  ];
}

/** The filter, and a link to each kind; nothing where there is nothing to look for. */
function renderBar(result: DriftResult): string[] {
  const reports = reportsOf(result);
  const findings = reports.flatMap((report) => report.findings);
  if (findings.length === 0) return [];
  const links =
    "databases" in result
      ? checksOf(result).map(
          (check, i) =>
            `<a href="#d${i + 1}-top">${signs[verdictOn(check)]} ${escapeHtml(check.name ?? "")}</a>`,
        )
      : findingsByKind(findings).map(
          ([kind, own]) =>
            `<a href="#${idOf(kind)}">${escapeHtml(plural(kind))} <small>${formatNumber(own.length)}</small></a>`,
        );
  return [
    '<div class="bar"><div>',
    '<input id="filter" type="search" placeholder="Filter by name, kind, value, cause …" aria-label="Filter the findings" aria-controls="findings" autocomplete="off" spellcheck="false"><kbd title="Press / to filter">/</kbd>',
    '<span id="shown" role="status"></span>',
    `<nav class="kinds" aria-label="Parts of the report">${links.join(" ")}</nav>`,
    "</div></div>",
  ];
}

function renderCheck(check: NamedCheck, part: PagePart): string[] {
  const { name, report, failure } = check;
  const title =
    name === null
      ? []
      : [
          `<h2 class="database" id="${part.idPrefix}top">${escapeHtml(name)} <span class="verdict ${verdictOn(check)}">${escapeHtml(verdictLine(check))}</span></h2>`,
        ];
  if (report === null) {
    const hint = failure?.hint == null ? "" : `<p>${escapeHtml(failure.hint)}</p>`;
    return [
      ...title,
      `<section>${heading(part, "Couldn’t be checked")}<div class="inner"><p>${escapeHtml(failure?.message ?? "")}</p>${hint}</div></section>`,
    ];
  }
  return [
    ...title,
    ...renderAdvice(report, part),
    ...renderKinds(report, part),
    ...renderAside(report, part),
  ];
}

function renderAdvice(report: DriftReport, part: PagePart): string[] {
  const sentences = adviseOn(report).map((sentence) =>
    sentence
      .split("`")
      .map((piece, i) => (i % 2 === 0 ? escapeHtml(piece) : `<code>${escapeHtml(piece)}</code>`))
      .join(""),
  );
  const why =
    report.unexplained === null
      ? ""
      : `<p>${capitalized("the causes aren’t known")}: ${escapeHtml(report.unexplained)}</p>`;
  if (sentences.length === 0 && why === "") return [];
  return [
    `<section>${heading(part, "What to do")}<div class="inner">`,
    why,
    `<ul>${sentences.map((sentence) => `<li>${sentence}</li>`).join("")}</ul>`,
    "</div></section>",
  ];
}
