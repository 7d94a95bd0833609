import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ChildResult } from './checkpoint';
import type { Decision, DecisionTaken } from './events.contract';

/** A decision on an open request. */
export const decideUpdate = defineUpdate<DecisionTaken, [Decision]>('decide');

/** Starts no more nodes; what runs goes on. */
export const pauseSignal = defineSignal('pause');

export const resumeSignal = defineSignal('resume');

/** Told before it is cancelled to a child whose run is not: what it has done stands. */
export const breakOffSignal = defineSignal('breakOff');

/** A child tells its parent what it came to; the parent may have gone on as a new run since it started the child. */
export const childEndedSignal = defineSignal<[path: string, result: ChildResult]>('childEnded');
