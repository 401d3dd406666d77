/** libpq's connection options by keyword, as they were given. */
export type Conninfo = Map<string, string>;

/**
 * libpq's connection options, 14 to 18, and the environment variables that name them:
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS.
 */
export const variableOf: ReadonlyMap<string, string | undefined> = new Map(
  Object.entries({
    service: "PGSERVICE",
    servicefile: "PGSERVICEFILE",
    user: "PGUSER",
    password: "PGPASSWORD",
    passfile: "PGPASSFILE",
    channel_binding: "PGCHANNELBINDING",
    connect_timeout: "PGCONNECT_TIMEOUT",
    dbname: "PGDATABASE",
    host: "PGHOST",
    hostaddr: "PGHOSTADDR",
    port: "PGPORT",
    client_encoding: "PGCLIENTENCODING",
    options: "PGOPTIONS",
    application_name: "PGAPPNAME",
    fallback_application_name: undefined,
    keepalives: undefined,
    keepalives_idle: undefined,
    keepalives_interval: undefined,
    keepalives_count: undefined,
    tcp_user_timeout: undefined,
    sslmode: "PGSSLMODE",
    sslnegotiation: "PGSSLNEGOTIATION",
    sslcompression: "PGSSLCOMPRESSION",
    sslcert: "PGSSLCERT",
    sslkey: "PGSSLKEY",
    sslcertmode: "PGSSLCERTMODE",
    sslpassword: undefined,
    sslrootcert: "PGSSLROOTCERT",
    sslcrl: "PGSSLCRL",
    sslcrldir: "PGSSLCRLDIR",
    sslsni: "PGSSLSNI",
    requirepeer: "PGREQUIREPEER",
    require_auth: "PGREQUIREAUTH",
    min_protocol_version: "PGMINPROTOCOLVERSION",
    max_protocol_version: "PGMAXPROTOCOLVERSION",
    ssl_min_protocol_version: "PGSSLMINPROTOCOLVERSION",
    ssl_max_protocol_version: "PGSSLMAXPROTOCOLVERSION",
    gssencmode: "PGGSSENCMODE",
    krbsrvname: "PGKRBSRVNAME",
    gsslib: "PGGSSLIB",
    gssdelegation: "PGGSSDELEGATION",
    replication: undefined,
    target_session_attrs: "PGTARGETSESSIONATTRS",
    load_balance_hosts: "PGLOADBALANCEHOSTS",
  }),
);

/** Variables that libpq turns into settings of the session. */
export const sessionVariables: Readonly<Record<string, string>> = {
  PGDATESTYLE: "datestyle",
  PGTZ: "timezone",
  PGGEQO: "geqo",
};
