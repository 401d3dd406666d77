import type { FactValue } from "../../../src/catalog/fact.ts";
import type { Finding } from "../../../src/drift/finding.ts";
import type { RepairStatement } from "../../../src/drift/plan/repair.ts";
import type { DriftReport } from "../../../src/drift/report.ts";

/** A report in which nothing differs, with what a test gives it. */
export function report(parts: Partial<DriftReport> = {}): DriftReport {
  const { findings = [], files = [], settings = [], pending = [], unmodeled = [] } = parts;
  const isDrift =
    findings.length + files.length + settings.length > 0 ||
    pending.some(({ state }) => state !== "pending");
  return {
    schemaVersion: 1,
    verdict: isDrift ? "drift" : unmodeled.length > 0 ? "unknown" : "in-sync",
    expected: "committed",
    actual: "database",
    findings,
    files,
    settings,
    pending,
    unmodeled,
    ignored: [],
    unexplained: null,
    repair: null,
    ...parts,
  };
}

/** A finding about an object, changed outside the SQL files unless a test says otherwise. */
export function finding(
  kind: Finding["kind"],
  object: string,
  parts: Partial<Finding> = {},
): Finding {
  const onParent = / on (.*)$/s.exec(object)?.[1];
  return {
    kind,
    object,
    parent: onParent ?? (object.includes(".") ? object.slice(0, object.lastIndexOf(".")) : null),
    change: parts.attribute === undefined || parts.attribute === null ? "added" : "changed",
    side: "database",
    attribute: null,
    expected: null,
    actual: null,
    includes: {},
    visibleToDrizzle: true,
    cause: "out-of-band",
    alsoCauses: [],
    origin: null,
    fix: { sql: null, command: "dbfirst pull", migration: null },
    ...parts,
  };
}

/** An attribute of an object that changed. */
export function change(
  kind: Finding["kind"],
  object: string,
  [attribute, expected, actual]: readonly [string, FactValue, FactValue],
  parts: Partial<Finding> = {},
): Finding {
  return finding(kind, object, { attribute, expected, actual, ...parts });
}

export function statement(sql: string, parts: Partial<RepairStatement> = {}): RepairStatement {
  return {
    sql,
    lock: "ACCESS EXCLUSIVE",
    losesData: false,
    rewritesTable: false,
    transactional: true,
    ...parts,
  };
}

const functionBody = (line: string) =>
  [
    "",
    "declare",
    "  affected public.member := case when tg_op = 'DELETE' then old else new end;",
    "begin",
    "  if tg_op = 'UPDATE' then",
    "    return null;",
    "  end if;",
    `  ${line}`,
    "  return affected;",
    "end",
    "",
  ].join("\n");

const origin = (file: string, line: number | null) => ({
  source: "better-auth",
  migration: file.split("/").at(-1)!,
  file,
  line,
});

