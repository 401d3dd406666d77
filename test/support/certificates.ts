import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The path of a certificate or key of the TLS tests; `certificates/make.sh` made them. */
export function certificateFile(name: string): string {
  return fileURLToPath(new URL(`../postgres/certificates/${name}`, import.meta.url));
}

/** The files and settings with which a server offers TLS with one of the certificates. */
export function serverCertificate(name: string) {
  return {
    files: {
      "server.crt": readFileSync(certificateFile(`${name}.crt`)),
      "server.key": readFileSync(certificateFile(`${name}.key`)),
      "root.crt": readFileSync(certificateFile("authority.crt")),
    },
    settings: { ssl: "on", ssl_ca_file: "root.crt" },
  };
}
