#!/usr/bin/env node
"use strict";

// What `dbfirst` starts. Each program is one file that is no module: reading, linking and running modules one by one takes
// longer than a short script or a clean check does.
refuseOldNode();
if (process.argv[2] === "psql") load("psql");
else load("dbfirst").run();

/** By `engines` of package.json. An older one lacks functions that are called all over, and would fail at any of them. */
function refuseOldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const oldestMinor = { 20: 19, 22: 12 }[major];
  if (oldestMinor === undefined ? major > 22 : minor >= oldestMinor) return;
  process.stderr.write(
    `error: dbfirst needs Node 20.19, 22.12 or newer; this is ${process.version}\nhint: Install a current Node: https://nodejs.org\n`,
  );
  process.exit(2);
}

/**
 * Runs a program with the code that V8 made of it in an earlier run of the same command, which is kept beside it where that
 * can be written: making it takes a third of what a short script takes. V8 refuses code of another version, or made with
 * other switches; that it is of this very file, its name says.
 * https://nodejs.org/docs/latest-v20.x/api/vm.html#scriptcreatecacheddata
 *
 * @returns what the program exports.
 */
function load(program) {
  const { readFileSync } = require("node:fs");
  const { pathToFileURL } = require("node:url");
  const { Script } = require("node:vm");
  const filename = `${__dirname}/${program}.cjs`;
  const codeFile = codeFileOf(program);
  const cachedData = codeFile && ifThere(() => readFileSync(codeFile));
  // Every character is one of ASCII's. Code that was kept has no import() on Node 20: it is handed in.
  const text = `(function (module, require, importModule, loadProgram, __dirname, importMetaUrl) {${readFileSync(filename, "latin1")}\n})`;
  const script = new Script(text, { filename, cachedData });
  const isKept = cachedData !== undefined && script.cachedDataRejected !== true;
  // At the end, as V8 compiles a function when it is called. What couldn't do its work called few.
  if (codeFile !== undefined && !isKept)
    process.once("exit", (code) => code !== 2 && ifThere(() => keep(script, codeFile)));
  const module = { exports: {} };
  const importModule = (specifier) => import(specifier);
  const url = pathToFileURL(filename).href;
  script.runInThisContext()(module, require, importModule, load, __dirname, url);
  return module.exports;
}

/** One per command, as each compiles other functions; undefined where this run's code is no use to a later one. */
function codeFileOf(program) {
  if (process.env.NODE_DISABLE_COMPILE_CACHE !== undefined) return undefined;
  const [command, option] = process.argv.slice(2);
  const isHelp = /^(?:--help|--version|-h|-V|-\?)/.test(option ?? "");
  const isCommand = !isHelp && "COMMANDS".split(" ").includes(command);
  if (program === "psql" && isHelp) return undefined;
  const hash = { psql: "PSQL_HASH", dbfirst: "DBFIRST_HASH" }[program];
  const name = program === command ? program : `${program}-${isCommand ? command : "help"}`;
  return `${__dirname}/${name}-${hash}-${process.version}-${process.arch}.code`;
}

/** Whole or not at all: others may do the same at this moment. */
function keep(script, file) {
  const { renameSync, rmSync, writeFileSync } = require("node:fs");
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, script.createCachedData(), { flag: "wx", flush: true });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A folder that can't be written, or holds no code yet, costs time and nothing else. */
function ifThere(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
