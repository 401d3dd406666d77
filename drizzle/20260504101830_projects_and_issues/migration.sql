CREATE TYPE "issue_status" AS ENUM('open', 'in_progress', 'done', 'cancelled');--> statement-breakpoint
CREATE TABLE "issue" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"project_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"status" "issue_status" DEFAULT 'open'::"issue_status" NOT NULL,
	"priority" smallint DEFAULT 0 NOT NULL,
	"reporter_id" text NOT NULL,
	"assignee_id" text,
	"due_on" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "issue_project_id_number_key" UNIQUE("project_id","number"),
	CONSTRAINT "issue_priority_check" CHECK (((priority >= 0) AND (priority <= 3)))
);
--> statement-breakpoint
CREATE TABLE "project" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	"organization_id" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"lead_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "project_organization_id_key_key" UNIQUE("organization_id","key"),
	CONSTRAINT "project_key_check" CHECK ((key ~ '^[A-Z][A-Z0-9]{1,7}$'::text))
);
--> statement-breakpoint
CREATE INDEX "issue_project_id_status_idx" ON "issue" ("project_id","status","priority" DESC);--> statement-breakpoint
CREATE INDEX "issue_assignee_id_idx" ON "issue" ("assignee_id") WHERE (status <> 'done'::issue_status);--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_project_id_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_reporter_id_user_id_fkey" FOREIGN KEY ("reporter_id") REFERENCES "user"("id") ON DELETE RESTRICT;--> statement-breakpoint
ALTER TABLE "issue" ADD CONSTRAINT "issue_assignee_id_user_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "user"("id") ON DELETE SET NULL;--> statement-breakpoint
ALTER TABLE "project" ADD CONSTRAINT "project_organization_id_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE;--> statement-breakpoint
ALTER TABLE "project" ADD CONSTRAINT "project_lead_id_user_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "user"("id") ON DELETE SET NULL;