import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './apps/workflow-engine/src/database/schema.ts',
  out: './apps/workflow-engine/src/database/migrations',
});
