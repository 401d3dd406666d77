import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/postgres/connect.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { formatUrl } from "../../src/postgres/url.ts";
import { createProject, type ProjectFolder } from "./command-line.ts";

// For what the embedded server lacks: these SQL files run on one server only, as files that need an extension do.

const onlyThere = `do $$ begin
  if current_setting('cluster_name') <> 'extended' then raise exception 'extension "vector" is not available'; end if;
end $$;
create role embedder;
create table document (id integer primary key, title text not null);
grant select on document to embedder;
`;

let server: Shadow;
let url: string;
let project: ProjectFolder;

beforeAll(async () => {
  server = await createShadow({
    projectDir: process.cwd(),
    loopback: true,
    serverSettings: { cluster_name: "extended" },
  });
  url = formatUrl(server.settings);
  project = createProject({
    "drizzle.config.ts": `export default { dialect: "postgresql", schema: "./src/schema/index.ts", out: "./drizzle" };\n`,
    "dbfirst.config.ts": `export default {
      sources: [{ name: "app", kind: "sql", directory: "sql" }],
      shadow: { url: process.env.EXTENDED_URL },
    };\n`,
    "sql/1.sql": onlyThere,
  });
}, 180_000);

afterAll(async () => {
  await project.dispose();
  await server.dispose();
});

async function leftOnServer(): Promise<string[]> {
  const sql = await connect(server.settings);
  try {
    const rows = await sql.unsafe<{ name: string }[]>(
      `SELECT datname AS name FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'
       UNION ALL SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> 'postgres'`,
    );
    return rows.map(({ name }) => name);
  } finally {
    await sql.end();
  }
}

describe("throw-away databases on a server that is named", { timeout: 180_000 }, () => {
  it("serve a pull from the SQL files, and its proof", async () => {
    const { code, shown } = await project.run([
      "pull",
      "--from",
      "migrations",
      "--shadow-url",
      url,
    ]);
    expect([code, shown]).toEqual([0, expect.stringContaining("✓ Proved") as string]);
    expect(shown).not.toContain(server.settings.password);
    expect(await leftOnServer()).toEqual([]);
  });

  it.each([
    ["--shadow-url", ["--shadow-url"], {}],
    ["DBFIRST_SHADOW_URL", [], { DBFIRST_SHADOW_URL: "" }],
    ["dbfirst.config.ts", [], { EXTENDED_URL: "" }],
  ])("serve a check, named by %s", async (_name, options, variables) => {
    const env = Object.fromEntries(Object.keys(variables).map((name) => [name, url]));
    const args = ["check-drift", ...options, ...options.map(() => url)];
    const { code, shown } = await project.run(args, env);
    expect([code, shown]).toEqual([0, expect.stringContaining("✓ In sync") as string]);
    expect(await leftOnServer()).toEqual([]);
  });

  it("serve a plan for what was changed by hand", async () => {
    project.write("sql/2.sql", "alter table document add pages integer;\n");
    const { code, shown } = await project.run(["check-drift", "--shadow-url", url]);
    expect([code, shown]).toEqual([1, expect.stringContaining("from sql/2.sql:1") as string]);
    project.remove("sql/2.sql");
    expect(await leftOnServer()).toEqual([]);
  });

  it("without it, the error names the way", async () => {
    project.write("sql/0.sql", "create extension vector;\n");
    const { code, stderr } = await project.run(["check-drift"]);
    project.remove("sql/0.sql");
    expect(code).toBe(2);
    expect(stderr).toContain('sql/0.sql:1:1: extension "vector" is not available');
    expect(stderr).toContain("--shadow-url another server for throw-away databases");
  });

  it("a URL that can't be understood, or a server that can't be reached, is named as this one", async () => {
    const wrong = await project.run(["check-drift", "--shadow-url", "mysql://here/there"]);
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.stderr).toContain("--shadow-url: ");
    const gone = "postgres://app:hunter2hunter2@127.0.0.1:9/app";
    const unreachable = await project.run(["pull", "--from", "migrations"], {
      DBFIRST_SHADOW_URL: gone,
    });
    expect(unreachable).toMatchObject({ code: 2 });
    expect(unreachable.stderr).toMatch(/The server for throw-away databases: .*127\.0\.0\.1:9/s);
    expect(unreachable.shown).not.toContain("hunter2");
  });
});
