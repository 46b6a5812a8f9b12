/** The version of reconcile: the package's, as a test holds it. */
export const VERSION = '0.1.0';
