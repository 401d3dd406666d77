import { passkey } from "@better-auth/passkey";
import type { BetterAuthOptions } from "better-auth";
import { admin, organization, twoFactor, username } from "better-auth/plugins";

/**
 * What the running application and the SQL generator must agree on. A plugin that is added here asks for tables and
 * columns: `auth:generate` writes them to better-auth_migrations/.
 */
export const authOptions = {
  appName: "Waypoint",
  emailAndPassword: { enabled: true },
  telemetry: { enabled: false },
  plugins: [organization(), admin(), twoFactor(), passkey({ rpName: "Waypoint" }), username()],
} satisfies BetterAuthOptions;
