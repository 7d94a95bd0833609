DROP INDEX "engine"."executions_owner";--> statement-breakpoint
ALTER TABLE "engine"."executions" ADD COLUMN "estimate" jsonb;--> statement-breakpoint
ALTER TABLE "engine"."executions" ADD COLUMN "workflow_version" integer;--> statement-breakpoint
ALTER TABLE "engine"."executions" ADD COLUMN "dry_run" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "executions_workflow" ON "engine"."executions" USING btree ("workflow_id","started_at");--> statement-breakpoint
CREATE INDEX "executions_dry_runs" ON "engine"."executions" USING btree ("started_at") WHERE "engine"."executions"."dry_run";--> statement-breakpoint
CREATE INDEX "executions_owner" ON "engine"."executions" USING btree ("user_id","started_at");