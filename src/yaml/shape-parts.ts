import * as z from 'zod/mini';

/*
 * Parts of shapes. `error` ends the sentence "Write …"; the description is for editors. They show `errorMessage` for a
 * value of a wrong type, and `patternErrorMessage` instead of the expression.
 */

export function text(pattern: RegExp, wants: string, description: string, ...examples: readonly string[]) {
  return withMeta(z.string({ error: wants }).check(z.regex(pattern, { error: wants })), {
    description,
    errorMessage: wants.includes('in quotes') ? mustBe(wants) : `${mustBe(wants)} Put a number in quotes.`,
    patternErrorMessage: mustBe(wants),
    ...(examples.length > 0 && { examples }),
  });
}

export function oneOf<const T extends string>(meanings: Readonly<Record<T, string>>, description: string) {
  // Object.keys loses the key type.
  const words = Object.keys(meanings) as [T, ...T[]];
  return withMeta(z.enum(words, { error: `one of ${words.join(', ')}` }), {
    description,
    enumDescriptions: Object.values(meanings),
  });
}

export function map<T extends z.core.$ZodLooseShape>(members: T, description: string, title?: string) {
  return withMeta(z.strictObject(members, { error: 'a map' }), { description, ...(title !== undefined && { title }) });
}

/** At least one item. */
export function list<T extends z.core.$ZodType>(item: T, wants: string, description: string) {
  return withMeta(filled(item, wants), { description, errorMessage: mustBe(wants) });
}

/** Like `list`, without a description. */
export function filled<T extends z.core.$ZodType>(item: T, wants: string) {
  return z.array(item, { error: wants }).check(z.minLength(1, { error: wants }));
}

export function flag(description: string) {
  return withMeta(z.boolean({ error: 'true or false' }), { description, errorMessage: mustBe('true or false') });
}

/** May be absent, or `null` to remove an inherited value. */
export function inheritable<T extends z.core.$ZodType>(shape: T) {
  return z.optional(z.nullable(shape));
}

/** Adds members of the JSON Schema. */
export function withMeta<T extends z.ZodMiniType>(shape: T, meta: Readonly<Record<string, unknown>>): T {
  z.globalRegistry.add(shape, meta);
  return shape;
}

export function mustBe(wants: string): string {
  return `It must be ${wants}.`;
}
