#!/bin/sh
# Temporal's two databases and their schemas; what is up to date already is left alone.
# POSTGRES_HOST and POSTGRES_USER say where, SQL_PASSWORD is the password.
set -eu

sql_tool() {
  temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_HOST" -p 5432 -u "$POSTGRES_USER" "$@"
}

for database in temporal:temporal temporal_visibility:visibility; do
  name="${database%%:*}"
  schema="/etc/temporal/schema/postgresql/v12/${database##*:}/versioned"
  sql_tool --db "$name" create
  sql_tool --db "$name" setup-schema -v 0.0
  sql_tool --db "$name" update-schema -d "$schema"
done
