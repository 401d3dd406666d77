/** A release of psql 15, whose behaviour may be followed where they differ. */
export interface PsqlRelease {
  /** `15.18` */
  version: string;
  /** As VERSION_NUM has it: 150018. */
  number: number;
  /** Data behind a COPY FROM STDIN that failed at its start are skipped, not run as SQL (CVE-2026-6464). */
  skipsDataOfFailedCopy: boolean;
  /** Neither `\;` within the body of a routine hides the body's END, nor a skipped branch of \if a body behind it. */
  keepsBodies: boolean;
  /** Expanded records are as wide as their header lines. */
  fillsRecords: boolean;
}

/** Reads `15.18`; undefined for anything but a release of psql 15. */
export function psqlRelease(version: string): PsqlRelease | undefined {
  const minor = /^15\.(\d{1,2})$/.exec(version)?.[1];
  if (minor === undefined) return undefined;
  const isLater = Number(minor) >= 19;
  return {
    version,
    number: 150_000 + Number(minor),
    skipsDataOfFailedCopy: isLater,
    keepsBodies: isLater,
    fillsRecords: isLater,
  };
}

/** The newest that is known: followed where nothing else says which. */
export const newestRelease = psqlRelease("15.20") as PsqlRelease;
