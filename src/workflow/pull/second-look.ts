import type { CatalogText } from "../../catalog/fact-text.ts";
import type { Project } from "../../config/load.ts";
import type { Target } from "../../postgres/settings.ts";
import { readProjectText } from "./read-project.ts";
import type { Run } from "../run.ts";

/** What the database holds by now, with which a pull is compared in the end. */
export interface SecondLook {
  /** Said when drizzle-kit has looked for the last time: the server answers while this program prints. */
  begin(): void;
  /** What was seen. Looks now, if that wasn't begun or didn't succeed. */
  end(): Promise<CatalogText>;
}

/** A proof takes its time: with one, nothing begins before the end. */
export function openSecondLook(project: Project, { settings }: Target, run: Run): SecondLook {
  const look = () => readProjectText(project, settings, run);
  const isLater = run.prove && run.postpone === undefined;
  let begun: Promise<CatalogText> | undefined;
  return {
    begin: () => {
      if (isLater) return;
      begun = look();
      begun.catch(() => {});
    },
    // A role may be allowed one connection only, and drizzle-kit's was still open at the beginning.
    end: () => begun?.catch(look) ?? look(),
  };
}
