/** Injection token of the app's open `Database`. */
export const DATABASE = Symbol('DATABASE');
