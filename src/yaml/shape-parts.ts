import { z } from 'zod';

/*
 * Parts of shapes. `error` ends the sentence "Write …"; the description is for editors. They show `errorMessage` for a
 * value of a wrong type, and `patternErrorMessage` instead of the expression.
 */

export function text(pattern: RegExp, wants: string, description: string, ...examples: readonly string[]) {
  return z
    .string({ error: wants })
    .regex(pattern, { error: wants })
    .meta({
      description,
      errorMessage: wants.includes('in quotes') ? mustBe(wants) : `${mustBe(wants)} Put a number in quotes.`,
      patternErrorMessage: mustBe(wants),
      ...(examples.length > 0 && { examples }),
    });
}

export function oneOf<const T extends string>(meanings: Readonly<Record<T, string>>, description: string) {
  // Object.keys loses the key type.
  const words = Object.keys(meanings) as [T, ...T[]];
  return z.enum(words, { error: `one of ${words.join(', ')}` }).meta({
    description,
    enumDescriptions: Object.values(meanings),
  });
}

export function map<T extends z.core.$ZodLooseShape>(members: T, description: string) {
  return z.strictObject(members, { error: 'a map' }).describe(description);
}

export function list<T extends z.ZodType>(item: T, wants: string, description: string) {
  return z
    .array(item, { error: wants })
    .min(1, { error: wants })
    .meta({ description, errorMessage: mustBe(wants) });
}

export function flag(description: string) {
  return z.boolean({ error: 'true or false' }).meta({ description, errorMessage: mustBe('true or false') });
}

export function mustBe(wants: string): string {
  return `It must be ${wants}.`;
}
