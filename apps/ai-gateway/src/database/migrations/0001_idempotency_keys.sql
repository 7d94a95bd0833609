CREATE TABLE "gateway"."idempotency_keys" (
	"user_id" text NOT NULL,
	"route" text NOT NULL,
	"key_digest" text NOT NULL,
	"body_digest" text NOT NULL,
	"claimed" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_user_id_route_key_digest_pk" PRIMARY KEY("user_id","route","key_digest")
);
--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "gateway"."idempotency_keys" USING btree ("created_at");