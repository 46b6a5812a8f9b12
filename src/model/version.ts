/** Version of the package; a test compares both. */
export const VERSION = '0.1.0';

/** Of the package; a test compares it with `package.json`. */
export const REPOSITORY = 'https://github.com/layers/reconcile';

/** The address of a schema at the tag of this version. It exists once the version is released. */
export function schemaId(name: string): string {
  return `https://raw.githubusercontent.com/${REPOSITORY.slice('https://github.com/'.length)}/v${VERSION}/schemas/${name}.schema.json`;
}
