import { execa } from "execa";
import { afterEach, expect, inject, it } from "vitest";
import { createProject, type ProjectFolder } from "./command-line.ts";

let project: ProjectFolder;
afterEach(() => project.dispose());

const config = (...sources: string[]) => `export default { sources: [${sources.join(", ")}] };\n`;
const app = `{ name: "app", kind: "sql", directory: "sql" }`;
const auth = `{ name: "auth", kind: "better-auth", directory: "better-auth_migrations" }`;

it("makes the file that comes next, and the folder with its first", async () => {
  project = createProject({ "dbfirst.config.js": config(app, auth) });
  const { code, stdout } = await project.run(["create", "tables"]);
  expect(code).toBe(0);
  const file = stdout;
  expect(file).toMatch(/^sql\/\d{14}_tables\.sql$/);
  expect(project.read(file)).toBe("-- tables\n");

  project.remove(file);
  project.write("sql/0009_tables.sql", "create table a ();\n");
  expect((await project.run(["create", "add-due_date"])).stdout).toBe("sql/0010_add-due_date.sql");
});

it("says what else makes files, or whose is meant, and what can't be a name", async () => {
  project = createProject({
    "dbfirst.config.js": config(app, auth, `{ name: "more", kind: "sql", directory: "more" }`),
  });
  const refusal = async (...args: string[]) => {
    const { code, stderr } = await project.run(["create", ...args]);
    expect(code).toBe(2);
    return stderr;
  };
  expect(await refusal("x")).toContain("Say --source app or --source more.");
  expect(await refusal("x", "--source", "auth")).toContain("Use dbfirst auth generate.");
  expect(await refusal("x", "--source", "nobody")).toContain("There are: app, auth, more");
  expect(await refusal("x", "--source", "app", "--language", "ts")).toContain("takes SQL files");
  expect(await refusal("../x", "--source", "app")).toContain(
    "\"../x\" can't be a migration's name",
  );
  expect(await refusal()).toContain("create takes one name");
  project.write("sql/tables.sql", "");
  expect(await refusal("x", "--source", "app")).toContain("would run before tables.sql");
  expect(Object.keys(project.files()).filter((file) => file.endsWith(".sql"))).toEqual([
    "sql/tables.sql",
  ]);
});

it.skipIf(process.platform === "win32")(
  "leaves nothing of a file that can't be written",
  async () => {
    project = createProject({ "dbfirst.config.js": config(app), "sql/1.sql": "select 1;\n" });
    const start = `ulimit -f 0; exec "$@"`;
    const program = [process.execPath, inject("commandLine"), "create", "tables"];
    const options = { cwd: project.path, reject: false } as const;
    const { exitCode, stderr } = await execa("bash", ["-c", start, "bash", ...program], options);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
    expect(stderr).toContain("error: sql/2_tables.sql can't be written: ");
    expect(Object.keys(project.files())).not.toContain("sql/2_tables.sql");
  },
);
