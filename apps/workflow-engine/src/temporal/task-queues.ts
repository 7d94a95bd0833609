/**
 * Model calls of the embedded model wait on a queue of their own with one place, so that the wait is outside an
 * attempt's time limit and every user gets a fair turn.
 */
export const EMBEDDED_MODEL_QUEUE_SUFFIX = '-embedded-model';
