import { ownedFolder, scratchFolder } from "../../../src/postgres/owned-folder.ts";

// Makes a folder for a purpose, or beside a stem, prints it, and waits to be killed.
const [tmp, purpose = "", stem] = process.argv.slice(2);
process.env["TMPDIR"] = tmp;
process.stdout.write(`${stem === undefined ? scratchFolder(purpose) : ownedFolder(stem)}\n`);
setInterval(() => {}, 1000);
