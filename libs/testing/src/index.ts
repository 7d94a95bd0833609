export { freePort } from './free-port';
export type { ModelRequest } from './scripted-server/model-request';
export {
  UNSCRIPTED_REQUEST,
  startScriptedModelServer,
  type ModelScript,
  type ScriptedModelServer,
} from './scripted-server/scripted-model-server';
export {
  cutAtLimit,
  delay,
  empty,
  garbage,
  hang,
  paced,
  refusal,
  reply,
  status,
  structured,
  toolCalls,
  truncated,
  type Pace,
  type ScriptedReply,
} from './scripted-server/scripted-reply';
export type { WireFormatName } from './scripted-server/wire-format';
export { waitFor } from './wait-for';
