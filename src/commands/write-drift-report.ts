import type { Project } from "../config/load.ts";
import { withoutIgnoredNames, type DriftResult } from "../report/drift/result.ts";
import { scrubStrings } from "../report/redaction.ts";
import { toolVersion } from "../version.ts";
import type { Context } from "./command.ts";
import { parseOutputFile } from "./output-file.ts";
import { readRepositoryText } from "./repository-text.ts";
import { driftFormats, type DriftFormat } from "./shared-options.ts";
import { writeFormats, type TextStyle } from "./write-report.ts";

interface Options {
  format: DriftFormat | undefined;
  output: readonly string[];
  all: boolean;
  "show-ignored": boolean;
}

/**
 * Prints a drift report, and writes it to files, in any of its formats.
 *
 * @throws UsageError when a file can't be written.
 */
export async function writeDriftReport(
  context: Context,
  project: Project,
  options: Options,
  unscrubbed: DriftResult,
): Promise<void> {
  // Before it is rendered: a format's escapes would hide a password from the search for it.
  const scrubbed = scrubStrings(unscrubbed, (text) => context.console.scrubbed(text));
  const result = options["show-ignored"] ? scrubbed : withoutIgnoredNames(scrubbed);
  const { format = "text", output } = options;
  const wanted = new Set([
    format,
    ...output.flatMap((value) => parseOutputFile(value, driftFormats)?.format ?? []),
  ]);
  const load = renderersOf(result, { context, project, all: options.all });
  const loaded = await Promise.all(
    [...wanted].map(async (one) => [one, await load[one]()] as const),
  );
  const renderers = new Map<string, Render>(loaded);
  writeFormats(context, options, driftFormats, (one, style) => renderers.get(one)!(style));
}

type Render = (style: TextStyle) => string;

/** What renders a result in each format; its code is loaded when it is wanted. */
function renderersOf(
  result: DriftResult,
  { context, project, all }: { context: Context; project: Project; all: boolean },
): Record<DriftFormat, () => Promise<Render>> {
  const createLocator = async () => {
    const location = await import("../report/drift/location.ts");
    return location.createLocator(readRepositoryText(context, project, result));
  };
  const pretty = (value: unknown) => JSON.stringify(value, undefined, 2);
  return {
    text: async () => {
      const { renderDriftText } = await import("../report/drift/text.ts");
      return (style) => renderDriftText(result, { ...style, all: all || style.isFile });
    },
    json: async () => {
      const { renderDriftJson } = await import("../report/drift/json.ts");
      return () => pretty(renderDriftJson(result));
    },
    github: async () => {
      const { renderDriftGithub } = await import("../report/drift/github.ts");
      const locator = await createLocator();
      return () => renderDriftGithub(result, locator);
    },
    markdown: async () => {
      const { renderDriftMarkdown } = await import("../report/drift/markdown.ts");
      return () => renderDriftMarkdown(result);
    },
    sarif: async () => {
      const { renderDriftSarif } = await import("../report/drift/sarif.ts");
      const locator = await createLocator();
      return () => pretty(renderDriftSarif(result, { locator, toolVersion }));
    },
    junit: async () => {
      const { renderDriftJunit } = await import("../report/drift/junit.ts");
      return () => renderDriftJunit(result);
    },
    html: async () => {
      const { renderDriftHtml } = await import("../report/drift/html.ts");
      return () => renderDriftHtml(result, { toolVersion });
    },
  };
}
