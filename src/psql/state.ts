import type { ConnectionSettings } from "../postgres/settings.ts";
import type { ScriptedPipeline } from "./execute/scripted-pipeline.ts";
import type { LineSource } from "./line-source.ts";
import type { Output } from "./output.ts";
import { demandShell, type Permissions } from "./permissions.ts";
import { defaultPrintOptions, type PrintOptions } from "./print/table.ts";
import { type Charset, charsetOf } from "./print/charset.ts";
import { newestRelease, type PsqlRelease } from "./release.ts";
import type { Locus, Reporter, ServerError, Statement } from "./messages/reporter.ts";
import { defaultSwitches, establishSpecialVariables } from "./special-variables.ts";
import { type Bytes, fromBytes, toBytes } from "./text/bytes.ts";
import { markTrailingBytes } from "./text/marked-bytes.ts";
import { whyNotQuotable } from "./text/quotable.ts";
import { quoteValue } from "./text/quote-value.ts";
import type { Quoting } from "./text/variable-reference.ts";
import type { SourcePlace } from "./text/query-buffer.ts";
import { Variables } from "./variables.ts";
import type { Connection } from "../postgres/wire/connection.ts";

/** What the next statement's result is for: set by \g and its kin, gone when the statement is done. */
export interface Destination {
  /** \g FILE */
  file: Bytes | undefined;
  /** \gset: the prefix */
  variables: Bytes | undefined;
  execute: boolean;
  describe: boolean;
  /** \crosstabview: its four arguments */
  crosstab: (Bytes | undefined)[] | undefined;
  /** \bind and its kin: the statement goes by the extended protocol */
  extended: ExtendedRequest | undefined;
  /** \startpipeline and its kin: this is done, and no statement sent */
  pipeline: PipelineRequest | undefined;
  /** The print options as they were before `\g (…)` or \gx changed them. */
  savedPrint: PrintOptions | undefined;
}

/** A statement with parameters; one that is kept under a name, run, or forgotten. */
export type ExtendedRequest =
  | { kind: "bind"; values: Bytes[] }
  | { kind: "parse"; name: Bytes }
  | { kind: "bind-named"; name: Bytes; values: Bytes[] }
  | { kind: "close"; name: Bytes };

/** `results`: so many; 0 stands for all that there are. */
export type PipelineRequest =
  | { kind: "start" | "end" | "sync" | "flush" | "flush-request" }
  | { kind: "results"; count: number };

export function noDestination(): Destination {
  return {
    file: undefined,
    variables: undefined,
    execute: false,
    describe: false,
    crosstab: undefined,
    extended: undefined,
    pipeline: undefined,
    savedPrint: undefined,
  };
}

export interface SessionIo {
  stdout: Output;
  /** The process's standard input, read only when a script asks for it. */
  stdin: () => LineSource;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
}

/** What is awaited before a statement, and after it where it succeeded. */
export interface Watch {
  before: () => Promise<void>;
  after: (at: { file: Bytes; line: number }) => Promise<void>;
}

/** Everything that lasts from statement to statement: what psql keeps in `pset`. */
export class Session {
  readonly variables = new Variables();
  readonly switches = defaultSwitches();
  readonly stdout: Output;
  readonly stdin: () => LineSource;
  readonly env: Record<string, string | undefined>;
  readonly permissions: Permissions;
  /** The current folder. */
  cwd: Bytes;
  /** -L's file: statements and results, besides where they go anyway. */
  log: Output | undefined;
  /** Where results go: standard output, or \o's file. */
  output: Output;
  print: PrintOptions = { ...defaultPrintOptions };
  timing = false;
  connection: Connection | undefined;
  /** The pipeline that the script has opened on this connection, or had. */
  pipeline: ScriptedPipeline | undefined;
  settings: ConnectionSettings;
  /** The script that is being read. */
  source: LineSource | undefined;
  file: Bytes | undefined;
  /** How many files are open, each included by the one before. */
  includes = 0;
  destination: Destination = noDestination();
  /** The data of \copy, in place of the script or the output. */
  copySource: LineSource | undefined;
  copyTarget: Output | undefined;
  lastError: { error: ServerError; statement: Statement } | undefined;
  /** \restrict's key while it is in force. */
  restrictKey: Bytes | undefined;
  /** Whether a -c or a file was begun. */
  hasBegun = false;
  cancelled = false;
  /** Where the command or statement that runs at the moment stands in the script. */
  place: SourcePlace | undefined;
  /** The line that messages name in place of the one that is read: a statement that was sent ahead. */
  line: number | undefined;
  /** Asked before each statement of the script is sent; what it refuses, it has reported. */
  admits: ((statement: Statement) => Statement | "skip" | "refuse") | undefined;
  /** Called after each statement of the script: `apply` watches the transaction. */
  onStatementDone: ((statement: Statement, tags: ReadonlySet<Bytes>) => void) | undefined;
  /** Called for each statement of the script that succeeded. */
  onTag: ((tag: Bytes) => void) | undefined;
  /** What is done round a statement of the script, if it is to be: that one is sent when all before it are done. */
  watch: ((statement: Bytes) => Watch | undefined) | undefined;
  encoding: Bytes = "UTF8";
  /** True where any error ends the script, whatever the variables say: `apply`. */
  readonly strict: boolean;
  reporter: Reporter;
  readonly #findRelease: () => PsqlRelease;
  #release: PsqlRelease | undefined;

