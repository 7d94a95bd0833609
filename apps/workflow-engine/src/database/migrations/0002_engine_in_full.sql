CREATE TABLE "engine"."blobs" (
	"execution_id" text NOT NULL,
	"id" text NOT NULL,
	"content" "bytea" NOT NULL,
	"size" integer NOT NULL,
	CONSTRAINT "blobs_execution_id_id_pk" PRIMARY KEY("execution_id","id")
);
--> statement-breakpoint
CREATE TABLE "engine"."budgets" (
	"execution_id" text NOT NULL,
	"scope" text NOT NULL,
	"llm_calls" integer DEFAULT 0 NOT NULL,
	"tokens" bigint DEFAULT 0 NOT NULL,
	"cost_usd" double precision DEFAULT 0 NOT NULL,
	"raised" jsonb,
	CONSTRAINT "budgets_execution_id_scope_pk" PRIMARY KEY("execution_id","scope")
);
--> statement-breakpoint
CREATE TABLE "engine"."requests" (
	"execution_id" text NOT NULL,
	"request_id" text NOT NULL,
	"kind" text NOT NULL,
	"workflow_id" text NOT NULL,
	"node_id" text NOT NULL,
	"message" text NOT NULL,
	"decisions" jsonb NOT NULL,
	"data" jsonb,
	"form" jsonb,
	"approvers" jsonb,
	"required" integer NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"status" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "requests_execution_id_request_id_pk" PRIMARY KEY("execution_id","request_id")
);
--> statement-breakpoint
CREATE TABLE "engine"."reservations" (
	"execution_id" text NOT NULL,
	"scope" text NOT NULL,
	"path" text NOT NULL,
	"turn" integer NOT NULL,
	"tokens" bigint NOT NULL,
	"cost_usd" double precision NOT NULL,
	CONSTRAINT "reservations_execution_id_scope_path_turn_pk" PRIMARY KEY("execution_id","scope","path","turn")
);
--> statement-breakpoint
CREATE TABLE "engine"."tool_snapshots" (
	"execution_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"effect" text NOT NULL,
	"needs_approval" boolean NOT NULL,
	CONSTRAINT "tool_snapshots_execution_id_name_pk" PRIMARY KEY("execution_id","name")
);
--> statement-breakpoint
ALTER TABLE "engine"."execution_nodes" ADD COLUMN "output_blob" jsonb;--> statement-breakpoint
ALTER TABLE "engine"."execution_nodes" ADD COLUMN "error_code" text;--> statement-breakpoint
ALTER TABLE "engine"."executions" ADD COLUMN "output_blob" jsonb;--> statement-breakpoint
ALTER TABLE "engine"."executions" ADD COLUMN "forked_from" text;--> statement-breakpoint
ALTER TABLE "engine"."executions" ADD COLUMN "from_state" jsonb;--> statement-breakpoint
ALTER TABLE "engine"."executions" ADD COLUMN "paused" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."executions" ADD COLUMN "cost_usd" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."executions" ADD COLUMN "unpriced_calls" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."executions" ADD COLUMN "reused_calls" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."model_calls" ADD COLUMN "node_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."model_calls" ADD COLUMN "feedback" text;--> statement-breakpoint
ALTER TABLE "engine"."model_calls" ADD COLUMN "cost_usd" double precision;--> statement-breakpoint
ALTER TABLE "engine"."model_calls" ADD COLUMN "reused" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."tool_calls" ADD COLUMN "node_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."tool_calls" ADD COLUMN "digest" text;--> statement-breakpoint
ALTER TABLE "engine"."tool_calls" ADD COLUMN "effect" text DEFAULT 'read' NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."tool_calls" ADD COLUMN "reused" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "engine"."tool_calls" ADD COLUMN "duration_ms" integer;--> statement-breakpoint
ALTER TABLE "engine"."blobs" ADD CONSTRAINT "blobs_execution_id_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "engine"."executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine"."budgets" ADD CONSTRAINT "budgets_execution_id_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "engine"."executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine"."requests" ADD CONSTRAINT "requests_execution_id_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "engine"."executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine"."reservations" ADD CONSTRAINT "reservations_execution_id_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "engine"."executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine"."reservations" ADD CONSTRAINT "reservations_execution_id_scope_budgets_execution_id_scope_fk" FOREIGN KEY ("execution_id","scope") REFERENCES "engine"."budgets"("execution_id","scope") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine"."tool_snapshots" ADD CONSTRAINT "tool_snapshots_execution_id_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "engine"."executions"("id") ON DELETE cascade ON UPDATE no action;