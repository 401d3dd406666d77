import type { DriftReport } from "../../drift/report.ts";
import { printableLines } from "../printable.ts";
import { createFixReader, fixLines } from "./fix-text.ts";
import { groupBySubject } from "./group.ts";
import { comparison, verdictLine } from "./headline.ts";
import { describeIgnored } from "./ignored.ts";
import { checksOf, type DriftResult, type NamedCheck } from "./result.ts";
import { fileNotes, notesOn, originText, pendingNotes, predicateOf } from "./words.ts";

/** A test case: what was looked at, and what was wrong with it. */
interface Case {
  suite: string;
  name: string;
  outcome?: { element: "failure" | "error" | "skipped"; message: string; text?: string };
}

/** A drift report as JUnit's XML: a test case for each object that differs, and one for each part that is in order. */
export function renderDriftJunit(result: DriftResult): string {
  const cases = checksOf(result).flatMap(casesOf);
  const suites = [...new Set(cases.map(({ suite }) => suite))].map(
    (suite) => [suite, cases.filter((one) => one.suite === suite)] as const,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="dbfirst check-drift"${counts(cases)}>`,
    ...suites.flatMap(([suite, own]) => [
      `  <testsuite name="${escaped(suite)}"${counts(own)}>`,
      ...own.flatMap(renderCase),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function casesOf(check: NamedCheck): Case[] {
  const { name, report, failure } = check;
  const prefix = name === null ? "" : `${name}: `;
  if (report === null) {
    const text = failure?.hint ?? undefined;
    const message = failure?.message ?? verdictLine(check);
    const outcome = { element: "error", message, ...(text !== undefined && { text }) } as const;
    return [{ suite: `${prefix}database`, name: "can be checked", outcome }];
  }
  const cases = [
    ...objectCases(report),
    ...fileCases(report),
    ...migrationCases(report),
    ...otherCases(report),
  ];
  return cases.map((one) => ({ ...one, suite: prefix + one.suite }));
}

function objectCases(report: DriftReport): Case[] {
  if (report.findings.length === 0)
    return [{ suite: "catalog", name: `${comparison(report)} agree` }];
  const readFix = createFixReader(report.repair);
  return groupBySubject(report.findings).map((findings) => {
    const [{ kind, object }] = findings as [(typeof findings)[number]];
    const lines = findings.map((finding) => {
      const origin = originText(finding);
      const notes = [
        ...(origin === undefined ? [] : [`from ${origin}`]),
        ...notesOn(finding),
        ...fixLines(finding, readFix),
      ];
      return [predicateOf(finding), ...notes.map((note) => `  ${note}`)].join("\n");
    });
    const message = predicateOf(findings[0]!);
    return {
      suite: kind,
      name: object,
      outcome: { element: "failure", message, text: lines.join("\n") },
    };
  });
}

function fileCases({ files, settings }: DriftReport): Case[] {
  const suite = "generated files";
  if (files.length + settings.length === 0) return [{ suite, name: "are as they were pulled" }];
  return [
    ...files.map(({ path, change }): Case => ({
      suite,
      name: path,
      outcome: { element: "failure", message: fileNotes[change] },
    })),
    ...settings.map(({ setting, expected, actual }): Case => ({
      suite,
      name: setting,
      outcome: {
        element: "failure",
        message: `is ${actual ?? "not set"}, and was ${expected ?? "not set"} when the files were generated`,
      },
    })),
  ];
}

function migrationCases({ pending }: DriftReport): Case[] {
  const suite = "migrations";
  if (pending.length === 0) return [{ suite, name: "are applied as they are" }];
  return pending.map(({ source, migration, state }) => ({
    suite,
    name: `${source}: ${migration}`,
    outcome: { element: state === "pending" ? "skipped" : "failure", message: pendingNotes[state] },
  }));
}

function otherCases({ unmodeled, ignored }: DriftReport): Case[] {
  return [
    ...unmodeled.map(({ kind, object }): Case => ({
      suite: "can't be compared",
      name: `${kind} ${object}`,
      outcome: { element: "error", message: "can't be compared" },
    })),
    ...ignored.map((entry): Case => {
      const { effect, rule } = describeIgnored(entry);
      const message = `${entry.count === 0 ? "warning: " : ""}${effect}: ${entry.reason}`;
      return { suite: "ignored", name: rule, outcome: { element: "skipped", message } };
    }),
  ];
}

function renderCase({ suite, name, outcome }: Case): string[] {
  const head = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}"`;
  if (outcome === undefined) return [`${head}/>`];
  const { element, message, text } = outcome;
  const open = `      <${element} message="${escaped(message)}"`;
  const body = text === undefined ? `${open}/>` : `${open}>${escaped(text)}</${element}>`;
  return [`${head}>`, body, "    </testcase>"];
}

function counts(cases: readonly Case[]): string {
  const count = (element: string) =>
    cases.filter(({ outcome }) => outcome?.element === element).length;
  return ` tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
}

/** Text that may stand in an element and in an attribute; characters that XML 1.0 doesn't know are written out. */
function escaped(text: string): string {
  return printableLines(text)
    .replaceAll(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replaceAll(/[&<>"'\n]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
