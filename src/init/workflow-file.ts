import type { PackageManager } from "../postgres/embedded/install-command.ts";

export interface WorkflowOptions {
  manager: PackageManager;
  /** `packageManager` of package.json says which version: its own installer reads it there. */
  hasVersion: boolean;
  /** Yarn before 2. */
  isClassicYarn: boolean;
  /** Whether there is a lock file to install by. */
  isLocked: boolean;
  /** The folder with the lock file, relative to the repository; "" is the repository. */
  root: string;
  /** The package's folder, relative to the repository. */
  path: string;
  /** What sources need besides: one that runs in Python, and where its requirements are. */
  python: { requirements: string | undefined; usesUv: boolean } | undefined;
  /** Programs that must be installed by hand. */
  programs: readonly string[];
}

/** The workflow that checks pull requests, as YAML. No database is needed for it, and no secret. */
export function workflowFile(options: WorkflowOptions): string {
  const { path } = options;
  return [
    "name: database",
    "on: pull_request",
    "permissions:",
    "  contents: read",
    "jobs:",
    "  check-drift:",
    "    runs-on: ubuntu-latest",
    "    steps:",
    "      - uses: actions/checkout@v4",
    ...setUp(options),
    ...step(install(options), options.root),
    ...programs(options),
    "      # The SQL files on a throw-away database, beside the committed schema. Differences are shown in the files changed.",
    ...step(
      `${execPrefix(options.manager)} check-drift --format github --output "markdown=$GITHUB_STEP_SUMMARY"`,
      path,
    ),
    "",
  ].join("\n");
}

/** How a script of package.json is run. */
export function runPrefix(manager: PackageManager): string {
  return { npm: "npm run ", pnpm: "pnpm ", yarn: "yarn ", bun: "bun run " }[manager];
}

/** How a program of the project's packages is run. */
export function execPrefix(manager: PackageManager): string {
  return {
    npm: "npx dbfirst",
    pnpm: "pnpm exec dbfirst",
    yarn: "yarn dbfirst",
    bun: "bunx dbfirst",
  }[manager];
}

function setUp({ manager, hasVersion, isClassicYarn, isLocked, root }: WorkflowOptions): string[] {
  const inRoot = root === "" ? [] : [`          cache-dependency-path: ${yaml(`${root}/*lock*`)}`];
  const cache = isLocked && manager !== "bun" ? [`          cache: ${manager}`, ...inRoot] : [];
  const node = [
    "      - uses: actions/setup-node@v4",
    "        with:",
    "          node-version: 22",
    ...cache,
  ];
  switch (manager) {
    case "npm":
      return node;
    case "pnpm":
      return [
        "      - uses: pnpm/action-setup@v4",
        ...(hasVersion ? [] : ["        with:", "          version: latest"]),
        ...node,
      ];
    case "yarn":
      return isClassicYarn ? node : ["      - run: corepack enable", ...node];
    case "bun":
      return ["      - uses: oven-sh/setup-bun@v2", ...node];
  }
}

function install({ manager, isLocked, isClassicYarn }: WorkflowOptions): string {
  if (!isLocked) return `${manager} install`;
  const frozen = {
    npm: "npm ci",
    pnpm: "pnpm install --frozen-lockfile",
    yarn: isClassicYarn ? "yarn install --frozen-lockfile" : "yarn install --immutable",
    bun: "bun install --frozen-lockfile",
  };
  return frozen[manager];
}

function programs({ python, programs: others }: WorkflowOptions): string[] {
  const steps: string[] = [];
  if (python?.usesUv === true) steps.push("      - uses: astral-sh/setup-uv@v5");
  else if (python !== undefined) {
    const packages =
      python.requirements === undefined ? "alembic psycopg2-binary" : `-r ${python.requirements}`;
    steps.push(
      "      - uses: actions/setup-python@v5",
      "        with:",
      '          python-version: "3.12"',
      `      - run: pip install ${packages}`,
    );
  }
  if (others.length > 0)
    steps.push(`      # A step that installs ${others.join(" and ")} belongs here.`);
  return steps;
}

function step(run: string, folder: string): string[] {
  const where = folder === "" ? [] : [`        working-directory: ${yaml(folder)}`];
  return [`      - run: ${run}`, ...where];
}

/** A plain text, or a quoted one where YAML would read it in another way. */
function yaml(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : JSON.stringify(text);
}
