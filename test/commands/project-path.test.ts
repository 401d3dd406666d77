import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectPath } from "../../src/commands/project-path.ts";
import { projectFolder } from "../support/project-folder.ts";

const files = { "project/sql/1.sql": "select 1;", "elsewhere/2.sql": "select 2;" };

it("is relative to the project's folder, however the file is named", async () => {
  const folder = await projectFolder(files);
  const project = join(folder, "project");
  expect(projectPath(project, "sql/1.sql")).toBe("sql/1.sql");
  expect(projectPath(project, "./sql/../sql/1.sql")).toBe("sql/1.sql");
  expect(projectPath(project, join(project, "sql/1.sql"))).toBe("sql/1.sql");
  expect(projectPath(project, "../elsewhere/2.sql")).toBe("../elsewhere/2.sql");
  expect(projectPath(project, "../nowhere/3.sql")).toBe("../nowhere/3.sql");
});

it("is the same through a link to the project, and of a file that is a link", async () => {
  const folder = await projectFolder(files);
  const [project, link] = [join(folder, "project"), join(folder, "link")];
  symlinkSync(project, link);
  symlinkSync(join(folder, "elsewhere/2.sql"), join(project, "sql/2.sql"));
  expect(projectPath(project, join(link, "sql/1.sql"))).toBe("sql/1.sql");
  expect(projectPath(link, join(project, "sql/1.sql"))).toBe("sql/1.sql");
  expect(projectPath(project, join(link, "sql/2.sql"))).toBe("sql/2.sql");
  expect(projectPath(project, "sql/2.sql")).toBe("sql/2.sql");
});
