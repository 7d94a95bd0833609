#!/usr/bin/env bash
# Checks a running stack from outside, with nothing but bash and curl: the integration guide's calls, one after another.
#
#   ./test-ai-workflow-integration.sh
#   AI_SERVICE_URL=http://host:8001 WORKFLOW_SERVICE_URL=http://host:8002 ./test-ai-workflow-integration.sh
#
# Exits with 0 when every check passed.
set -uo pipefail

AI_SERVICE_URL=${AI_SERVICE_URL:-http://localhost:8001}
WORKFLOW_SERVICE_URL=${WORKFLOW_SERVICE_URL:-http://localhost:8002}
USER_ID="integration-test-$$"
# Seconds that one execution may take; the embedded model is slow on a busy machine.
COMPLETION_LIMIT=${COMPLETION_LIMIT:-180}

passed=0
failed=0
STATUS=''
BODY=''

section() { printf '\n%s\n' "$1"; }

pass() {
  passed=$((passed + 1))
  printf '  ✓ %s\n' "$1"
}

fail() {
  failed=$((failed + 1))
  printf '  ✗ %s\n' "$1"
  printf '      HTTP %s  %.400s\n' "$STATUS" "$BODY"
}

check() {
  local name=$1
  shift
  if "$@"; then pass "$name"; else fail "$name"; fi
}

# request METHOD URL [JSON]: leaves the answer in STATUS and BODY; STATUS is 000 when nothing answered.
request() {
  local answer
  local args=(--silent --show-error --max-time 60 --write-out '\n%{http_code}' --request "$1" "$2")
  if [ $# -gt 2 ]; then args+=(--header 'Content-Type: application/json' --data "$3"); fi
  answer=$(curl "${args[@]}" 2>&1) || true
  STATUS=${answer##*$'\n'}
  BODY=${answer%$'\n'*}
}

# field NAME: the first text field of that name in BODY. Ids and status words hold no quotes, so no JSON parser is needed.
field() { printf '%s' "$BODY" | grep -o "\"$1\" *: *\"[^\"]*\"" | head -n 1 | sed 's/^[^:]*: *"//; s/"$//'; }

status_is() { [ "$STATUS" = "$1" ]; }
has() { [[ $BODY == *"$1"* ]]; }
answers() { status_is "$1" && has "$2"; }
field_is() { [ "$(field "$1")" = "$2" ]; }
detail_is() { status_is "$1" && field_is detail "$2"; }

# await_end URL: asks until the execution is no longer running.
await_end() {
  local deadline=$((SECONDS + COMPLETION_LIMIT))
  while [ $SECONDS -lt $deadline ]; do
    request GET "$1"
    if ! status_is 200 || ! field_is status running; then return; fi
    sleep 1
  done
}

completed() { status_is 200 && field_is status completed && has '"output_data"' && has '"execution_time_seconds"'; }

section 'Health checks'
request GET "$AI_SERVICE_URL/health"
check 'the AI service is healthy' answers 200 '"status":"ok"'
if [ "$STATUS" = 000 ]; then
  printf '\nNothing answers at %s. Start the stack with: npm start\n' "$AI_SERVICE_URL"
  exit 1
fi
request GET "$WORKFLOW_SERVICE_URL/health"
check 'the workflow service is healthy' answers 200 '"status":"ok"'

section 'Generate, execute, status'
request POST "$AI_SERVICE_URL/ai/generate" "{\"prompt\": \"Test workflow\", \"user_id\": \"$USER_ID\"}"
check 'a prompt becomes a workflow' answers 200 '"nodes"'
workflow_id=$(field workflow_id)
check 'the workflow has an id' [ -n "$workflow_id" ]
request POST "$AI_SERVICE_URL/ai/workflows/$workflow_id/execute" "{\"user_id\": \"$USER_ID\"}"
check 'its execution starts' answers 200 'Workflow execution started successfully'
check 'the answer is running' field_is status running
execution_id=$(field execution_id)
check 'the execution has an id' [ -n "$execution_id" ]
await_end "$AI_SERVICE_URL/ai/workflows/execution/$execution_id/status?user_id=$USER_ID"
check 'the execution completes' completed
check 'the status names the workflow' field_is workflow_id "$workflow_id"

section 'Generate and execute in one call'
request POST "$AI_SERVICE_URL/ai/workflows/generate-and-execute" \
  "{\"prompt\": \"Create a workflow that processes customer support tickets\", \"user_id\": \"$USER_ID\"}"
check 'one call generates and starts' answers 200 'Workflow generated and execution started successfully'
check 'the answer has ai_metadata' has '"ai_metadata"'
execution_id=$(field execution_id)
await_end "$AI_SERVICE_URL/ai/workflows/execution/$execution_id/status?user_id=$USER_ID"
check 'the execution completes' completed

section 'Execute on the workflow service'
request POST "$WORKFLOW_SERVICE_URL/workflow/execute" \
  "{\"workflow_data\": {\"name\": \"Test\", \"nodes\": []}, \"user_id\": \"$USER_ID\"}"
check 'an empty workflow starts' answers 200 '"execution_id"'
check 'the answer is running' field_is status running
check 'the answer names the workflow' has '"workflow_id"'
execution_id=$(field execution_id)
await_end "$WORKFLOW_SERVICE_URL/workflow/executions/$execution_id?user_id=$USER_ID"
check 'the empty workflow completes' completed

section 'Errors'
request POST "$AI_SERVICE_URL/ai/workflows/wf_789012/execute" "{\"user_id\": \"$USER_ID\"}"
check 'an unknown workflow is not found' detail_is 404 'Workflow not found'
request POST "$AI_SERVICE_URL/ai/workflows/not-an-id/execute" "{\"user_id\": \"$USER_ID\"}"
check 'an id that is none is refused' detail_is 400 'Invalid workflow ID format'
request GET "$AI_SERVICE_URL/ai/workflows/execution/exec_123456/status?user_id=$USER_ID"
check 'an unknown execution is not found' status_is 404
request GET "$AI_SERVICE_URL/ai/workflows/execution/$execution_id/status?user_id=somebody-else"
check "another user's execution is not found" status_is 404
request POST "$AI_SERVICE_URL/ai/generate" '{"prompt": "Test workflow"}'
check 'a missing user_id is refused' answers 422 '"detail"'
request POST "$AI_SERVICE_URL/ai/generate" '{"prompt": '
check 'malformed JSON is refused' answers 422 '"detail"'

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
