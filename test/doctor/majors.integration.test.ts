import { describe, expect, it } from "vitest";
import { packageVersions } from "../../src/postgres/embedded/install-command.ts";
import { createShadow } from "../../src/postgres/shadow.ts";
import { formatUrl } from "../../src/postgres/url.ts";
import { diagnose } from "../../src/workflow/doctor/diagnose.ts";
import { planInitialisation } from "../../src/workflow/init/initialise.ts";
import { runOn } from "../support/database.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { projectFolder } from "../support/project-folder.ts";
import { silentRun } from "../support/silent-run.ts";

const run = silentRun({ env: { PATH: process.env["PATH"] } });
const searchFolders = [majorsFolder, process.cwd()];

describe.each(Object.keys(packageVersions).map(Number))("PostgreSQL %i", (major) => {
  it("is looked at by doctor and by init", async () => {
    const shadow = await createShadow({
      projectDir: process.cwd(),
      major,
      searchFolders,
      loopback: true,
    });
    try {
      const settings = await shadow.createDatabase("app");
      await runOn(settings, "create table thing (id int primary key)");
      const url = formatUrl(settings);
      const directory = await projectFolder({
        "package.json": "{}",
        "sql/1.sql": "create table thing (id int primary key);\n",
      });
      const hidePasswords = () => undefined;
      const options = { directory, configFile: undefined, url, hidePasswords };
      const found = await diagnose({ ...options, seconds: 30, environmentTroubles: [] }, run);
      const of = (check: string) => found.filter((item) => item.check === check);
      expect(of("server")).toMatchObject([
        { level: "ok", message: expect.stringContaining(`PostgreSQL ${major}.`) as string },
      ]);
      for (const check of ["connection", "encryption", "clock", "pooler", "privileges"])
        expect(of(check), check).toMatchObject([{ level: "ok" }]);
      expect(of("records")).toMatchObject([{ level: "warning" }]);

      const { plan, found: says } = await planInitialisation(
        { directory, url, hidePasswords },
        run,
      );
      expect(says.at(-1)).toContain(`PostgreSQL ${major}, app on `);
      expect(says.at(-1)).toMatch(/: 1 table\.$/);
      const config = plan.edits.find(({ name }) => name === "dbfirst.config.ts")?.after;
      expect(config?.includes(`postgres: { major: ${major} }`)).toBe(major !== 17);
    } finally {
      await shadow.dispose();
    }
  });
});
