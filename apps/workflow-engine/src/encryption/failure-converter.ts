import { DefaultFailureConverter } from '@temporalio/common';

/** Messages and stack traces of failures go through the codec too. Loaded by path, also inside the workflow sandbox. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