/** Twelve findings over many kinds and all causes, and everything else that a report can hold. */
export function variedReport(): DriftReport {
  return report({
    findings: [
      change("column", "public.issue.title", ["type", "text", "character varying(200)"], {
        origin: origin("drizzle/20260504101830_projects_and_issues/migration.sql", 12),
        fix: {
          sql: "ALTER TABLE public.issue ALTER COLUMN title TYPE text;",
          command: "dbfirst pull",
          migration: "ALTER TABLE public.issue ALTER COLUMN title TYPE character varying(200);",
        },
      }),
      change("column", "public.issue.title", ["default", null, "'untitled'::text"]),
      finding("column", 'public."user".nickname', {
        parent: 'public."user"',
        actual: { notNull: false, position: 11, type: "text" },
        fix: {
          sql: 'ALTER TABLE public."user" DROP COLUMN nickname;',
          command: "dbfirst pull",
          migration: 'ALTER TABLE public."user" ADD COLUMN nickname text;',
        },
      }),
      finding("constraint", "issue_project_id_fkey on public.issue", {
        change: "removed",
        expected: {
          type: "foreign key",
          columns: ["project_id"],
          references: { table: "public.project", columns: ["id"] },
          onDelete: "cascade",
        },
        cause: "edited-migration",
        origin: origin("drizzle/20260504101830_projects_and_issues/migration.sql", 31),
      }),
      change(
        "enum",
        "public.issue_status",
        ["labels", ["open", "done"], ["open", "in_progress", "done"]],
        { cause: "stale-files" },
      ),
      change(
        "function",
        "audit.record_member_change()",
        [
          "body",
          functionBody("insert into audit.event (action) values ('added');"),
          functionBody("insert into audit.event (action, detail) values ('added', '{}');"),
        ],
        {
          visibleToDrizzle: false,
          origin: origin("better-auth_migrations/2026-02-17T08-30-00.000Z-audit.sql", 44),
        },
      ),
      finding("index", "public.issue_title_idx", {
        parent: "public.issue",
        actual: { keys: ["title"], method: "btree", unique: true },
      }),
      change(
        "policy",
        "event_of_own_organization on audit.event",
        ["using", "public.is_member_of(organization_id)", "true"],
        { visibleToDrizzle: true },
      ),
      change("table", "audit.event", ["rowSecurity", true, false]),
      change(
        "table",
        "audit.event",
        ["privileges.workspace_reader", ["SELECT"], ["SELECT", "DELETE"]],
        {
          visibleToDrizzle: false,
        },
      ),
      finding("table", "public.invoice", {
        change: "removed",
        expected: {},
        includes: { column: 4, constraint: 2, index: 1 },
        cause: "pending-migration",
        fix: { sql: null, command: "dbfirst apply", migration: null },
      }),
      finding("trigger", "member_audit on public.member", {
        change: "removed",
        expected: {
          definition:
            "CREATE TRIGGER member_audit AFTER INSERT OR DELETE OR UPDATE OF role ON public.member FOR EACH ROW EXECUTE FUNCTION audit.record_member_change()",
        },
        visibleToDrizzle: false,
        origin: origin("better-auth_migrations/2026-02-17T08-30-00.000Z-audit.sql", null),
      }),
    ],
    files: [{ path: "src/database/schemas/session.ts", change: "changed" }],
    settings: [{ setting: "pull.casing", expected: null, actual: "preserve" }],
    pending: [
      {
        source: "better-auth",
        migration: "2026-09-01T00-00-00.000Z-invoices.sql",
        state: "pending",
      },
      {
        source: "drizzle",
        migration: "20260504101830_projects_and_issues",
        state: "changed",
      },
    ],
    unmodeled: [{ kind: "subscription", object: "feed" }],
    ignored: [
      {
        kind: null,
        object: "app.tmp_*",
        attribute: null,
        reason: "scratch of the import",
        count: 2,
        objects: [
          { kind: "table", object: "app.tmp_a" },
          { kind: "table", object: "app.tmp_b" },
        ],
      },
      {
        kind: "table",
        object: "app.old",
        attribute: null,
        reason: "dropped soon",
        count: 0,
        objects: null,
      },
    ],
    repair: {
      revert: {
        statements: [
          statement('ALTER TABLE public."user" DROP COLUMN nickname', { losesData: true }),
          statement("ALTER TABLE public.issue ALTER COLUMN title TYPE text", {
            rewritesTable: true,
          }),
          statement("DROP INDEX public.issue_title_idx"),
        ],
        reason: null,
        leaves: [{ kind: "table", object: "public.issue", attribute: "columnOrder" }],
      },
      keep: {
        statements: [
          statement('ALTER TABLE public."user" ADD COLUMN nickname text'),
          statement("CREATE UNIQUE INDEX CONCURRENTLY issue_title_idx ON public.issue (title)", {
            transactional: false,
            lock: "SHARE UPDATE EXCLUSIVE",
          }),
        ],
        reason: null,
        leaves: [],
      },
    },
  });
}

/** So many columns of so many tables changed, with a policy somewhere in the middle. */
export function longReport(count: number): DriftReport {
  const findings = Array.from({ length: count - 1 }, (_, i) =>
    change("column", `app.table_${Math.floor(i / 10)}.column_${i % 10}`, [
      i % 3 === 0 ? "comment" : "default",
      "0",
      String(i + 1),
    ]),
  );
  const policy = finding("policy", "own_rows on app.table_7", { change: "removed", expected: {} });
  return report({ findings: findings.toSpliced(Math.floor(count / 2), 0, policy) });
}

/** Names and values that try to break out of whatever they are put into. */
export const hostileNames: readonly string[] = [
  'app."a`b|c"',
  'app."```\n| x | y |\n"',
  'app."</summary></details><script>alert(1)</script>"',
  'app."<img src=x onerror=alert(1)>"',
  'app."@octocat and @org/team #1 GH-2"',
  'app."\u001B[31mred\u001B]8;;http://evil.example\u0007link"',
  'app."\u202Egnp.exe"',
  'app."zero\u200Bwidth"',
  'app."::error file=a.ts,line=1::injected%0A"',
  'app."a\r\n::warning::second line"',
  'app."]]>&amp;&#x0;\u0000\u0008\uFFFE"',
  'app."--><!-- x"',
  'app."![x](http://evil.example/p.png) [y](javascript:alert(1))"',
  'app."\uD800 alone"',
  `app."${"very_long_name_".repeat(20)}"`,
  'app."日本語テーブル"',
  'app."🐘 elephant"',
  'app."$(rm -rf /) ${{ secrets.TOKEN }}"',
];

/** A finding of several sorts for each hostile name. */
export function hostileReport(): DriftReport {
  return report({
    findings: hostileNames.flatMap((name) => [
      finding("table", name, { change: "removed", expected: { comment: name } }),
      change("column", `${name}.c`, ["comment", name, `${name}\n${name}`], { parent: name }),
    ]),
    files: hostileNames.map((name) => ({ path: `src/${name}.ts`, change: "changed" })),
    pending: hostileNames.map((name) => ({ source: name, migration: name, state: "changed" })),
    unmodeled: hostileNames.map((name) => ({ kind: "subscription", object: name })),
    ignored: hostileNames.map((name) => ({
      kind: null,
      object: name,
      attribute: name,
      reason: name,
      count: 0,
      objects: [{ kind: "table", object: name }],
    })),
    unexplained: hostileNames.join(" "),
  });
}
