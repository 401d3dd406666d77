import { extname, resolve } from "node:path";
import { ExitCode, UsageError } from "../errors.ts";
import { fileReason } from "../file-reason.ts";
import { scrubStrings } from "../report/redaction.ts";
import { toolVersion } from "../version.ts";
import { defineCommand } from "./command.ts";
import { openProject } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { writeWholeFile } from "./write-file.ts";

const usualFile = "schema.html";
/** Seconds for the history. */
const usualPatience = 20;

export const reportCommand = defineCommand({
  name: "report",
  summary: "The schema as one page for a browser, from the catalog snapshot.",
  arguments: "[FILE]",
  description: `Writes one HTML file with everything in the committed catalog snapshot: a diagram of the tables and the
keys between them, every column, constraint, index, policy, trigger, privilege and comment, what Drizzle can't express, and
which migration made what. The page needs no network, no server and no other file, and opens from anywhere.

No database is needed. Which migration made what is found out by replaying the migrations on a throw-away database; if
that isn't possible, the page says so. See docs/report.md.`,
  options: {
    html: { type: "boolean", help: "Write HTML: the only format, so this may be left out." },
    output: {
      type: "string",
      value: "FILE",
      help: `Where to write it, as FILE does. Default: ${usualFile}.`,
    },
    title: {
      type: "string",
      value: "TEXT",
      help: "What stands above the page. Default: the name in package.json.",
    },
    "no-history": {
      type: "boolean",
      help: "Don't look up which migration made what; then nothing but the snapshot is read.",
    },
    patience: {
      type: "seconds",
      value: "SECONDS",
      help: `How long looking at each migration may take; if longer, several are looked at together. Default: ${usualPatience}.`,
    },
  },
  examples: [
    ["dbfirst report --html", `write ${usualFile}`],
    ["dbfirst report --html docs/schema.html --no-history", "from the snapshot alone"],
  ],
  async run(context, { options, arguments: files }) {
    const file = chooseFile(options.output, files);
    const project = await openProject(context);
    const [{ describeSchema }, { renderSchemaPage }, { schemaPageProgram }] = await Promise.all([
      import("../workflow/describe-schema.ts"),
      import("../report/schema-page/page.ts"),
      import("./schema-page-program.ts"),
    ]);
    const { patience = usualPatience } = options;
    const described = await describeSchema(
      project,
      options["no-history"] ? undefined : patience,
      progressOn(context),
    );
    context.console.step("Drawing");
    const { title = described.title } = options;
    // Before it is rendered: escapes would hide a password from the search for it.
    const shown = scrubStrings({ ...described, title, toolVersion }, (text) =>
      context.console.scrubbed(text),
    );
    const page = renderSchemaPage(shown, await schemaPageProgram());
    context.console.done();
    try {
      writeWholeFile(resolve(context.directory, file), page);
    } catch (error) {
      throw new UsageError(`${file} can't be written: ${fileReason(error)}`, {
        cause: error,
      });
    }
    context.console.print(`Written: ${file}`);
    return ExitCode.ok;
  },
});

function chooseFile(output: string | undefined, files: readonly string[]): string {
  const named = [...files, ...(output === undefined ? [] : [output])];
  if (named.length > 1)
    throw new UsageError(`report writes one file; found ${named.join(" and ")}`);
  const [file = usualFile] = named;
  // It replaces what is there, and a slip of the hand may name anything.
  if (/^(\.html?|)$/i.test(extname(file))) return file;
  throw new UsageError(`report writes a page of HTML; found "${file}"`, {
    hint: "Give it a name that ends in .html.",
  });
}
