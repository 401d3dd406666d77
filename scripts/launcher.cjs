#!/usr/bin/env node
"use strict";

// What `dbfirst` starts. psql is one file that is no module: reading, linking and running modules one by one takes longer
// than a short script does.
if (process.argv[2] === "psql") runPsql();
else void import("./cli.js");

/**
 * Runs psql.cjs with the code that V8 made of it in an earlier run, which is kept beside it where that can be written:
 * making it takes a third of what a short script takes. V8 refuses code of another version, or made with other switches;
 * that it is of this very file, its name says. https://nodejs.org/docs/latest-v20.x/api/vm.html#scriptcreatecacheddata
 */
function runPsql() {
  const { readFileSync } = require("node:fs");
  const { Script } = require("node:vm");
  const filename = `${__dirname}/psql.cjs`;
  const codeFile = `${__dirname}/psql-PROGRAM_HASH-${process.version}-${process.arch}.code`;
  const cachedData = ifThere(() => readFileSync(codeFile));
  // Code that was kept has no import() on Node 20: it is handed in.
  const text = `(function (require, importMain) {${readFileSync(filename, "utf8")}\n})`;
  const script = new Script(text, { filename, cachedData });
  const isKept = cachedData !== undefined && script.cachedDataRejected !== true;
  // At the end, as V8 compiles a function when it is called.
  if (!isKept && runsScripts()) process.once("exit", () => ifThere(() => keep(script, codeFile)));
  script.runInThisContext()(require, () => import("./main.js"));
}

function runsScripts() {
  const isOff = process.env.NODE_DISABLE_COMPILE_CACHE !== undefined;
  return !isOff && !/^(?:--help|--version|-V|-\?)/.test(process.argv[3] ?? "");
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
