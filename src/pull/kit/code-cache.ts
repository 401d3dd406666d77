/**
 * What drizzle-kit's process keeps of its modules: the code that V8 made of them, in one file, so that the next process
 * doesn't parse seven megabytes again. It is as good as none where the modules, Node or drizzle-kit are others, or where a
 * byte of it is wrong: V8 doesn't look. Node has such a cache of its own from 22.8 on.
 * https://nodejs.org/docs/latest-v20.x/api/vm.html#scriptcreatecacheddata
 */
export const codeCacheSource = `"use strict";
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const { cachedDataVersionTag } = require("node:v8");
const { Script } = require("node:vm");

/** Keeps the code of the modules that are loaded from now on. The function that is given notes it on the disk. */
exports.keepCode = (folder, library, version) => {
  if (Module.enableCompileCache !== undefined) {
    Module.enableCompileCache(join(folder, "drizzle-kit-code"));
    return () => Module.flushCompileCache?.();
  }
  const file = join(folder, "drizzle-kit.code");
  const key = [process.version, process.arch, cachedDataVersionTag(), library, version].join(" ");
  const known = readEntries(file, key);
  const scripts = new Map();
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (text, filename) {
    const source = withoutImports(text, filename, library);
    if (source === undefined) return compile.call(this, text, filename);
    const hash = digest(text);
    const before = known.get(filename);
    const cachedData = before?.hash === hash ? before.code : undefined;
    const script = new Script(wrapped(source), { filename, cachedData });
    const isKnown = cachedData !== undefined && script.cachedDataRejected === false;
    scripts.set(filename, { hash, script, isKnown });
    const run = script.runInThisContext();
    const load = importFrom(filename, compile);
    return run.call(this.exports, this.exports, Module.createRequire(filename), this, filename, dirname(filename), load);
  };
  return () => {
    if ([...scripts.values()].every(({ isKnown }) => isKnown)) return;
    for (const [filename, one] of scripts) {
      known.set(filename, { hash: one.hash, code: one.script.createCachedData() });
      one.isKnown = true;
    }
    writeEntries(file, key, known);
  };
};

const digest = (data) => createHash("sha256").update(data).digest("hex");

const wrapped = (source) =>
  "(function (exports, require, module, __filename, __dirname, __import) { " + source + "\\n})";

/** On Node 20, code from a cache has no import(): drizzle-kit is given a function, what else has one isn't kept. */
function withoutImports(text, filename, library) {
  if (!/[\\\\/]node_modules[\\\\/]/.test(filename) || text.startsWith("#!")) return undefined;
  if (filename === library) return withFunction(text);
  return /\\bimport\\s*\\(/.test(text) ? undefined : text;
}

/** An expression that looks behind itself would take five times as long for seven megabytes. */
function withFunction(text) {
  let written = "";
  let from = 0;
  for (let at = text.indexOf("import("); at !== -1; at = text.indexOf("import(", at + 1)) {
    if (!/(?:\\bawait \\(?|=> )$/.test(text.slice(Math.max(0, at - 8), at))) continue;
    written += text.slice(from, at) + "__import(";
    from = at + "import(".length;
  }
  return written + text.slice(from);
}

/** import() as a module of that name has it. */
function importFrom(filename, compile) {
  let load;
  return (specifier) => {
    if (load === undefined) {
      const module = new Module(filename);
      compile.call(module, "module.exports = (specifier) => import(specifier);", filename);
      load = module.exports;
    }
    return load(specifier);
  };
}

/** The first line is the hash of all that follows it, the second the key and each entry's length. */
function readEntries(file, key) {
  const entries = new Map();
  try {
    const bytes = readFileSync(file);
    const [first, second] = [bytes.indexOf(10), bytes.indexOf(10, bytes.indexOf(10) + 1)];
    if (bytes.toString("latin1", 0, first) !== digest(bytes.subarray(first + 1))) return entries;
    const head = JSON.parse(bytes.toString("utf8", first + 1, second));
    if (head.key !== key) return entries;
    let at = second + 1;
    for (const { filename, hash, length } of head.entries)
      entries.set(filename, { hash, code: bytes.subarray(at, (at += length)) });
  } catch {
    // There is none yet.
  }
  return entries;
}

function writeEntries(file, key, known) {
  const entries = [...known].map(([filename, { hash, code }]) => ({ filename, hash, length: code.length }));
  const codes = [...known.values()].map(({ code }) => code);
  const rest = Buffer.concat([Buffer.from(JSON.stringify({ key, entries }) + "\\n"), ...codes]);
  // Of two that write it at once, nobody gets a whole one, which the hash tells; who is killed leaves no second one.
  const draft = file + ".new";
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, Buffer.concat([Buffer.from(digest(rest) + "\\n"), rest]), { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    // The folder can't be written, or the disk is full: the next process takes as long as this one.
    rmSync(draft, { force: true });
  }
}
`;
