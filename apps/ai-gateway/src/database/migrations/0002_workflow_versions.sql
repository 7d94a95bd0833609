CREATE TABLE "gateway"."workflow_versions" (
	"workflow_id" text NOT NULL,
	"version" integer NOT NULL,
	"user_id" text NOT NULL,
	"origin" text NOT NULL,
	"instruction" text,
	"restored_from" integer,
	"planner" text NOT NULL,
	"model" text NOT NULL,
	"warnings" jsonb NOT NULL,
	"repairs" jsonb NOT NULL,
	"usage" jsonb NOT NULL,
	"definition" json NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workflow_versions_workflow_id_version_pk" PRIMARY KEY("workflow_id","version")
);
--> statement-breakpoint
ALTER TABLE "gateway"."workflows" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "gateway"."workflow_versions" ADD CONSTRAINT "workflow_versions_workflow_id_workflows_id_fk" FOREIGN KEY ("workflow_id") REFERENCES "gateway"."workflows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
INSERT INTO "gateway"."workflow_versions" ("workflow_id", "version", "user_id", "origin", "planner", "model", "warnings", "repairs", "usage", "definition", "created_at")
SELECT "id", 1, "user_id", 'generated', "planner", "model", "warnings", '[]', '{"llm_calls":0,"input_tokens":0,"output_tokens":0,"cost_usd":null}', "definition"::json, "created_at" FROM "gateway"."workflows";
