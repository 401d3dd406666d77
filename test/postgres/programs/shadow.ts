import { createShadow } from "../../../src/postgres/shadow.ts";

// Starts a shadow, prints its folder, and then ends as it is told.
const [projectDir, how] = process.argv.slice(2);
const abort = new AbortController();
if (how === "interrupt") process.on("SIGINT", () => abort.abort());

const shadow = await createShadow({ projectDir: projectDir ?? "", signal: abort.signal });
process.stdout.write(`${shadow.settings.host}\n`);

// oxlint-disable-next-line no-process-exit -- that is what is tested
if (how === "exit") process.exit(0);
if (how === "crash")
  throw Object.assign(new Error("a defect"), { stack: "a defect, as the test wants it" });
if (how === "dispose") {
  await shadow.createDatabase();
  await shadow.dispose();
} else {
  const alive = setInterval(() => {
    if (abort.signal.aborted) clearInterval(alive);
  }, 10);
}
