import { z } from 'zod';
import { isDay } from '../core/calendar.ts';

/** Digits as text. Source: ids are strings in v1.3 (documented); others are a parameter error (inferred). */
export const id = z.string().regex(/^\d{1,20}$/, 'not a string of digits');

/**
 * Lists and maps in a query are JSON text (documented). Numbers in it stay numbers, so an id without quotes is refused.
 */
export function jsonText<S extends z.ZodType>(shape: S) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not valid JSON' });
        return z.NEVER;
      }
    })
    .pipe(shape);
}

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** A whole number in a range. Source: "page_size" of each endpoint (documented); 40002 beyond it is inferred. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, 'not a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most));
}

export const page = wholeNumber(1, 999_999_999).default(1);

/** `page` and `page_size` of an endpoint. Source: the SDK's yml_files (documented). */
export function paging(most: number, otherwise = 10) {
  return { page, page_size: wholeNumber(1, most).default(otherwise) };
}

/** One page with TikTok's page information. A page beyond the end is empty (inferred). */
export function pageOf<T>(items: readonly T[], { page: number, page_size: size }: { page: number; page_size: number }) {
  return {
    items: items.slice((number - 1) * size, number * size),
    info: { page: number, page_size: size, total_number: items.length, total_page: Math.ceil(items.length / size) },
  };
}

/** A calendar day. The message was observed by third parties. */
export const day = z.string().refine(isDay, 'Time format should be YYYY-MM-DD');

export const days = { start_date: day.optional(), end_date: day.optional() };

const EMOJI = /\p{Extended_Pictographic}/u;

/** A name. East Asian characters count twice if documented. Source: each endpoint (second-hand documentation). */
export function name(maxChars: number) {
  return z
    .string()
    .min(1, 'cannot be empty')
    .refine((text) => widthOf(text) <= maxChars, `longer than ${maxChars} characters`)
    .refine((text) => !EMOJI.test(text), 'emoji are not supported');
}

function widthOf(text: string): number {
  return [...text].reduce(
    (sum, character) => sum + (/[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60]/.test(character) ? 2 : 1),
    0,
  );
}
