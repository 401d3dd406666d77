import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { bundle } from "../../scripts/bundle.ts";
import { repository } from "../e2e/command-line.ts";

/** A registry that has this package as it would be published, and sends everybody to the usual one for all others. */
export interface PackageRegistry {
  url: string;
  version: string;
  /** What `npm publish` would send. */
  tarball: Buffer;
  dispose(): Promise<void>;
}

const name = "drizzle-dbfirst";

export async function startPackageRegistry(): Promise<PackageRegistry> {
  const [upstream, { tarball, manifest }] = await Promise.all([usualRegistry(), pack()]);
  const server = createServer(({ url = "/" }, response) => {
    const { port } = server.address() as AddressInfo;
    if (url === `/${name}.tgz`) return void response.end(tarball);
    if (url === `/${name}`) {
      const dist = {
        tarball: `http://127.0.0.1:${port}/${name}.tgz`,
        integrity: `sha512-${createHash("sha512").update(tarball).digest("base64")}`,
      };
      const { version } = manifest;
      return json(response, {
        name,
        "dist-tags": { latest: version },
        versions: { [version]: { ...manifest, dist } },
      });
    }
    response.writeHead(302, { location: `${upstream}${url}` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    version: manifest.version,
    tarball,
    dispose: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function json(response: ServerResponse, value: unknown): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(value));
}

async function usualRegistry(): Promise<string> {
  const { stdout } = await execa("npm", ["config", "get", "registry"], { cwd: tmpdir() });
  return stdout.trim().replace(/\/$/, "");
}

/** What `npm publish` would send: the bundle and what package.json's `files` names. */
async function pack() {
  const folder = mkdtempSync(join(tmpdir(), "dbfirst-pack-"));
  try {
    for (const part of ["package.json", "README.md", "docs"])
      cpSync(join(repository, part), join(folder, part), { recursive: true });
    await bundle(join(folder, "dist"));
    const { stdout } = await execa("npm", ["pack", "--silent"], { cwd: folder });
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      version: string;
    };
    return { tarball: readFileSync(join(folder, stdout.trim())), manifest };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
