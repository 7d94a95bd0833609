ALTER TABLE "gateway"."workflows" ALTER COLUMN "version" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "gateway"."workflows" DROP COLUMN "model";--> statement-breakpoint
ALTER TABLE "gateway"."workflows" DROP COLUMN "warnings";--> statement-breakpoint
ALTER TABLE "gateway"."workflows" DROP COLUMN "definition";