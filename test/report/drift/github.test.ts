import { describe, expect, it } from "vitest";
import { renderDriftGithub } from "../../../src/report/drift/github.ts";
import { sampleLocator } from "./locator.ts";
import {
  change,
  finding,
  hostileNames,
  hostileReport,
  longReport,
  report,
  variedReport,
} from "./sample.ts";

/** Reads a line as GitHub's runner does: the command, its properties, its message. */
function readCommand(line: string) {
  const match = /^::(\w+) ([^:]*)::(.*)$/.exec(line);
  if (match === null) return undefined;
  const properties = match[2]!.split(",").map((pair) => {
    const at = pair.indexOf("=");
    const value = pair
      .slice(at + 1)
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",");
    return [pair.slice(0, at), unescape(value)];
  });
  return { level: match[1]!, message: unescape(match[3]!), ...Object.fromEntries(properties) };
}

function unescape(text: string): string {
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}

describe("renderDriftGithub", () => {
  it("puts each finding on its line, the most important first, and a summary last", () => {
    const lines = renderDriftGithub(variedReport(), sampleLocator("")).split("\n");
    expect(lines[0]).toBe(
      "::error file=drizzle/catalog.json,line=1,title=policy event_of_own_organization on audit.event::has using true, expected public.is_member_of(organization_id)%0Achanged outside the SQL files",
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^::error file=drizzle\/20260504101830_projects_and_issues\/migration\.sql,line=31,/,
      ),
    );
    const last = readCommand(lines.at(-1)!)!;
    expect(last).toMatchObject({ level: "error", title: "dbfirst check-drift" });
    expect(last.message).toMatch(/^Drift: 12 differences, 1 generated file changed by hand, /);
    expect(last.message).toContain("more than are shown here");
    expect(last.message).toContain("dbfirst apply applies them");
  });

  it("has short SQL beside the finding, and says where the rest is", () => {
    const fix = {
      sql: "ALTER TABLE app.t DROP COLUMN a",
      command: "dbfirst pull",
      migration: "ALTER TABLE app.t\n  ADD COLUMN a text",
    };
    const [line, last] = renderDriftGithub(
      { ...variedReport(), findings: [finding("column", "app.t.a", { fix })] },
      sampleLocator(),
    )
      .split("\n")
      .filter((one) => one.startsWith("::error"))
      .flatMap((one, i, all) => (i === 0 || i === all.length - 1 ? [readCommand(one)!] : []));
    expect(line!.message.split("\n").slice(1)).toEqual([
      "changed outside the SQL files",
      "to undo it: ALTER TABLE app.t DROP COLUMN a",
    ]);
    expect(last!.message).toContain("with the SQL that dbfirst check-drift prints");
    expect(last!.message).not.toContain("below");
  });

  it("says what that SQL does to rows and whole tables", () => {
    const lines = renderDriftGithub(variedReport(), sampleLocator("")).split("\n");
    const messageOn = (title: string) =>
      readCommand(lines.find((one) => one.includes(`title=${title}::`))!)!.message;
    expect(messageOn('column public."user".nickname')).toContain(
      'to undo it (loses data): ALTER TABLE public."user" DROP COLUMN nickname;',
    );
    expect(messageOn("column public.issue.title")).toContain(
      "to undo it (rewrites or reads the whole table): ALTER TABLE",
    );
  });

  it("sums up each of several databases among the annotations that GitHub shows, after those that can't be checked", () => {
    const drifted = ["eu", "us"].map((name) => ({ name, report: longReport(30), failure: null }));
    const databases = [
      { name: "home", report: report(), failure: null },
      ...drifted,
      { name: "asia", report: null, failure: { message: "refused", hint: null } },
    ];
    const lines = renderDriftGithub(
      { schemaVersion: 1, verdict: "unknown", databases },
      sampleLocator(),
    ).split("\n");
    const commands = lines.flatMap((line) => readCommand(line) ?? []);
    expect(commands).toHaveLength(10);
    expect(commands[0]).toMatchObject({ title: "asia: can't be checked", message: "refused" });
    expect(commands.slice(8).map(({ message }) => message.split("\n").slice(0, 2))).toEqual([
      ["eu: Drift: 30 differences", "53 more than are shown here, of all databases."],
      ["us: Drift: 30 differences", expect.stringMatching(/^Somebody/)],
    ]);
    expect(lines.filter((line) => !line.startsWith("::"))).toEqual([
      "dbfirst: home: In sync: the committed files and the database agree",
      "dbfirst: asia: Can't tell: refused",
    ]);
  });

  it("says of each level no more than GitHub shows", () => {
    const commands = renderDriftGithub(longReport(3000), sampleLocator())
      .split("\n")
      .map(readCommand);
    expect(commands.filter((command) => command?.level === "error")).toHaveLength(10);
    expect(commands[0]).toMatchObject({ title: "policy own_rows on app.table_7" });
    expect(commands.at(-1)!.message).toContain("2,991 more than are shown here.");
  });

  it("warns of rules that match nothing and of what can't be compared, and tells of pending migrations", () => {
    const levels = renderDriftGithub(variedReport(), sampleLocator())
      .split("\n")
      .map((line) => readCommand(line)!)
      .filter(({ level }) => level !== "error");
    expect(levels.map(({ level, title }) => `${level}: ${title}`)).toEqual([
      "warning: subscription feed",
      "warning: ignore rule table app.old",
      "notice: better-auth: 2026-09-01T00-00-00.000Z-invoices.sql",
    ]);
  });

  it("has no longer titles than GitHub takes", () => {
    const name = `app.f(${Array.from({ length: 60 }, () => "timestamp with time zone").join(", ")})`;
    const value = report({ findings: [finding("function", name)] });
    const [line] = renderDriftGithub(value, sampleLocator()).split("\n");
    const [, title] = /title=(.*?)::/.exec(line!)!;
    expect(title!.replaceAll("%2C", ",")).toMatch(/^function app\.f\(timestamp .*…$/);
    expect(title!.replaceAll("%2C", ",")).toHaveLength(255);
  });

  it("has one plain line where all is well", () => {
    expect(renderDriftGithub(report(), sampleLocator())).toBe(
      "dbfirst: In sync: the committed files and the database agree",
    );
  });

  it.each(hostileNames)("escapes %j so that it stays one property of one command", (name) => {
    const only = report({ findings: [change("column", `${name}.c`, ["comment", name, null])] });
    const [line, ...rest] = renderDriftGithub(only, sampleLocator()).split("\n");
    expect(rest).toHaveLength(1);
    const command = readCommand(line!)!;
    expect(Object.keys(command).toSorted()).toEqual(["file", "level", "line", "message", "title"]);
    expect(command.title).toContain(name.startsWith("app.") ? "column app." : "column");
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(line).not.toMatch(/[\u0000-\u001F\u007F]/);
  });

  it("has nothing but commands of its own, whatever the names", () => {
    const lines = renderDriftGithub(hostileReport(), sampleLocator()).split("\n");
    for (const line of lines) expect(line).toMatch(/^::(?:error|warning|notice) /);
  });
});
