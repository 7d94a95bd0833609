#!/bin/sh
# The namespace of the workflows, once the server serves. TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE say where.
set -eu

attempts=30
until temporal operator cluster health >/dev/null 2>&1; do
  attempts=$((attempts - 1))
  if [ "$attempts" -eq 0 ]; then
    echo "The Temporal server at $TEMPORAL_ADDRESS does not serve" >&2
    exit 1
  fi
  sleep 2
done

temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 168h