  constructor(options: {
    io: SessionIo;
    settings: ConnectionSettings;
    permissions: Permissions;
    strict: boolean;
    /** Asked once, when something depends on it. The newest by default. */
    release?: (() => PsqlRelease) | undefined;
    reporter: (session: Session) => Reporter;
  }) {
    this.stdout = options.io.stdout;
    this.output = options.io.stdout;
    this.stdin = options.io.stdin;
    this.env = { ...options.io.env };
    this.cwd = toBytes(options.io.cwd);
    this.permissions = options.permissions;
    this.settings = options.settings;
    this.strict = options.strict;
    this.#findRelease = options.release ?? (() => newestRelease);
    this.print.fillsRecords = () => this.release.fillsRecords;
    establishSpecialVariables(this.variables, this.switches, () => this.release);
    this.reporter = options.reporter(this);
  }

  /** Whose behaviour is followed where releases of psql 15 differ. */
  get release(): PsqlRelease {
    return (this.#release ??= this.#findRelease());
  }

  get charset(): Charset {
    return charsetOf(this.encoding);
  }

  get locus(): Locus {
    const line = this.line ?? this.source?.lineNumber ?? 0;
    return { file: this.file, line, terse: this.hasBegun && this.file === undefined };
  }

  /** A dump's data are never taken for SQL: it ends them with a marker, whatever becomes of its COPY. */
  get skipsDataOfFailedCopy(): boolean {
    return this.release.skipsDataOfFailedCopy || this.restrictKey !== undefined;
  }

  /** Sets a variable, reporting why not. */
  set(name: Bytes, value: Bytes | undefined): boolean {
    const refusal = this.variables.set(name, value);
    if (refusal !== undefined) this.reporter.error(refusal);
    return refusal === undefined;
  }

  /** A variable's value for SQL or an argument; undefined, with the reason reported, where the text stays as it is. */
  variable(
    name: Bytes,
    quoting: Quoting,
    report: (say: () => void) => void = (say) => say(),
  ): Bytes | undefined {
    const text = this.variables.get(name);
    const value = text === undefined ? undefined : markTrailingBytes(text, this.encoding);
    if (value === undefined || quoting === "plain") return value;
    if (this.connection === undefined) {
      report(() => this.reporter.error("cannot escape without active connection"));
      return undefined;
    }
    const refusal = whyNotQuotable(value, this.encoding);
    if (refusal === undefined) return quoteValue(value, { identifier: quoting === "identifier" });
    report(() => this.reporter.info(refusal));
    return undefined;
  }

  /** Hands on what was printed and is still buffered. */
  flush(): void {
    this.stdout.flush();
    if (this.output !== this.stdout) this.output.flush();
  }

  /** What a command between backquotes prints, without the newline at its end. */
  backquote(command: Bytes): Bytes {
    if (command.trim() === "") return "";
    const shell = demandShell(this.permissions, `\`${fromBytes(command)}\``);
    this.stdout.flush();
    const printed = shell.capture(command, this);
    if (printed === undefined) this.reporter.error(`${command}: the command couldn't be started`);
    return printed?.replace(/\n$/, "") ?? "";
  }

  /** SHELL_ERROR and SHELL_EXIT_CODE, as in psql 16. */
  commandEnded(exitCode: number): void {
    this.variables.set("SHELL_ERROR", String(exitCode !== 0));
    this.variables.set("SHELL_EXIT_CODE", String(exitCode));
  }

  /** Takes over what the server says about itself and the session. */
  syncVariables(): void {
    const { connection, settings } = this;
    const parameter = (name: string): Bytes | undefined => connection?.parameters.get(name);
    const version = parameter("server_version");
    this.encoding = clientEncoding(connection) ?? "UTF8";
    const values: Record<string, Bytes | undefined> = {
      DBNAME: toBytes(settings.database),
      USER: toBytes(settings.user),
      HOST: toBytes(settings.host),
      PORT: String(settings.port),
      ENCODING: this.encoding,
      SERVER_VERSION_NAME: version,
      SERVER_VERSION_NUM: version === undefined ? undefined : versionNumber(version),
    };
    for (const [name, value] of Object.entries(values))
      this.variables.set(name, connection === undefined ? undefined : value);
  }

  /** After a statement: a changed client_encoding. */
  trackEncoding(): void {
    const encoding = clientEncoding(this.connection);
    if (encoding === undefined || encoding === this.encoding) return;
    this.encoding = encoding;
    this.variables.set("ENCODING", encoding);
  }
}

/** The server leaves this one name as it was given. */
function clientEncoding(connection: Connection | undefined): Bytes | undefined {
  const encoding = connection?.parameters.get("client_encoding");
  return encoding === "UNICODE" ? "UTF8" : encoding;
}

/** `15.18 (Debian …)` as 150018. */
function versionNumber(version: Bytes): Bytes {
  const [major, minor] = version.split(/[^0-9]/);
  return String(Number(major) * 10000 + Number(minor || 0));
}
