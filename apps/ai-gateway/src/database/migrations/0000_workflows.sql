CREATE SCHEMA "gateway";
--> statement-breakpoint
CREATE TABLE "gateway"."workflows" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"prompt" text NOT NULL,
	"planner" text NOT NULL,
	"model" text NOT NULL,
	"warnings" jsonb NOT NULL,
	"definition" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "workflows_of_user" ON "gateway"."workflows" USING btree ("user_id","created_at","id");