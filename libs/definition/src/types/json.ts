/** Any value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/**
 * A value in which every string may hold `{{ CEL }}` substitutions. A string that is exactly one substitution
 * keeps the type of its expression; any other becomes text.
 */
export type Template = Json;
