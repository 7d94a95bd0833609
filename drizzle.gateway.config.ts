import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './apps/ai-gateway/src/database/schema.ts',
  out: './apps/ai-gateway/src/database/migrations',
});
