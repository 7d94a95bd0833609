/**
 * Loaded once a worker thread, before Temporal's sandbox freezes what is built in. The sandbox takes a stack trace for
 * each promise of workflow code, to answer a query that shows where a workflow waits; the frames of a thousand nodes
 * took three quarters of the time in which they ran. Errors of workflow code carry their message and no frames.
 */
Error.stackTraceLimit = 0;
