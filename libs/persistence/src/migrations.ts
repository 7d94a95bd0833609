import type { MigrationConfig } from 'drizzle-orm/migrator';
import type { DatabaseOptions } from './database';

/**
 * Where an app's migrations are and where they are recorded. The record has a schema of its own because the first
 * migration creates the app's schema and would find it there already.
 */
export function migrationConfig(options: DatabaseOptions): MigrationConfig {
  return {
    migrationsFolder: options.migrations,
    migrationsSchema: `${options.name}_migrations`,
    migrationsTable: 'applied',
  };
}
