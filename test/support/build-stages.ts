import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** What an image of a Dockerfile is started with, in a folder that stands for its file system. */
export interface Image {
  /** Its working directory. */
  folder: string;
  env: Record<string, string>;
  /** The last USER. */
  user: string | undefined;
  command: string[];
}

/** A line of a shell, run in a folder; throws where it fails. */
export type Shell = (line: string, folder: string) => Promise<void>;

/**
 * Builds the stages of a Dockerfile in folders instead of images: COPY copies, RUN runs. Base images are this machine.
 * Knows the instructions that the examples use, and refuses others.
 */
export async function buildStages(
  file: string,
  context: string,
  shell: Shell,
): Promise<{ images: ReadonlyMap<string, Image>; dispose: () => void }> {
  const root = mkdtempSync(join(tmpdir(), "dbfirst-stages-"));
  // Others run them.
  chmodSync(root, 0o755);
  const images = new Map<string, Image>();
  let image: Image | undefined;
  for (const [instruction, rest] of instructionsOf(readFileSync(file, "utf8"))) {
    if (instruction === "FROM") {
      const [base = "", , name = ""] = rest.split(" ");
      image = startStage(join(root, name), images.get(base));
      images.set(name, image);
      continue;
    }
    if (image === undefined) throw new Error(`${instruction} before FROM`);
    await runInstruction(instruction, rest, { image, images, context, shell });
  }
  return { images, dispose: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }) };
}

function instructionsOf(text: string): [string, string][] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]);
}

function startStage(folder: string, base: Image | undefined): Image {
  mkdirSync(folder, { recursive: true });
  if (base === undefined) return { folder, env: {}, user: undefined, command: [] };
  cpSync(base.folder, folder, { recursive: true, verbatimSymlinks: true });
  return { ...base, folder, env: { ...base.env } };
}

interface Build {
  image: Image;
  images: ReadonlyMap<string, Image>;
  context: string;
  shell: Shell;
}

async function runInstruction(instruction: string, rest: string, build: Build): Promise<void> {
  const { image, shell } = build;
  switch (instruction) {
    case "WORKDIR":
    case "EXPOSE":
      return;
    case "RUN":
      return shell(rest, image.folder);
    case "COPY":
      return copy(rest.split(" "), build);
    case "ENV": {
      const [name = "", value = ""] = rest.split("=");
      image.env[name] = value;
      return;
    }
    case "USER":
      image.user = rest;
      return;
    case "CMD":
      image.command = JSON.parse(rest) as string[];
      return;
    default:
      throw new Error(`The example has an instruction that isn't tested: ${instruction}`);
  }
}

function copy(words: string[], { image, images, context }: Build): void {
  const stage = words[0]?.startsWith("--from=") ? images.get(words.shift()!.slice(7)) : undefined;
  const target = words.pop()!;
  for (const word of words) {
    const from = stage === undefined ? join(context, word) : word.replace(/^\/app/, stage.folder);
    const to = target.endsWith("/")
      ? join(image.folder, target, basename(word))
      : join(image.folder, target);
    // What .dockerignore names.
    const filter = (path: string) => !/\/(node_modules|\.dbfirst|\.git|\.env)$/.test(path);
    cpSync(from, to, { recursive: true, filter: stage === undefined ? filter : () => true });
  }
}
