CREATE SCHEMA "engine";
--> statement-breakpoint
CREATE TABLE "engine"."execution_events" (
	"execution_id" text NOT NULL,
	"seq" integer NOT NULL,
	"type" text NOT NULL,
	"node_id" text,
	"at" timestamp (3) with time zone NOT NULL,
	"data" jsonb NOT NULL,
	"writer" text NOT NULL,
	"writer_seq" integer NOT NULL,
	CONSTRAINT "execution_events_execution_id_seq_pk" PRIMARY KEY("execution_id","seq")
);
--> statement-breakpoint
CREATE TABLE "engine"."execution_nodes" (
	"execution_id" text NOT NULL,
	"node_id" text NOT NULL,
	"position" integer NOT NULL,
	"type" text NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"started_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"output" jsonb,
	"error_message" text,
	CONSTRAINT "execution_nodes_execution_id_node_id_pk" PRIMARY KEY("execution_id","node_id")
);
--> statement-breakpoint
CREATE TABLE "engine"."executions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"workflow_id" text NOT NULL,
	"request_id" text,
	"definition" jsonb NOT NULL,
	"inputs" jsonb NOT NULL,
	"settings" jsonb NOT NULL,
	"status" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"output" jsonb,
	"error_code" text,
	"error_message" text,
	"llm_calls" integer DEFAULT 0 NOT NULL,
	"tool_calls" integer DEFAULT 0 NOT NULL,
	"input_tokens" bigint DEFAULT 0 NOT NULL,
	"output_tokens" bigint DEFAULT 0 NOT NULL,
	"last_event" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "engine"."model_calls" (
	"lineage" text NOT NULL,
	"path" text NOT NULL,
	"turn" integer NOT NULL,
	"execution_id" text NOT NULL,
	"digest" text NOT NULL,
	"opening" jsonb,
	"reply" jsonb NOT NULL,
	"model" text NOT NULL,
	"input_tokens" integer NOT NULL,
	"output_tokens" integer NOT NULL,
	"duration_ms" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "model_calls_lineage_path_turn_pk" PRIMARY KEY("lineage","path","turn")
);
--> statement-breakpoint
CREATE TABLE "engine"."tool_calls" (
	"lineage" text NOT NULL,
	"path" text NOT NULL,
	"turn" integer NOT NULL,
	"position" integer NOT NULL,
	"execution_id" text NOT NULL,
	"call_id" text NOT NULL,
	"name" text NOT NULL,
	"arguments" jsonb NOT NULL,
	"result" jsonb,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp (3) with time zone,
	CONSTRAINT "tool_calls_lineage_path_turn_position_pk" PRIMARY KEY("lineage","path","turn","position")
);
--> statement-breakpoint
ALTER TABLE "engine"."execution_events" ADD CONSTRAINT "execution_events_execution_id_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "engine"."executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine"."execution_nodes" ADD CONSTRAINT "execution_nodes_execution_id_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "engine"."executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine"."model_calls" ADD CONSTRAINT "model_calls_execution_id_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "engine"."executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "engine"."tool_calls" ADD CONSTRAINT "tool_calls_execution_id_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "engine"."executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "execution_events_writer" ON "engine"."execution_events" USING btree ("execution_id","writer","writer_seq");--> statement-breakpoint
CREATE INDEX "executions_open" ON "engine"."executions" USING btree ("status","started_at");--> statement-breakpoint
CREATE INDEX "executions_owner" ON "engine"."executions" USING btree ("user_id");